import { expect, it } from 'vitest';
import { sessionAbsoluteMs, sessionHolds, sessionIdleMs } from '@/lib/access/session-limits';

const now = Date.UTC(2026, 10, 23);
const ago = (ms: number) => new Date(now - ms);
const row = (createdMs: number, seenMs: number, revoked: Date | null = null) => ({
  createdAt: ago(createdMs),
  lastSeenAt: ago(seenMs),
  revokedAt: revoked,
});

it('holds while it is used, and not for ever', () => {
  expect(sessionHolds(row(1000, 1000), now)).toBe(true);
  expect(sessionHolds(row(sessionIdleMs + 1, sessionIdleMs + 1), now)).toBe(false);
  expect(sessionHolds(row(sessionAbsoluteMs + 1, 0), now)).toBe(false);
});

it('ends with signing out', () => {
  expect(sessionHolds(row(1000, 1000, ago(1)), now)).toBe(false);
});
