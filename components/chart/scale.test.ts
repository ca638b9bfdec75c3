import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gapOf, highest, nearest, niceTop, paths, runs } from './scale';

describe('niceTop', () => {
  test.each([
    [0.024, 0.05, 10, 0.05],
    [0.11, 0.05, 10, 0.2],
    [41.2, 1, 10, 50],
    [50, 1, 10, 50],
    [64, 1, 10, 80],
    [0, 1, 10, 1],
    [Number.NaN, 1, 10, 1],
    [1.31 * 2 ** 30, 1, 2, 2 ** 31],
    [2 ** 31, 1, 2, 2 ** 31],
  ] as const)('%d, at least %d, in base %d: %d', (value, least, base, top) => {
    expect(niceTop(value, least, base)).toBeCloseTo(top, 9);
  });

  test('is never below the value and never far above it', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e15, noNaN: true }), (value) => {
        const top = niceTop(value, 1e-9);
        expect(top).toBeGreaterThanOrEqual(value * (1 - 1e-9));
        expect(top).toBeLessThanOrEqual(value * 2.0001);
      }),
    );
  });
});

describe('gaps', () => {
  const times = [0, 10, 20, 30, 100, 110];

  test('a missing value and a missing time both end a run', () => {
    expect(runs(times, [1, 1, null, 1, 1, 1], 30).map((run) => run.map((p) => p.time))).toEqual([
      [0, 10],
      [30],
      [100, 110],
    ]);
  });

  test('the usual distance decides what is a gap', () => {
    expect(gapOf(times)).toBe(30);
    expect(gapOf([])).toBe(180_000);
  });

  test('each run is its own path, and a lone point can be seen', () => {
    const frame = { width: 110, height: 10, from: 0, to: 110, top: 2 };
    const { line, area } = paths(frame, times, [1, 2, null, 1, null, 9], 30);
    expect(line).toBe('M0 5L10 0M30 5L31 5M110 0L111 0');
    expect(area.match(/Z/g)).toHaveLength(3);
  });

  test('nothing known draws nothing', () => {
    const frame = { width: 100, height: 10, from: 0, to: 100, top: 1 };
    expect(paths(frame, times, [null, null, null, null, null, null], 30)).toEqual({ line: '', area: '' });
    expect(highest([null, 3, 7], [null])).toBe(7);
    expect(highest([null])).toBe(0);
  });
});

test('nearest finds what a scan finds', () => {
  expect(nearest([], 5)).toBe(-1);
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(1000), { minLength: 1 }), fc.nat(1000), (some, time) => {
      const times = some.sort((a, b) => a - b);
      const found = times[nearest(times, time)] ?? Number.NaN;
      expect(Math.abs(found - time)).toBe(Math.min(...times.map((t) => Math.abs(t - time))));
    }),
  );
});
