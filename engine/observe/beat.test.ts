import { expect, test } from 'vitest';
import { createBeat } from '@/engine/observe/beat';

/** Asks a host whose metrics change every 10 s at `phase`, for a while; the age of each answer's metrics in ms. */
function play(phase: number, minutes: number, latency = 40): { ages: number[]; asked: number } {
  let now = 0;
  let seen = -1;
  const beat = createBeat(10_000, () => now);
  const ages: number[] = [];
  let asked = 0;
  while (now < minutes * 60_000) {
    const made = Math.floor((now - phase) / 10_000);
    const news = made !== seen;
    if (news) ages.push(now - (made * 10_000 + phase));
    seen = made;
    asked += 1;
    now += latency;
    now += beat.next(news);
  }
  return { ages, asked };
}

test.each([0, 1_234, 4_999, 5_001, 9_500])('finds the beat at %i ms and stays within a second or so of it', (phase) => {
  const { ages, asked } = play(phase, 10);
  expect(Math.max(...ages.slice(3))).toBeLessThanOrEqual(1_500);
  expect(ages.length).toBeGreaterThanOrEqual(58);
  expect(asked).toBeLessThanOrEqual(80);
});

test('metrics that stand still are not asked for more than the period and a little', () => {
  let now = 0;
  const beat = createBeat(10_000, () => now);
  let asked = 0;
  beat.next(true);
  while (now < 10 * 60_000) {
    now += beat.next(false);
    asked += 1;
  }
  expect(asked).toBeLessThanOrEqual(75);
});

test('a long pause is not made up for', () => {
  let now = 0;
  const beat = createBeat(10_000, () => now);
  beat.next(true);
  now = 1_000;
  beat.next(true);
  now = 300_000;
  expect(beat.next(true)).toBe(10_000);
});
