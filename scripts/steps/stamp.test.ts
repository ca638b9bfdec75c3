import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprint, sourceFiles, stamp } from './stamp.mjs';

let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'stamp-'));
  mkdirSync(join(base, 'lib/testdata'), { recursive: true });
  writeFileSync(join(base, 'lib/a.ts'), 'a');
  writeFileSync(join(base, 'lib/a.test.ts'), 'test');
  writeFileSync(join(base, 'lib/testdata/x.json'), '{}');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

test('tests and their data are not sources', () => {
  expect(sourceFiles(['lib', 'absent'], base)).toEqual(['lib/a.ts']);
});

test('a result is stale when a source changes, and only then', () => {
  const made = stamp(join(base, 'dist/stamp'));
  const before = fingerprint(['lib'], base);
  expect(made.holds(before)).toBe(false);
  made.set(before);
  writeFileSync(join(base, 'lib/a.test.ts'), 'another test');
  expect(made.holds(fingerprint(['lib'], base))).toBe(true);
  writeFileSync(join(base, 'lib/b.ts'), '');
  expect(made.holds(fingerprint(['lib'], base))).toBe(false);
});
