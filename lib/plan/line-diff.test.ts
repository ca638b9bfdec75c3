import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineDiff } from '@/lib/plan/line-diff';

test('a changed line is out and in, with its numbers', () => {
  expect(lineDiff('a\nb\nc\n', 'a\nB\nc\n')).toEqual([
    { kind: 'same', before: 1, after: 1, text: 'a' },
    { kind: 'out', before: 2, text: 'b' },
    { kind: 'in', after: 2, text: 'B' },
    { kind: 'same', before: 3, after: 3, text: 'c' },
  ]);
});

test('a new file is all in', () => {
  expect(lineDiff('', 'a\n')).toEqual([{ kind: 'in', after: 1, text: 'a' }]);
  expect(lineDiff('', '')).toEqual([]);
});

const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 });

test('both texts can be read back from it, numbered, and nothing more changes than must', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      const lines = lineDiff(a.map((line) => `${line}\n`).join(''), b.map((line) => `${line}\n`).join(''));
      const before = lines.filter((line) => line.kind !== 'in');
      const after = lines.filter((line) => line.kind !== 'out');
      expect(before.map((line) => line.text)).toEqual(a);
      expect(after.map((line) => line.text)).toEqual(b);
      expect(before.map((line) => line.before)).toEqual(a.map((_, at) => at + 1));
      expect(after.map((line) => line.after)).toEqual(b.map((_, at) => at + 1));
      expect(lines.filter((line) => line.kind === 'same')).toHaveLength(longestCommon(a, b));
    }),
  );
});

/** The textbook recursion, to compare with. */
function longestCommon(a: string[], b: string[]): number {
  const rows = a.reduce<number[]>(
    (above, x) => {
      const row = [0];
      for (const [j, y] of b.entries())
        row.push(x === y ? (above[j] ?? 0) + 1 : Math.max(row[j] ?? 0, above[j + 1] ?? 0));
      return row;
    },
    Array.from({ length: b.length + 1 }, () => 0),
  );
  return rows.at(-1) ?? 0;
}
