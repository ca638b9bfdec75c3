/**
 * What becomes of one line of a chain: whether any packet gets as far as to it, which lines above take them away, and
 * whether the chain would say something else without it.
 */
import type { Family } from '@/lib/firewall/address';
import type { Chain, Match } from '@/lib/firewall/match';
import { type Box, boxesOf, isEmpty, overlap, without } from '@/lib/firewall/why/box';

export type LineFate =
  /** No packet can match it at all: a set without entries of the family. */
  | { kind: 'empty' }
  /** All its packets are decided by these lines above, by index. */
  | { kind: 'shadowed'; by: number[] }
  /** It decides, and without it these lines would decide the same. */
  | { kind: 'redundant'; by: number[] }
  | { kind: 'fires' };

/** More pieces than this are not followed up: then the line counts as one that fires. */
const mostPieces = 4000;

/** Lines for other interfaces never meet; `stale` marks and foreign MACs take a part that cannot be told apart. */
const meets = (a: Match, b: Match) => a.iface === undefined || b.iface === undefined || a.iface === b.iface;
const isCertain = (above: Match, line: Match) =>
  above.marked === undefined &&
  above.foreignMac === undefined &&
  (above.iface === undefined || above.iface === line.iface);

/** The fate of the lines `own` of a chain together: those of one rule. */
export function fateOf(chain: Chain, own: readonly number[], family: Family): LineFate {
  const boxes = own.map((index) => boxesOf(chain[index]?.match ?? {}, family).filter((box) => !isEmpty(box)));
  if (boxes.every((list) => list.length === 0)) return { kind: 'empty' };
  const takers = new Set<number>();
  const left = own.map((index, n) => passing(chain, index, boxes[n] ?? [], own, takers, family));
  if (left.some((list) => list === null)) return { kind: 'fires' };
  if (left.every((list) => list?.length === 0))
    return { kind: 'shadowed', by: needed(chain, own, boxes, takers, family) };
  return elsewhere(chain, own, left, family);
}

/** Of the lines that take something, those without which something would get past: a rule that does it alone, alone. */
function needed(chain: Chain, own: readonly number[], boxes: Box[][], takers: Set<number>, family: Family): number[] {
  let kept = sorted(takers);
  for (const taker of sorted(takers).reverse()) {
    const rest = kept.filter((index) => index !== taker);
    const covers = own.every((index, n) => {
      const others = rest.filter((above) => above < index);
      return passing(chain, index, boxes[n] ?? [], own, new Set(), family, others)?.length === 0;
    });
    if (covers) kept = rest;
  }
  return kept;
}

const sorted = (set: Set<number>) => [...set].sort((a, b) => a - b);

/** The part of a line that gets past the lines above it; null if there are too many pieces to say. */
function passing(
  chain: Chain,
  index: number,
  boxes: Box[],
  own: readonly number[],
  takers: Set<number>,
  family: Family,
  lines: Iterable<number> = Array(index).keys(),
): Box[] | null {
  const match = chain[index]?.match ?? {};
  let left = boxes;
  for (const above of lines) {
    const line = chain[above];
    if (left.length === 0) break;
    if (line === undefined || own.includes(above) || !meets(line.match, match) || !isCertain(line.match, match))
      continue;
    const taken = boxesOf(line.match, family);
    if (!left.some((box) => taken.some((other) => other.axis === box.axis && !isEmpty(overlap(box, other))))) continue;
    takers.add(above);
    left = taken.reduce((rest, other) => rest.flatMap((box) => without(box, other)), left);
    if (left.length > mostPieces) return null;
  }
  return left;
}

/** What the lines below say to the packets that these lines decide. */
function elsewhere(chain: Chain, own: readonly number[], left: (Box[] | null)[], family: Family): LineFate {
  const by = new Set<number>();
  for (const [n, index] of own.entries()) {
    const action = chain[index]?.action;
    const match = chain[index]?.match ?? {};
    let rest = left[n] ?? [];
    for (let below = index + 1; below < chain.length && rest.length > 0; below++) {
      const line = chain[below];
      if (line === undefined || own.includes(below) || !meets(line.match, match)) continue;
      const taken = boxesOf(line.match, family);
      const hit = rest.some((box) => taken.some((other) => other.axis === box.axis && !isEmpty(overlap(box, other))));
      if (!hit) continue;
      if (line.action !== action) return { kind: 'fires' };
      by.add(below);
      if (isCertain(line.match, match))
        rest = taken.reduce((all, other) => all.flatMap((box) => without(box, other)), rest);
      if (rest.length > mostPieces) return { kind: 'fires' };
    }
    // Past the last line the chain is open.
    if (rest.length > 0 && action !== 'ACCEPT') return { kind: 'fires' };
  }
  return { kind: 'redundant', by: sorted(by) };
}
