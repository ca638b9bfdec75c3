/**
 * Sets of numbers as sorted intervals that do not touch, both ends included: of addresses (bigint) and of ports
 * (number). What matches a rule is always such a set, so that the ends are the only places where anything changes.
 */
export type Interval<N extends number | bigint> = readonly [first: N, last: N];
export type AddressSet = readonly Interval<bigint>[];
export type PortSet = readonly Interval<number>[];

export const allPorts: PortSet = [[0, 65535]];

const next = <N extends number | bigint>(n: N): N => (typeof n === 'bigint' ? n + 1n : Number(n) + 1) as N;
const before = <N extends number | bigint>(n: N): N => (typeof n === 'bigint' ? n - 1n : Number(n) - 1) as N;

/** Any intervals as a set. */
export function union<N extends number | bigint>(intervals: readonly Interval<N>[]): Interval<N>[] {
  const sorted = [...intervals].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const result: Interval<N>[] = [];
  for (const [first, last] of sorted) {
    const previous = result.at(-1);
    if (previous !== undefined && first <= next(previous[1])) {
      if (last > previous[1]) result[result.length - 1] = [previous[0], last];
    } else result.push([first, last]);
  }
  return result;
}

export function contains<N extends number | bigint>(set: readonly Interval<N>[], value: N): boolean {
  let low = 0;
  let high = set.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = set[middle] ?? [value, value];
    if (value < first) high = middle - 1;
    else if (value > last) low = middle + 1;
    else return true;
  }
  return false;
}

/** What is in `set` and not in `taken`. */
export function subtract<N extends number | bigint>(
  set: readonly Interval<N>[],
  taken: readonly Interval<N>[],
): Interval<N>[] {
  let rest: Interval<N>[] = [...set];
  for (const [from, to] of taken)
    rest = rest.flatMap(([first, last]) => {
      if (to < first || from > last) return [[first, last]];
      const pieces: Interval<N>[] = [];
      if (first < from) pieces.push([first, before(from)]);
      if (last > to) pieces.push([next(to), last]);
      return pieces;
    });
  return rest;
}

export function intersect<N extends number | bigint>(
  a: readonly Interval<N>[],
  b: readonly Interval<N>[],
): Interval<N>[] {
  const result: Interval<N>[] = [];
  for (const [first, last] of a)
    for (const [from, to] of b) if (first <= to && from <= last) result.push([largest(first, from), least(last, to)]);
  return result;
}

// Math.max and Math.min take no bigint.
const largest = <N extends number | bigint>(a: N, b: N): N => [a, b].reduce((x, y) => (y > x ? y : x));
const least = <N extends number | bigint>(a: N, b: N): N => [a, b].reduce((x, y) => (y < x ? y : x));
