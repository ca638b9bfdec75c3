/**
 * Bytes per second out of counters. A counter that went down began again at zero (a container that was restarted:
 * FACTS §5), so all that it shows now was counted since.
 */
export type Rates = {
  /** The rate since the last call for this name; null the first time, or when no time has passed. */
  of(name: string, at: number, counter: number | null): number | null;
};

export function createRates(): Rates {
  const last = new Map<string, { at: number; counter: number }>();
  return {
    of(name, at, counter) {
      if (counter === null) {
        last.delete(name);
        return null;
      }
      const before = last.get(name);
      if (before && at <= before.at) return null;
      last.set(name, { at, counter });
      if (!before) return null;
      const counted = counter >= before.counter ? counter - before.counter : counter;
      return counted / ((at - before.at) / 1000);
    },
  };
}
