import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { handlers } from '@/simulator/handlers/handlers';
import { endpoints, endpointsOf, findEndpoint, parameterOf, shapes } from '@/simulator/interface/interface';
import { type Property, parseProperty } from '@/simulator/interface/notation';
import { parsePropertyString, printPropertyString } from '@/simulator/interface/property-string';

test('a definition is read whole', () => {
  expect(parseProperty('integer <pve-vmid> 100..999999999', false)).toEqual({
    type: 'integer',
    optional: false,
    format: 'pve-vmid',
    minimum: 100,
    maximum: 999_999_999,
  });
  expect(parseProperty('string a|mp[0-2] length:..40 requires:b ="x y" /[a-z ]+/', true)).toEqual({
    type: 'string',
    optional: true,
    enum: ['a', 'mp0', 'mp1', 'mp2'],
    maxLength: 40,
    requires: 'b',
    default: 'x y',
    pattern: '[a-z ]+',
  });
});

test('paths find their endpoint; a volume takes the rest of the path', () => {
  const found = findEndpoint('GET', '/nodes/pve/storage/local/content/local:101/vm-101-disk-0.raw');
  expect(found?.variables).toEqual({ node: 'pve', storage: 'local', volume: 'local:101/vm-101-disk-0.raw' });
  expect(findEndpoint('GET', '/nodes/pve/lxcc')).toBeNull();
});

test('numbered keys end where Proxmox ends them', () => {
  const put = endpoints.find((one) => one.method === 'PUT' && one.path === '/nodes/{node}/lxc/{vmid}/config');
  expect(put && parameterOf(put, 'net31')).toBeDefined();
  expect(put && parameterOf(put, 'net32')).toBeUndefined();
});

test('property strings print the default key, then the required ones, then the rest', () => {
  const values = parsePropertyString('mount', 'mp=/data,size=1G,local:vol,backup=yes', 'mp0');
  expect(printPropertyString('mount', values)).toBe('local:vol,mp=/data,backup=1,size=1G');
  expect(() => parsePropertyString('net', 'name=eth0,name=eth1', 'net0')).toThrow('duplicate key');
});

test('every handler has its endpoint in the table', () => {
  const known = new Set([...endpoints, ...endpointsOf('9')].map((one) => `${one.method} ${one.path}`));
  expect(Object.keys(handlers).filter((key) => !known.has(key))).toEqual([]);
});

const pve = new URL('../../../shared/pve/', import.meta.url);

test.runIf(existsSync(pve))('the table is what Proxmox publishes, endpoint by endpoint', () => {
  type Published = {
    method: string;
    path: string;
    protected?: number;
    proxyto?: string | null;
    allowtoken: number;
    permissions?: { user?: string; check?: unknown[] };
    parameters?: { properties?: Record<string, Record<string, unknown>> };
  };
  // A few flags are published as texts, or without meaning anything.
  const text = readFileSync(new URL('schema.json', pve), 'utf8')
    .replaceAll('"optional":"1"', '"optional":1')
    .replaceAll('"optional":0,', '')
    .replaceAll('"minimum":"0"', '"minimum":0')
    .replaceAll('"enum":null,', '');
  const published = JSON.parse(text) as Published[];
  for (const one of published) {
    const name = `${one.method} ${one.path}`;
    const ours = endpoints.find((endpoint) => `${endpoint.method} ${endpoint.path}` === name);
    expect(ours, name).toBeDefined();
    if (!ours) continue;
    const properties = Object.fromEntries([...ours.parameters].map(([key, value]) => [key, inPublishedWords(value)]));
    expect({ name, properties }).toEqual({ name, properties: one.parameters?.properties ?? {} });
    const flags = { protected: ours.protected, proxy: ours.proxy, allowToken: ours.allowToken };
    expect({ name, flags, permission: ours.permission }).toEqual({
      name,
      flags: { protected: one.protected === 1, proxy: !!one.proxyto, allowToken: one.allowtoken === 1 },
      permission: one.permissions ?? null,
    });
  }
});

test.runIf(existsSync(pve))('the config keys of a container are those of the published formats', () => {
  const formats = JSON.parse(readFileSync(new URL('formats.json', pve), 'utf8')) as {
    lxc_config_properties: Record<string, Record<string, unknown>>;
  };
  const put = endpoints.find((one) => one.method === 'PUT' && one.path === '/nodes/{node}/lxc/{vmid}/config');
  for (const [key, definition] of Object.entries(formats.lxc_config_properties)) {
    const ours = put?.parameters.get(key);
    expect({ [key]: ours && inPublishedWords(ours) }).toEqual({ [key]: definition });
  }
});

/** A property of ours in the words of the published schema. */
function inPublishedWords(property: Property): Record<string, unknown> {
  const { optional, shape, format, defaultKey, ignored, items, ...rest } = property;
  const shaped = shape
    ? Object.fromEntries([...(shapes.get(shape) ?? [])].map(([key, value]) => [key, inPublishedWords(value)]))
    : undefined;
  return {
    ...rest,
    ...ignored,
    ...(optional ? { optional: 1 } : {}),
    ...(defaultKey ? { default_key: 1 } : {}),
    ...(items ? { items: { type: items } } : {}),
    ...(shaped || format ? { format: shaped ?? format } : {}),
  };
}
