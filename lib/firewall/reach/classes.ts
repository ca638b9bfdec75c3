/**
 * A chain against many addresses at once: which lines can match each of them, and what they paint. The addresses are
 * cut at the ends of the lines' intervals, and those between the same cuts share a class; a class is painted once.
 */
import type { Family } from '@/lib/firewall/address';
import { contains } from '@/lib/firewall/interval';
import { type Chain, holdsAround, type Line, type Surroundings } from '@/lib/firewall/match';
import { type Profile, paint } from '@/lib/firewall/reach/paint';

/** What is the same for all addresses: the other end, and where the packet is. */
export type Fixed = { side: 'source' | 'dest'; address: bigint; around: Surroundings };
export type Classes = { profiles: Profile[]; index: Uint16Array };

/** The class of each of some sorted addresses, which are the other side of `fixed`. */
export function classify(chain: Chain, fixed: Fixed, points: readonly bigint[], family: Family): Classes {
  const moving = fixed.side === 'source' ? 'dest' : 'source';
  const active = new Uint8Array(chain.length);
  // Where a line begins to match and where it ends, as place × many + line.
  const turns: number[] = [];
  for (let line = 0; line < chain.length; line++) {
    const match = chain[line]?.match;
    if (match === undefined || !isPossible(match, fixed)) continue;
    const set = match[moving];
    if (set === undefined) {
      active[line] = 1;
      // Nothing below a line that matches everything is ever asked.
      if (match.proto === undefined && match.dport === undefined && match.sport === undefined) break;
      continue;
    }
    for (const [first, last] of set) {
      const from = firstFrom(points, first, false);
      const to = firstFrom(points, last, true);
      if (from < to) turns.push(from * many + line, to * many + line);
    }
  }
  turns.sort((a, b) => a - b);
  return sweep(chain, active, turns, points.length, family);
}

const many = 65536;

const isPossible = (match: Line['match'], { side, address, around }: Fixed): boolean => {
  const set = match[side];
  return (set === undefined || contains(set, address)) && holdsAround(match, around);
};

function sweep(chain: Chain, active: Uint8Array, turns: number[], size: number, family: Family): Classes {
  const known = new Map<string, number>();
  const result: Classes = { profiles: [], index: new Uint16Array(size) };
  const moving = [...new Set(turns.map((turn) => turn % many))].sort((a, b) => a - b);
  let next = 0;
  for (let at = 0; at < size; ) {
    for (let turn = turns[next]; turn !== undefined && Math.floor(turn / many) === at; turn = turns[++next])
      active[turn % many] = active[turn % many] === 1 ? 0 : 1;
    let key = '';
    for (const line of moving) if (active[line] === 1) key += `${line},`;
    let index = known.get(key);
    if (index === undefined) {
      index = result.profiles.push(paint(chain, active, family)) - 1;
      known.set(key, index);
    }
    const turn = turns[next];
    const end = turn === undefined ? size : Math.floor(turn / many);
    result.index.fill(index, at, end);
    at = end;
  }
  return result;
}

/** The place of the first point that is not below a value, or with `after` that is above it. */
function firstFrom(points: readonly bigint[], value: bigint, after: boolean): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const point = points[middle] ?? 0n;
    if (point < value || (after && point === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
