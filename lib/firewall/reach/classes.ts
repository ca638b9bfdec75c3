/**
 * A chain against many addresses at once: which lines can match each of them, and what they paint. The addresses are
 * cut at the ends of the lines' intervals, and those between the same cuts share a class; a class is painted once.
 */
import type { Family } from '@/lib/firewall/address';
import { contains } from '@/lib/firewall/interval';
import { type Chain, holdsAround, type Line, type Surroundings } from '@/lib/firewall/match';
import { type Palette, type Profile, paint, paletteOf } from '@/lib/firewall/reach/paint';

/** What is the same for all addresses: the other end, and where the packet is. */
export type Fixed = { side: 'source' | 'dest'; address: bigint; around: Surroundings };
export type Classes = { profiles: Profile[]; index: Int32Array };

const palettes = new WeakMap<Chain, Palette>();
function palette(chain: Chain, family: Family): Palette {
  const known = palettes.get(chain);
  if (known !== undefined) return known;
  const made = paletteOf(chain, family);
  palettes.set(chain, made);
  return made;
}

/** The class of each of some sorted addresses, which are the other side of `fixed`. */
export function classify(chain: Chain, fixed: Fixed, points: readonly bigint[], family: Family): Classes {
  const moving = fixed.side === 'source' ? 'dest' : 'source';
  const active = new Uint8Array(chain.length);
  // Where a line begins to match and where it ends, by the place in `points`.
  const turns: { at: number; line: number }[] = [];
  for (const [line, { match }] of chain.entries()) {
    if (!isPossible(match, fixed)) continue;
    const set = match[moving];
    if (set === undefined) {
      active[line] = 1;
      // Nothing below a line that matches everything is ever asked.
      if (match.proto === undefined && match.dport === undefined && match.sport === undefined) break;
      continue;
    }
    for (const [first, last] of set) {
      const from = firstFrom(points, first);
      const to = firstFrom(points, last + 1n);
      if (from < to) turns.push({ at: from, line }, { at: to, line });
    }
  }
  turns.sort((a, b) => a.at - b.at);
  return sweep(active, turns, points.length, palette(chain, family));
}

const isPossible = (match: Line['match'], { side, address, around }: Fixed): boolean => {
  const set = match[side];
  return (set === undefined || contains(set, address)) && holdsAround(match, around);
};

function sweep(active: Uint8Array, turns: { at: number; line: number }[], size: number, lines: Palette): Classes {
  const known = new Map<string, number>();
  const result: Classes = { profiles: [], index: new Int32Array(size) };
  // Changing at this place or never; kept sorted by the lines' own order in the key.
  const moving = [...new Set(turns.map(({ line }) => line))].sort((a, b) => a - b);
  let next = 0;
  for (let at = 0; at < size; ) {
    for (; turns[next]?.at === at; next++) {
      const { line = 0 } = turns[next] ?? {};
      active[line] = active[line] === 1 ? 0 : 1;
    }
    let key = '';
    for (const line of moving) if (active[line] === 1) key += `${line},`;
    let index = known.get(key);
    if (index === undefined) {
      index = result.profiles.push(paint(lines, active)) - 1;
      known.set(key, index);
    }
    const end = turns[next]?.at ?? size;
    result.index.fill(index, at, end);
    at = end;
  }
  return result;
}

/** The place of the first point that is not below a value. */
function firstFrom(points: readonly bigint[], value: bigint): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle] ?? 0n) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
