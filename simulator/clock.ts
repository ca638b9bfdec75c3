/** Time as the simulated host has it: the real time (moved by a skew fault), and durations that can be scaled. */
export type Clock = {
  /** Epoch seconds, with fractions. */
  now(): number;
  /** Whole epoch seconds, as Proxmox writes times. */
  seconds(): number;
  /** How many real milliseconds a simulated duration takes. */
  realMs(seconds: number): number;
  timeScale: number;
  skewSeconds: number;
};

export function createClock(timeScale: number): Clock {
  const clock: Clock = {
    timeScale,
    skewSeconds: 0,
    now: () => Date.now() / 1000 + clock.skewSeconds,
    seconds: () => Math.floor(clock.now()),
    realMs: (seconds) => (seconds * 1000) / clock.timeScale,
  };
  return clock;
}
