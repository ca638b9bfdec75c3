/**
 * How long a name is locked after wrong passwords: five are free, then 2 s, 4 s, 8 s… up to 15 minutes each. The lock
 * is on the name, because behind a reverse proxy the address may be everybody's.
 */
const freeFailures = 5;
const longestMs = 15 * 60_000;

/** Milliseconds for which a name with this many failures in a row is locked. */
export function lockMs(failures: number): number {
  if (failures < freeFailures) return 0;
  return Math.min(longestMs, 2_000 * 2 ** (failures - freeFailures));
}
