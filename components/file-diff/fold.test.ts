import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FileLine, foldFile, markPair } from './fold';

const same = (n: number): FileLine => ({ kind: 'same', before: n, after: n, text: `key${n}: value` });
const file = (count: number, changedAt: number): FileLine[] =>
  Array.from({ length: count }, (_, index) => index + 1).flatMap((n) =>
    n === changedAt
      ? [
          { kind: 'out', before: n, text: 'memoryMiB: 2048' } as const,
          { kind: 'in', after: n, text: 'memoryMiB: 3072' } as const,
        ]
      : [same(n)],
  );

describe('foldFile', () => {
  test('keeps two lines around a change and folds the rest', () => {
    const blocks = foldFile(file(20, 10));
    expect(blocks.map((block) => [block.kind, block.lines.length])).toEqual([
      ['fold', 7],
      ['lines', 6],
      ['fold', 8],
    ]);
  });

  test('does not fold one or two lines', () => {
    expect(foldFile(file(9, 5)).map((block) => block.kind)).toEqual(['lines']);
  });

  test('marks the value that changed and not its key', () => {
    const lines = foldFile(file(1, 1)).flatMap((block) => block.lines);
    expect(lines.map((line) => line.parts)).toEqual([
      [
        { text: 'memoryMiB: ', marked: false },
        { text: '2048', marked: true },
      ],
      [
        { text: 'memoryMiB: ', marked: false },
        { text: '3072', marked: true },
      ],
    ]);
  });

  test('a file that did not change is one fold', () => {
    expect(foldFile([same(1), same(2), same(3)])).toMatchObject([{ kind: 'fold' }]);
    expect(foldFile([])).toEqual([]);
  });

  test('loses no line and keeps their order, whatever the lines', () => {
    const line = fc.record({ kind: fc.constantFrom('same', 'out', 'in'), text: fc.string() });
    fc.assert(
      fc.property(fc.array(line as fc.Arbitrary<FileLine>, { maxLength: 40 }), (lines) => {
        const drawn = foldFile(lines).flatMap((block) => block.lines);
        expect(drawn.map((d) => d.text)).toEqual(lines.map((l) => l.text));
        for (const d of drawn) expect(d.parts.map((part) => part.text).join('')).toBe(d.text);
      }),
    );
  });
});

describe('markPair', () => {
  const marked = (before: string, after: string) =>
    markPair(before, after).map((parts) => parts.filter((part) => part.marked).map((part) => part.text));

  test('widens to whole words', () => {
    expect(marked('swapMiB: 1024', 'swapMiB: 1536')).toEqual([['1024'], ['1536']]);
    expect(marked('ip: 192.168.0.132/24', 'ip: 192.168.0.139/24')).toEqual([['192.168.0.132'], ['192.168.0.139']]);
  });

  test('marks what only one side has', () => {
    expect(marked('tags: [vpn]', 'tags: [torrent, vpn]')).toEqual([[], ['torrent, ']]);
  });

  test('marks nothing between lines that share only their indent', () => {
    expect(marked('  gw: 192.168.0.1', '  firewall: true')).toEqual([[], []]);
  });
});
