import { expect, test } from 'vitest';
import { createRates } from '@/engine/observe/rate';
import { createRing } from '@/engine/observe/ring';

test('a ring keeps the last moments only, in order, with holes as null', () => {
  const ring = createRing(['a', 'b'], 3);
  for (let n = 1; n <= 5; n += 1) ring.push(n, { a: n, b: n === 4 ? null : n });
  expect(ring.times()).toEqual([3, 4, 5]);
  expect(ring.column('a')).toEqual([3, 4, 5]);
  expect(ring.column('b')).toEqual([3, null, 5]);
  expect(ring.peak('b')).toEqual({ value: 5, at: 5 });
});

test('a moment that is not later is ignored', () => {
  const ring = createRing(['a'], 3);
  expect([ring.push(10, { a: 1 }), ring.push(10, { a: 2 }), ring.push(9, { a: 3 })]).toEqual([true, false, false]);
  expect(ring.column('a')).toEqual([1]);
});

test('a spark is the mean of each full 30 s, for 30 minutes at most', () => {
  const ring = createRing(['a']);
  for (let n = 0; n < 360; n += 1) ring.push(n * 10_000, { a: Math.floor(n / 3) });
  // Bucket 119 is still filling; 60 before it are whole.
  expect(ring.spark('a', 2)).toEqual(Array.from({ length: 60 }, (_, n) => n + 59));
  ring.push(360 * 10_000, { a: null });
  expect(ring.spark('a', 2).at(-1)).toBe(119);
  expect(createRing(['a']).spark('a', 2)).toEqual([]);
});

test('rates need two looks, and a counter that fell began at zero', () => {
  const rates = createRates();
  expect(rates.of('x', 0, 1_000)).toBeNull();
  expect(rates.of('x', 10_000, 2_000)).toBe(100);
  expect(rates.of('x', 10_000, 9_000)).toBeNull();
  expect(rates.of('x', 20_000, 500)).toBe(50);
  expect(rates.of('x', 30_000, null)).toBeNull();
  expect(rates.of('x', 40_000, 900)).toBeNull();
});
