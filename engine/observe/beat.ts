/**
 * When to ask for metrics. pvestatd makes them once in 10 s at a moment of its own, and asking just after it is worth
 * up to 10 s of age. Clocks are not compared; the moment is found by asking:
 *
 *     searching   each tenth of a period, until something new comes: that is the moment
 *     in step     once a period from there on; now and then a little early, to notice a moment that has moved; an
 *                 answer without news came too early, and is asked again each tenth of a period
 *     idle        nothing new came for more than a period: once a period, until something does
 */
export type Beat = {
  /** Milliseconds until the next asking, given whether the last one brought anything new. */
  next(news: boolean): number;
};

const mostProbes = 11;
const checkEvery = 30;

export function createBeat(periodMs: number, now: () => number): Beat {
  const stepMs = periodMs / 10;
  let state: 'searching' | 'in step' | 'idle' = 'idle';
  let due = 0;
  let probes = 0;
  let beats = 0;

  function plan(news: boolean, at: number): number {
    if (state === 'idle') {
      // Something new, but nobody knows for how long it had been there.
      if (news) state = 'searching';
      probes = 0;
      return at + (news ? stepMs : periodMs);
    }
    if (!news) {
      probes += 1;
      if (probes <= mostProbes) return at + stepMs;
      state = 'idle';
      return at + periodMs;
    }
    const edge = state === 'searching' || probes > 0;
    state = 'in step';
    probes = 0;
    beats = edge ? 0 : beats + 1;
    // In step the plan is kept, rather than our own delay added each time.
    const next = (edge ? at : due) + periodMs;
    if (next <= at) return at + periodMs;
    return beats > 0 && beats % checkEvery === 0 ? next - stepMs : next;
  }

  return {
    next(news) {
      const at = now();
      due = plan(news, at);
      return due - at;
    },
  };
}
