import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CaseBy, type CaseFile, isCaseFile } from '@/lib/firewall/case/case-file';
import { checkFiles } from '@/lib/firewall/case/check-case';
import { readLab, readPacket } from '@/lib/firewall/case/read-case';
import { compile } from '@/lib/firewall/compile';
import { decide } from '@/lib/firewall/decide';

const shared = join(import.meta.dirname, '../../../../shared/pve/firewall/cases');
const own = join(import.meta.dirname, 'testdata');

const read = (directory: string) =>
  readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ name, text: readFileSync(join(directory, name), 'utf8') }));

/** Every field that the file has of every stage: more than the check asks. */
function stagesThatDiffer(file: CaseFile): string[] {
  const ruleset = compile(readLab(file.lab));
  return file.packets.flatMap((packet, index) => {
    const parsed = readPacket(packet);
    if (!parsed.ok) return [`${file.id} #${index}: ${parsed.error}`];
    const { by, before } = decide(ruleset, parsed.value);
    const [ours, theirs] = [fields([...before, by]), fields([...(packet.before ?? []), packet.by])];
    return ours === theirs ? [] : [`${file.id} #${index}: ${theirs}, here ${ours}`];
  });
}
const fields = (stages: CaseBy[]) =>
  JSON.stringify(
    stages.map((by) =>
      Object.fromEntries(
        Object.entries(by)
          .filter(([, value]) => value !== undefined)
          .sort(),
      ),
    ),
  );

for (const [what, directory] of [
  ['every packet that was really sent', shared],
  ['our own cases', own],
] as const)
  test.runIf(existsSync(directory))(`${what}: verdicts, deciding rules and the stages before agree`, () => {
    const files = read(directory);
    const { lines, agrees } = checkFiles(files);
    expect(lines.slice(0, -2)).toEqual([]);
    expect(agrees).toBe(true);
    expect(files.length).toBeGreaterThan(0);
    for (const { text } of files) {
      const file: unknown = JSON.parse(text);
      if (isCaseFile(file)) expect(stagesThatDiffer(file)).toEqual([]);
    }
  });

test('a disagreement is told, and counts', () => {
  const [file] = read(own);
  if (file === undefined) throw new Error('there is no case');
  const wrong = file.text.replace('"verdict": "ACCEPT"', '"verdict": "DROP"');
  expect(wrong).not.toBe(file.text);
  const { lines, agrees } = checkFiles([{ ...file, text: wrong }]);
  expect(agrees).toBe(false);
  expect(lines[0]).toMatch(/^verdict: .*DROP by .*here ACCEPT by/);
  expect(lines.at(-1)).toMatch(/^firewall: \d+ of \d+ verdicts agree$/);
  expect(checkFiles([{ name: 'x.json', text: '{' }])).toEqual({
    lines: ['x.json is no case file', 'deciding rules: 0 of 0 agree (0.00 %)', 'firewall: 0 of 0 verdicts agree'],
    agrees: false,
  });
});
