import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSaved } from '@/simulator/state/saved';
import { UnusableState } from '@/simulator/state/unusable-state';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'saved-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const readText = (text: string) => {
  writeFileSync(join(folder, 'state.json'), text);
  return () => readSaved(join(folder, 'state.json'));
};

test('no file is no earlier run', () => {
  expect(readSaved(join(folder, 'none.json'))).toBeNull();
});

test.each([
  ['cut short', '{"format":"wheelhouse-simulator/1","sta', /move it away/],
  ['of another program', '{"format":"other","state":{}}', /format/],
  ['without containers', '{"format":"wheelhouse-simulator/1","state":{"tasks":[]}}', /containers/],
])('a file that is %s says what is wrong and what to do', (_what, text, sentence) => {
  expect(readText(text)).toThrow(UnusableState);
  expect(readText(text)).toThrow(sentence);
});
