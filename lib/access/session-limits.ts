/** How long a browser's session lasts unused, and in all. The engine keeps to it, and the web while it is away. */
export const sessionIdleMs = 24 * 3_600_000;
export const sessionAbsoluteMs = 30 * 24 * 3_600_000;

/** What of a session's row says whether it still holds. */
export type SessionTimes = { createdAt: Date; lastSeenAt: Date; revokedAt: Date | null };

export function sessionHolds({ createdAt, lastSeenAt, revokedAt }: SessionTimes, now: number): boolean {
  if (revokedAt !== null) return false;
  return now - lastSeenAt.getTime() <= sessionIdleMs && now - createdAt.getTime() <= sessionAbsoluteMs;
}
