import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLabFile } from '@/engine/read-lab-file';
import { checkout } from '@/engine/trial';

type Lab = { containers: Record<string, unknown>[] };
let dir = '';
let file = '';
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'wheelhouse-lab-'));
  file = path.join(dir, 'lab.json');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const own = readFileSync(path.join(checkout, 'lab/lab.json'), 'utf8');
function read(spoil: (lab: Lab) => void): string {
  const lab = JSON.parse(own) as Lab;
  spoil(lab);
  writeFileSync(file, JSON.stringify(lab));
  const specs = readLabFile(file);
  return specs.ok ? `${specs.value.length} specs` : specs.error.replaceAll(file, 'FILE');
}
const first = (over: Record<string, unknown>) => read((lab) => Object.assign(lab.containers[0] ?? {}, over));

test('what is wrong in a lab file is one sentence: the field, what was given, what is accepted', () => {
  expect(read(() => undefined)).toBe('30 specs');
  expect(first({ memory_mib: 'much' })).toMatch(
    /^The lab file FILE is not one: containers\.0\.memory_mib: given "much"; accepted is .+\.$/,
  );
  expect(first({ hostname: 'no_name' })).toMatch(/container \d+, is not one: hostname: must be a DNS name/);
  expect(first({ service_probes: ['gopher:70'] })).toMatch(/is not one: container \d+: .*gopher:70/);
  expect(read((lab) => lab.containers.push({ ...lab.containers[0] }))).toMatch(/it has container \d+ twice/);
  expect(readLabFile(dir)).toMatchObject({ ok: false, error: expect.stringContaining('cannot be read') });
  writeFileSync(file, '{"about":');
  expect(readLabFile(file)).toMatchObject({ ok: false, error: expect.stringContaining('cannot be read') });
});

test('any JSON is answered and never thrown at', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      writeFileSync(file, JSON.stringify(value));
      expect(readLabFile(file).ok).toBe(false);
    }),
    { numRuns: 100 },
  );
  const keys = Object.keys((JSON.parse(own) as Lab).containers[0] ?? {});
  fc.assert(
    fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
      expect(first({ [key]: value })).toMatch(/^(?:30 specs|The lab file FILE)/);
    }),
    { numRuns: 200 },
  );
});
