/**
 * A ring of samples: a fixed number of moments with a fixed set of columns, in typed arrays that are made once. Old
 * moments are written over; what was not measured is NaN inside and null outside.
 */

/** 10 s × 360: one hour. */
export const ringSize = 360;
const sparkBucketMs = 30_000;
const sparkBuckets = 60;

export type Ring<C extends string> = {
  /** Adds a moment; one that is not later than the last is ignored, so that overlaps do no harm. */
  push(at: number, values: Partial<Record<C, number | null>>): boolean;
  times(): number[];
  column(name: C): (number | null)[];
  /** Means of the last 30 minutes in buckets of 30 s, oldest first, without the bucket that is still filling. */
  spark(name: C, digits: number): number[];
  peak(name: C): { value: number; at: number } | null;
};

export function createRing<C extends string>(columns: readonly C[], size = ringSize): Ring<C> {
  const times = new Float64Array(size);
  const data = new Map(columns.map((name) => [name, new Float64Array(size)]));
  let next = 0;
  let length = 0;

  /** Indices from the oldest to the newest. */
  const order = () => Array.from({ length }, (_, i) => (next - length + i + size) % size);
  const values = (name: C) => data.get(name) ?? new Float64Array(0);
  const lastAt = () => (length === 0 ? Number.NEGATIVE_INFINITY : (times[(next - 1 + size) % size] ?? 0));

  return {
    push(at, sample) {
      if (at <= lastAt()) return false;
      times[next] = at;
      for (const [name, column] of data) column[next] = sample[name] ?? Number.NaN;
      next = (next + 1) % size;
      length = Math.min(length + 1, size);
      return true;
    },

    times: () => order().map((i) => times[i] ?? 0),

    column(name) {
      const column = values(name);
      return order().map((i) => known(column[i]));
    },

    spark(name, digits) {
      const column = values(name);
      const current = Math.floor(lastAt() / sparkBucketMs);
      const sums = new Map<number, { sum: number; n: number }>();
      for (const i of order()) {
        const value = known(column[i]);
        const bucket = Math.floor((times[i] ?? 0) / sparkBucketMs);
        if (value === null || bucket >= current || bucket < current - sparkBuckets) continue;
        const entry = sums.get(bucket) ?? { sum: 0, n: 0 };
        sums.set(bucket, { sum: entry.sum + value, n: entry.n + 1 });
      }
      return [...sums.values()].map(({ sum, n }) => Number((sum / n).toFixed(digits)));
    },

    peak(name) {
      const column = values(name);
      let best: { value: number; at: number } | null = null;
      for (const i of order()) {
        const value = known(column[i]);
        if (value !== null && (best === null || value > best.value)) best = { value, at: times[i] ?? 0 };
      }
      return best;
    },
  };
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
