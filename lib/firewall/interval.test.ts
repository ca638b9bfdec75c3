import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contains, type Interval, intersect, subtract, union } from '@/lib/firewall/interval';

const sets = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 8 })), { maxLength: 6 })
  .map((pairs) => pairs.map(([first, size]): Interval<number> => [first, first + size]));
const points = Array.from({ length: 50 }, (_, n) => n);
const inAny = (list: Interval<number>[], n: number) => list.some(([first, last]) => first <= n && n <= last);

test('union, subtract and intersect are those of the numbers', () => {
  fc.assert(
    fc.property(sets, sets, (a, b) => {
      const [x, y] = [union(a), union(b)];
      for (const n of points) {
        expect(contains(x, n)).toBe(inAny(a, n));
        expect(contains(subtract(x, y), n)).toBe(inAny(a, n) && !inAny(b, n));
        expect(contains(intersect(x, y), n)).toBe(inAny(a, n) && inAny(b, n));
      }
      for (const [index, [first]] of x.entries()) expect(first).toBeGreaterThan((x[index - 1]?.[1] ?? -2) + 1);
    }),
  );
});
