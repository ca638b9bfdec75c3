/**
 * The lines of a text before and after: the longest common subsequence, deletions before insertions. Files here are
 * one container's YAML, a few hundred lines at most, so the quadratic table is cheaper than being clever; the common
 * head and tail are cut off first, which leaves almost nothing of an ordinary edit.
 */
import type { FileChange } from '@/lib/plan/plan';

type Line = FileChange['lines'][number];

/** Every line of both texts, in order, with its number in each. An empty text has no line. */
export function lineDiff(before: string, after: string): Line[] {
  const a = linesOf(before);
  const b = linesOf(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;

  const lines: Line[] = [];
  const same = (i: number, j: number) => lines.push({ kind: 'same', before: i + 1, after: j + 1, text: a[i] ?? '' });
  for (let i = 0; i < head; i++) same(i, i);
  middle(a, b, head, a.length - tail, b.length - tail, lines);
  for (let k = tail; k > 0; k--) same(a.length - k, b.length - k);
  return lines;
}

function middle(a: string[], b: string[], start: number, endA: number, endB: number, lines: Line[]): void {
  const width = endB - start + 1;
  // table[i][j]: length of the longest common subsequence of a[i..endA) and b[j..endB)
  const table = new Uint32Array((endA - start + 1) * width);
  const at = (i: number, j: number) => table[(i - start) * width + (j - start)] ?? 0;
  for (let i = endA - 1; i >= start; i--)
    for (let j = endB - 1; j >= start; j--)
      table[(i - start) * width + (j - start)] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));

  let i = start;
  let j = start;
  while (i < endA || j < endB) {
    if (i < endA && j < endB && a[i] === b[j]) {
      lines.push({ kind: 'same', before: i + 1, after: j + 1, text: a[i] ?? '' });
      i++;
      j++;
    } else if (j >= endB || (i < endA && at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'out', before: i + 1, text: a[i] ?? '' });
      i++;
    } else {
      lines.push({ kind: 'in', after: j + 1, text: b[j] ?? '' });
      j++;
    }
  }
}

function linesOf(text: string): string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}
