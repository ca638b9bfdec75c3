/**
 * The deciding line for every service at once. An axis is cut at the ends of the lines' port intervals; within a cell
 * every packet meets the same fate, so painting the lines top-down, each where nothing is painted yet, leaves in each
 * cell the line that decides. `unpainted` where none matches.
 */
import type { Family } from '@/lib/firewall/address';
import { allPorts, type PortSet } from '@/lib/firewall/interval';
import type { Chain } from '@/lib/firewall/match';
import { axes, axisOf, positionOf, type Service, takes } from '@/lib/firewall/reach/axis';

export const unpainted = -1;

/** The cells of one axis: where each column (destination ports) and row (source ports) begins, and the line in each. */
export type AxisPaint = { dports: readonly number[]; sports: readonly number[]; cells: Int16Array };
/** The painted axes. Two profiles with the same fate everywhere may be two objects. */
export type Profile = readonly AxisPaint[];

type Stroke = { line: number; dport: PortSet | null; sport: PortSet | null };

const whole = new Map<number, AxisPaint>();
const noCut: readonly number[] = [0];
function oneCell(line: number): AxisPaint {
  const known = whole.get(line);
  if (known !== undefined) return known;
  const paint = { dports: noCut, sports: noCut, cells: Int16Array.of(line) };
  whole.set(line, paint);
  return paint;
}

/** Paints the lines of a chain that are `active`, by index. */
export function paint(chain: Chain, active: Uint8Array, family: Family): Profile {
  const strokes: Stroke[][] = axes.map(() => []);
  // Nothing below a line that takes a whole axis is ever asked there.
  const closed = axes.map(() => false);
  for (let line = 0; line < chain.length; line++) {
    const match = active[line] === 1 ? chain[line]?.match : undefined;
    if (match === undefined) continue;
    const single = match.proto === undefined ? null : axisOf(match.proto, family);
    for (let axis = single ?? 0; axis <= (single ?? axes.length - 1); axis++) {
      if (closed[axis] === true) continue;
      const dport = takes(match, axis);
      const sport = match.sport ?? null;
      strokes[axis]?.push({ line, dport, sport });
      if (dport === null && sport === null) closed[axis] = true;
    }
    if (single === null && match.dport === undefined && match.sport === undefined) break;
  }
  return strokes.map(paintAxis);
}

function paintAxis(used: readonly Stroke[]): AxisPaint {
  const [first] = used;
  if (first === undefined) return oneCell(unpainted);
  if (first.dport === null && first.sport === null) return oneCell(first.line);
  const dports = cuts(used, 'dport');
  const sports = cuts(used, 'sport');
  const cells = new Int16Array(dports.length * sports.length).fill(unpainted);
  for (const { line, dport, sport } of used)
    for (const rows of sport ?? allPorts)
      for (const columns of dport ?? everywhere) {
        const [left, right] = [cellAt(dports, columns[0]), cellAt(dports, columns[1])];
        const bottom = cellAt(sports, rows[1]);
        for (let row = cellAt(sports, rows[0]); row <= bottom; row++)
          for (let cell = row * dports.length + left; cell <= row * dports.length + right; cell++)
            if (cells[cell] === unpainted) cells[cell] = line;
      }
  return { dports, sports, cells };
}

/** Longer than any axis. */
const everywhere: PortSet = [[0, 2 ** 16]];

/** Where the cells begin: at each interval's first, and after its last. */
function cuts(strokes: readonly Stroke[], field: 'dport' | 'sport'): readonly number[] {
  const ends: number[] = [];
  for (const stroke of strokes) {
    const set = stroke[field];
    if (set !== null) for (const interval of set) ends.push(interval[0], interval[1] + 1);
  }
  if (ends.length === 0) return noCut;
  const starts: number[] = [0];
  // A typed array sorts by number, and fast.
  for (const end of Int32Array.from(ends).sort()) if (end !== starts[starts.length - 1]) starts.push(end);
  return starts;
}

/** The cell that a position is in. */
export function cellAt(starts: readonly number[], position: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The index of the line that decides on a service. */
export function lineFor(profile: Profile, service: Service, family: Family): number {
  const axis = axisOf(service.proto, family);
  const painted = profile[axis];
  if (painted === undefined) return unpainted;
  const column = cellAt(painted.dports, positionOf(service, axis));
  return painted.cells[cellAt(painted.sports, service.sport) * painted.dports.length + column] ?? unpainted;
}
