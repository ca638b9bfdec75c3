/** Round-robin history: seventy points of a step that depends on the time frame, aligned to it (FACTS §5). */
const steps: Record<string, number> = {
  hour: 60,
  day: 1800,
  week: 10_800,
  month: 43_200,
  year: 604_800,
  decade: 6_048_000,
};
const points = 70;

type Values = Record<string, number>;

/** Points up to now. A point is the mean (or the maximum) of what `at` says within its step; the last is still open. */
export function rrdPoints(
  timeframe: string,
  now: number,
  cf: string | undefined,
  at: (time: number) => Values | null,
): Values[] {
  const step = steps[timeframe] ?? 60;
  const last = Math.floor(now / step) * step;
  return Array.from({ length: points }, (_, index) => {
    const time = last - (points - 1 - index) * step;
    if (index === points - 1) return { time };
    const samples = [0.15, 0.5, 0.85].map((part) => at(time - step + part * step)).filter((one) => one !== null);
    return { ...combine(samples, cf === 'MAX'), time };
  });
}

function combine(samples: Values[], maximum: boolean): Values {
  const keys = Object.keys(samples[0] ?? {});
  return Object.fromEntries(
    keys.map((key) => {
      const values = samples.map((sample) => sample[key] ?? 0);
      const value = maximum ? Math.max(...values) : values.reduce((sum, one) => sum + one, 0) / values.length;
      return [key, value];
    }),
  );
}
