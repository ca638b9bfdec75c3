/**
 * A file's change as it is read: what changed with two lines around it, the rest folded, and within a changed line
 * the part that differs marked. Pure, so that the page draws it on the server.
 */
import type { FileChange } from '@/lib/plan/plan';

export type FileLine = FileChange['lines'][number];
/** Text of a line in parts; a marked part is what differs from its partner. */
export type Part = { text: string; marked: boolean };
export type DrawnLine = FileLine & { parts: Part[] };
export type Block = { kind: 'lines'; lines: DrawnLine[] } | { kind: 'fold'; lines: DrawnLine[] };

/** Lines of context on either side of a change; a fold of fewer than three lines would hide less than it takes. */
const context = 2;
const leastFold = 3;

/** The blocks of a file, in order. Every line is in exactly one of them. */
export function foldFile(lines: FileLine[]): Block[] {
  const drawn = markPairs(lines);
  const near = drawn.map((_, index) =>
    drawn.slice(Math.max(0, index - context), index + context + 1).some((line) => line.kind !== 'same'),
  );
  const blocks: Block[] = [];
  for (let start = 0; start < drawn.length; ) {
    let end = start;
    while (end < drawn.length && near[end] === near[start]) end += 1;
    const part = drawn.slice(start, end);
    const last = blocks.at(-1);
    if (!near[start] && part.length >= leastFold) blocks.push({ kind: 'fold', lines: part });
    else if (last?.kind === 'lines') last.lines.push(...part);
    else blocks.push({ kind: 'lines', lines: part });
    start = end;
  }
  return blocks;
}

/** Pairs the lines that went out with those that came in at the same place, one to one in order, and marks each. */
function markPairs(lines: FileLine[]): DrawnLine[] {
  const drawn: DrawnLine[] = lines.map((line) => ({ ...line, parts: [{ text: line.text, marked: false }] }));
  for (let at = 0; at < drawn.length; at += 1) {
    if (drawn[at]?.kind !== 'out') continue;
    const outs = takeRun(drawn, at, 'out');
    const ins = takeRun(drawn, at + outs.length, 'in');
    for (const [index, out] of outs.entries()) {
      const partner = ins[index];
      if (!partner) continue;
      const [before, after] = markPair(out.text, partner.text);
      out.parts = before;
      partner.parts = after;
    }
    at += outs.length + ins.length - 1;
  }
  return drawn;
}

function takeRun(lines: DrawnLine[], from: number, kind: 'out' | 'in'): DrawnLine[] {
  let end = from;
  while (lines[end]?.kind === kind) end += 1;
  return lines.slice(from, end);
}

/** What two lines do not share, widened to whole words; nothing is marked when they share only their indent. */
export function markPair(before: string, after: string): [Part[], Part[]] {
  let head = 0;
  const shortest = Math.min(before.length, after.length);
  while (head < shortest && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const word = /[\w.]/;
  while (
    head > 0 &&
    word.test(before[head - 1] ?? '') &&
    (word.test(before[head] ?? '') || word.test(after[head] ?? ''))
  )
    head -= 1;
  while (
    tail > 0 &&
    word.test(before.at(-tail) ?? '') &&
    (word.test(before.at(-1 - tail) ?? '') || word.test(after.at(-1 - tail) ?? ''))
  )
    tail -= 1;
  if (before.slice(0, head).trim() === '' && tail === 0) return [whole(before), whole(after)];
  return [split(before, head, tail), split(after, head, tail)];
}

const whole = (text: string): Part[] => [{ text, marked: false }];

function split(text: string, head: number, tail: number): Part[] {
  const end = text.length - tail;
  const parts = [
    { text: text.slice(0, head), marked: false },
    { text: text.slice(head, end), marked: true },
    { text: text.slice(end), marked: false },
  ];
  return parts.filter((part) => part.text !== '');
}
