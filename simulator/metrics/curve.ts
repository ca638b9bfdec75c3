/** Curves that look alive and repeat exactly with their seed: a daily wave, and noise that is smooth in time. */

/** A well mixed 32-bit number of two. */
function mix(a: number, b: number): number {
  let value = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  value = Math.imul(value ^ (value >>> 12), 0x297a2d39);
  return (value ^ (value >>> 15)) >>> 0;
}

/** Smooth noise from -1 to 1, whose knots lie `period` seconds apart. */
export function noise(seed: number, time: number, period: number): number {
  const at = time / period;
  const knot = Math.floor(at);
  const part = at - knot;
  const eased = part * part * (3 - 2 * part);
  const from = mix(seed, knot) / 2 ** 31 - 1;
  const to = mix(seed, knot + 1) / 2 ** 31 - 1;
  return from + (to - from) * eased;
}

/** How busy an hour is against the day's mean: 1 on average, most at the peak. */
export function daily(time: number, peakHour: number, swing: number): number {
  const hour = (time / 3600) % 24;
  const wave = Math.cos(((hour - peakHour) / 12) * Math.PI);
  return 1 + swing * wave;
}

/** A lively factor around 1: slow drift, minutes, and the jitter of single beats. Never below a twentieth. */
export function lively(seed: number, time: number, jitter: number): number {
  const value =
    1 +
    0.35 * noise(seed, time, 1700) +
    0.3 * noise(seed ^ 0x51ed, time, 190) +
    jitter * noise(seed ^ 0x2f17, time, 21);
  return Math.max(0.05, value);
}
