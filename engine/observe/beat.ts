/**
 * When to ask for metrics. pvestatd makes them once in 10 s at a moment of its own, and asking just after it is worth
 * up to 10 s of age. Clocks are not compared: an answer that brought nothing new came too early, so it is asked again
 * each second until something new comes; from that moment on the period is kept. Metrics that stand still altogether
 * are asked for at the period's pace.
 */
export type Beat = {
  /** Milliseconds until the next asking, given whether the last one brought anything new. */
  next(news: boolean): number;
};

const maxProbes = 4;

export function createBeat(periodMs: number, now: () => number): Beat {
  let due: number | null = null;
  let probes = 0;
  return {
    next(news) {
      const at = now();
      if (due === null) {
        // The first answer says nothing of the moment: begin to look for it a little early.
        due = at + periodMs * 0.8;
      } else if (news) {
        // After probing this is the edge; in step, the plan is kept rather than our own delay added each time.
        due = probes > 0 ? at + periodMs : due + periodMs;
        if (due <= at) due = at + periodMs;
        probes = 0;
      } else if (probes < maxProbes) {
        probes += 1;
        due = at + periodMs / 10;
      } else {
        probes = 0;
        due = at + periodMs;
      }
      return Math.max(0, due - at);
    },
  };
}
