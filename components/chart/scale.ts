/**
 * The arithmetic of a chart: a round top for the axis, a path that breaks where nothing was measured, and the point
 * nearest to a pointer. Pure numbers; what they mean is the caller's.
 */

/** How a unit is counted: in tens, or (memory) in powers of two. */
export type Base = 10 | 2;

/**
 * The least round number that is not below `value`: 1, 2, 4, 5 or 8 times a power of ten, or of 1,024 with powers of
 * two between. Zero and nothing give `least`, so that an idle chart does not magnify its own noise.
 */
export function niceTop(value: number, least: number, base: Base = 10): number {
  const wanted = Number.isFinite(value) ? Math.max(value, least) : least;
  if (base === 2) return 2 ** Math.ceil(Math.log2(wanted) - 1e-9);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = [1, 2, 4, 5, 8, 10].find((factor) => factor * power >= wanted * (1 - 1e-9)) ?? 10;
  return step * power;
}

/** Highest known value of several columns, zero if none is known. */
export function highest(...columns: (number | null)[][]): number {
  let top = 0;
  for (const column of columns) for (const value of column) if (value !== null && value > top) top = value;
  return top;
}

export type Frame = { width: number; height: number; from: number; to: number; top: number };

const x = (frame: Frame, time: number) => ((time - frame.from) / (frame.to - frame.from)) * frame.width;
const y = (frame: Frame, value: number) => frame.height - (Math.min(value, frame.top) / frame.top) * frame.height;
const round = (value: number) => Math.round(value * 10) / 10;

/** Runs of neighbouring known points. A hole in the values or in the times (over `gapMs`) ends a run: it is drawn as a hole. */
export function runs(times: number[], values: (number | null)[], gapMs: number): { time: number; value: number }[][] {
  const all: { time: number; value: number }[][] = [];
  let before: number | null = null;
  for (const [index, time] of times.entries()) {
    const value = values[index] ?? null;
    if (value === null) before = null;
    else {
      if (before === null || time - before > gapMs) all.push([]);
      all.at(-1)?.push({ time, value });
      before = time;
    }
  }
  return all;
}

/** The line and the area under it as SVG paths. A single point is a short dash, so that it can be seen. */
export function paths(
  frame: Frame,
  times: number[],
  values: (number | null)[],
  gapMs: number,
): { line: string; area: string } {
  let line = '';
  let area = '';
  for (const run of runs(times, values, gapMs)) {
    const points = run.map((point) => `${round(x(frame, point.time))} ${round(y(frame, point.value))}`);
    const [first] = run;
    const last = run.at(-1);
    if (!first || !last) continue;
    if (run.length === 1) points.push(`${round(x(frame, first.time) + 1)} ${round(y(frame, first.value))}`);
    line += `M${points.join('L')}`;
    area += `M${points.join('L')}L${round(x(frame, last.time))} ${frame.height}L${round(x(frame, first.time))} ${frame.height}Z`;
  }
  return { line, area };
}

/** Three times the usual distance between two points: a longer one is a gap. */
export function gapOf(times: number[]): number {
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  steps.sort((a, b) => a - b);
  const usual = steps[Math.floor(steps.length / 2)] ?? 60_000;
  return usual * 3;
}

/** Index of the time nearest to `time`; -1 when there is none. `times` ascend. */
export function nearest(times: number[], time: number): number {
  let low = 0;
  let high = times.length - 1;
  if (high < 0) return -1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  const before = times[low - 1];
  return before !== undefined && time - before < (times[low] ?? 0) - time ? low - 1 : low;
}
