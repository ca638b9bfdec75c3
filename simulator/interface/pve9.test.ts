import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { endpointsOf, findEndpoint, parameterOf, type Release, shapes } from '@/simulator/interface/interface';

const diff = new URL('../../../shared/pve/DIFF-8-to-9.md', import.meta.url);
const statements = () =>
  readFileSync(diff, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('- '))
    .map((line) => line.slice(2));
const find = (release: Release, name: string) =>
  endpointsOf(release).find((one) => `${one.method} ${one.path}` === name);
/** Calls that the simulator does not have in either version: high availability. */
const outside = (name: string) => name.includes('/cluster/ha') || name.endsWith('/rrd');

type Published = { optional?: number; type?: string; default?: unknown; enum?: string[] };

test.runIf(existsSync(diff))('9 has every new call, and 8 none of them', () => {
  const added = statements().filter((line) => /^(?:GET|POST|PUT|DELETE) \S+$/.test(line) && !outside(line));
  expect(added).toHaveLength(4);
  for (const name of added) {
    expect(find('9', name), name).toBeDefined();
    expect(find('8', name), name).toBeUndefined();
  }
});

test.runIf(existsSync(diff))('9 has every parameter that came, and none that went', () => {
  const changes = statements().flatMap((line) => {
    const match = /^(\S+ \S+): param ([+-])`([^`]+)`(?: (.*))?$/.exec(line);
    return match && !outside(match[1] ?? '') ? [match.slice(1)] : [];
  });
  expect(changes.length).toBeGreaterThan(30);
  for (const [name = '', sign, parameter = '', text] of changes) {
    const [before, after] = [find('8', name)?.parameters.get(parameter), find('9', name)?.parameters.get(parameter)];
    const [without, having] = sign === '+' ? [before, after] : [after, before];
    expect(without, `${name} ${parameter}`).toBeUndefined();
    expect(having, `${name} ${parameter}`).toBeDefined();
    if (sign !== '+') continue;
    const published = JSON.parse(text ?? '{}') as Published;
    const ours = {
      type: after?.type,
      ...(after?.optional ? { optional: 1 } : {}),
      ...(after?.default === undefined ? {} : { default: after.default }),
      ...(after?.enum ? { enum: after.enum } : {}),
    };
    expect({ name, parameter, ...ours }).toEqual({ name, parameter, ...published });
  }
});

test.runIf(existsSync(diff))('9 has every default, enumeration and property string as it became', () => {
  let checked = 0;
  for (const line of statements()) {
    const match = /^(\S+ \S+): param `([^`]+)`\.(default|enum|format): (.*)$/.exec(line);
    if (!match || outside(match[1] ?? '')) continue;
    const [, name = '', parameter = '', what, text = ''] = match;
    const [before, after] = [find('8', name)?.parameters.get(parameter), find('9', name)?.parameters.get(parameter)];
    checked++;
    if (text.startsWith('+[')) {
      const keys = [...(/\+\[([^\]]*)\]/.exec(text)?.[1] ?? '').matchAll(/'([^']+)'/g)].map((one) => one[1]);
      const added = [...(shapes.get(after?.shape ?? '') ?? new Map()).keys()].filter(
        (key) => !shapes.get(before?.shape ?? '')?.has(key),
      );
      expect({ line, added: added.sort() }).toEqual({ line, added: keys.sort() });
    } else {
      const became = JSON.parse(text.split(' -> ')[1] ?? 'null') as unknown;
      expect({ line, value: after?.[what as 'default' | 'enum' | 'format'] }).toEqual({ line, value: became });
    }
  }
  expect(checked).toBeGreaterThan(15);
});

test.runIf(existsSync(diff))('what answers gain is said in the table, for the calls that have it', () => {
  const gained: [string, string, string][] = [
    ['GET /nodes/{node}/lxc', 'pressurecpusome', 'pressure'],
    ['GET /nodes/{node}/lxc/{vmid}/status/current', 'pressurememoryfull', 'pressure'],
    ['GET /cluster/resources', 'memhost', 'memhost'],
    ['GET /cluster/resources', 'host-arch', 'host-arch'],
    ['GET /cluster/resources', 'network', 'network'],
    ['GET /nodes/{node}/storage', 'formats', 'formats'],
  ];
  const lines = statements();
  for (const [name, property, word] of gained) {
    expect(
      lines.some((line) => line.startsWith(`${name}: returns +\`${property}\``)),
      property,
    ).toBe(true);
    expect(find('9', name)?.gains.has(word)).toBe(true);
    expect(find('8', name)?.gains.size).toBe(0);
  }
});

test('8 is as it was: nothing of 9 reaches its table', () => {
  expect(endpointsOf('8').filter((one) => one.gains.size)).toEqual([]);
  const put = findEndpoint('PUT', '/nodes/pve/lxc/107/config', '8')?.endpoint;
  expect(put && parameterOf(put, 'env')).toBeUndefined();
  expect(put && parameterOf(put, 'net0')?.shape).toBe('net');
  expect(shapes.get('net')?.has('host-managed')).toBe(false);
  const create = findEndpoint('POST', '/nodes/pve/lxc', '8')?.endpoint;
  expect(create?.parameters.get('unprivileged')?.default).toBe(0);
});
