/** How often each thing is asked for, and how long an answer may take; tests hurry. */
export const defaultPace = {
  tasksMs: 3_000,
  beatMs: 10_000,
  sweepMs: 2_000,
  minuteMs: 60_000,
  followMs: 1_000,
  tickMs: 1_000,
  /** Short, so that a line that swallows packets cannot hide itself. */
  timeoutMs: 4_000,
};
export type Pace = typeof defaultPace;
