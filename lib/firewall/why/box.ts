/**
 * Sets of packets as boxes: on one axis of services, intervals of source and destination addresses and of ports. A line
 * matches one box an axis; taking boxes from boxes leaves exactly the packets that get past the lines above.
 */
import { bits, type Family } from '@/lib/firewall/address';
import { type AddressSet, allPorts, intersect, type PortSet, subtract } from '@/lib/firewall/interval';
import type { Match } from '@/lib/firewall/match';
import { axes, axisOf, takes } from '@/lib/firewall/reach/axis';

export type Box = { axis: number; source: AddressSet; dest: AddressSet; sport: PortSet; dport: PortSet };

const every: Record<Family, AddressSet> = {
  4: [[0n, (1n << BigInt(bits[4])) - 1n]],
  6: [[0n, (1n << BigInt(bits[6])) - 1n]],
};
const protocols: PortSet = [[0, 255]];

/** The boxes of a line, one for each axis that it is on. */
export function boxesOf(match: Match, family: Family): Box[] {
  const single = match.proto === undefined ? null : axisOf(match.proto, family);
  return axes.flatMap((name, axis): Box[] =>
    single !== null && single !== axis
      ? []
      : [
          {
            axis,
            source: match.source ?? every[family],
            dest: match.dest ?? every[family],
            sport: match.sport ?? allPorts,
            dport: takes(match, axis) ?? (name === 'other' ? protocols : allPorts),
          },
        ],
  );
}

export const isEmpty = ({ source, dest, sport, dport }: Box): boolean =>
  source.length === 0 || dest.length === 0 || sport.length === 0 || dport.length === 0;

export const overlap = (a: Box, b: Box): Box => ({
  axis: a.axis,
  source: intersect(a.source, b.source),
  dest: intersect(a.dest, b.dest),
  sport: intersect(a.sport, b.sport),
  dport: intersect(a.dport, b.dport),
});

/** What is in `box` and not in `taken`, as boxes that do not touch each other. */
export function without(box: Box, taken: Box): Box[] {
  if (box.axis !== taken.axis || isEmpty(overlap(box, taken))) return [box];
  const inner = overlap(box, taken);
  const pieces: Box[] = [
    { ...box, source: subtract(box.source, taken.source) },
    { ...box, source: inner.source, dest: subtract(box.dest, taken.dest) },
    { ...box, source: inner.source, dest: inner.dest, sport: subtract(box.sport, taken.sport) },
    { ...inner, dport: subtract(box.dport, taken.dport) },
  ];
  return pieces.filter((piece) => !isEmpty(piece));
}
