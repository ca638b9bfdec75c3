import { expect, test } from 'vitest';
import type { Series } from '@/lib/live/series';
import { joinSeries } from './join';

const at = (times: number[], value: number): Series => {
  const column = times.map(() => value);
  return {
    times,
    cpu: column,
    memoryBytes: column,
    maxMemoryBytes: column,
    netInBytesPerSecond: column,
    netOutBytesPerSecond: column,
    diskReadBytesPerSecond: column,
    diskWriteBytesPerSecond: column,
  };
};

test('older fills what newer has not seen, and never overlaps it', () => {
  const joined = joinSeries(at([0, 60, 120, 180], 1), at([150, 160, 170], 2), 0);
  expect(joined.times).toEqual([0, 60, 120, 150, 160, 170]);
  expect(joined.cpu).toEqual([1, 1, 1, 2, 2, 2]);
  expect(joined.diskReadBytesPerSecond).toEqual(joined.cpu);
});

test('each part is broken by its own step, and so is the seam', () => {
  const joined = joinSeries(at([0, 60, 120], 1), at([1000, 1010, 1020, 1100], 2), 0);
  expect(joined.cpu).toEqual([1, 1, 1, null, 2, 2, 2, null, 2]);
  expect([...joined.times].sort((a, b) => a - b)).toEqual(joined.times);
});

test('what is before the window is left out; without an older part newer stands alone', () => {
  expect(joinSeries(undefined, at([0, 10, 20], 1), 10).times).toEqual([10, 20]);
  expect(joinSeries(at([0, 60], 1), at([], 1), 0).cpu).toEqual([1, 1]);
});
