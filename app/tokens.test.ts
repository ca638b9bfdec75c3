import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** The contrast of the tokens, in both themes: text 4.5:1, controls and chart strokes 3:1 (WCAG 2.2, 1.4.3 and 1.4.11). */

type Oklch = { l: number; c: number; h: number };
const css = readFileSync(new URL('./globals.css', import.meta.url), 'utf8');
const one = String.raw`oklch\(([\d.]+) ([\d.]+) ([\d.]+)(?: / [\d.]+)?\)`;
const tokens = new Map<string, { light: Oklch; dark: Oklch }>();
for (const match of css.matchAll(new RegExp(String.raw`--([\w-]+): light-dark\(${one}, ${one}\)`, 'g'))) {
  const [, name = '', ...values] = match;
  const [l = 0, c = 0, h = 0, dl = 0, dc = 0, dh = 0] = values.map(Number);
  tokens.set(name, { light: { l, c, h }, dark: { l: dl, c: dc, h: dh } });
}

/** Relative luminance of OKLCH: to OKLab, to linear sRGB (clipped to the gamut), to Y. */
function luminance({ l, c, h }: Oklch): number {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  const red = clip(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short);
  const green = clip(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short);
  const blue = clip(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(theme: 'light' | 'dark', over: string, under: string): number {
  const [a, b] = [tokens.get(over), tokens.get(under)];
  if (a === undefined || b === undefined) throw new Error(`no token ${a === undefined ? over : under}`);
  const [x, y] = [luminance(a[theme]), luminance(b[theme])];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const surfaces = ['well', 'panel', 'raise'];
const text = [
  ...['ink', 'ink-2', 'ink-3', 'intent', 'proof', 'warn', 'fault'].flatMap((over) =>
    surfaces.map((under) => [over, under] as const),
  ),
  ...['ink', 'ink-2', 'ink-3'].map((over) => [over, 'press'] as const),
  ...['intent', 'proof', 'warn', 'fault'].flatMap((tone) => [
    [tone, `${tone}-wash`] as const,
    ['ink', `${tone}-wash`] as const,
    ['ink-2', `${tone}-wash`] as const,
  ]),
  ['ink-3', 'intent-wash'],
  ['ink-3', 'warn-wash'],
  ['intent', 'warn-wash'],
  ['intent-ink', 'intent'],
  ['fault-ink', 'fault-fill'],
] as const;
const drawn = [
  ['grip', 'panel'],
  ['trace', 'panel'],
  ['trace', 'mute'],
  ['warn', 'mute'],
  ['intent', 'mute'],
  ['ink', 'mute'],
] as const;

describe.each(['light', 'dark'] as const)('contrast in the %s theme', (theme) => {
  it.each(text)('%s on %s is readable', (over, under) => {
    expect(contrast(theme, over, under)).toBeGreaterThanOrEqual(4.5);
  });
  it.each(drawn)('%s on %s can be seen', (over, under) => {
    expect(contrast(theme, over, under)).toBeGreaterThanOrEqual(3);
  });
});

it('measures as LOOK says', () => {
  expect(contrast('dark', 'ink', 'panel')).toBeCloseTo(15.7, 0);
  expect(contrast('light', 'fault', 'panel')).toBeCloseTo(6.3, 0);
  expect(tokens.size).toBeGreaterThan(30);
});
