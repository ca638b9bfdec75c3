/**
 * Attempts to sign in, one at a time: a lock that is looked at before the password is checked would let in as many
 * guesses as come at once, and each check takes 32 MiB while it lasts. A few may wait; more are sent away.
 *
 * Names that nobody has are locked like those that somebody has, so that a lock tells nobody which names exist. Their
 * failures are kept in memory, the latest of them.
 */
import { lockMs } from '@/engine/access/lockout';
import type { Database } from '@/lib/db/open';

const mostWaiting = 12;
const keptStrangers = 1_000;

type Stranger = { failures: number; lockedUntil: number };
type Attempts = { waiting: number; last: Promise<unknown>; strangers: Map<string, Stranger> };
const attemptsOf = new WeakMap<Database, Attempts>();

function attempts(db: Database): Attempts {
  const known = attemptsOf.get(db) ?? { waiting: 0, last: Promise.resolve(), strangers: new Map() };
  attemptsOf.set(db, known);
  return known;
}

/** Does the work when those before it are done; null when too many wait already. */
export async function inTurn<T>(db: Database, work: () => Promise<T>): Promise<T | null> {
  const state = attempts(db);
  if (state.waiting >= mostWaiting) return null;
  state.waiting += 1;
  const turn = state.last.then(work).finally(() => {
    state.waiting -= 1;
  });
  state.last = turn.catch(() => undefined);
  return turn;
}

/** Until when a name that nobody has is locked. */
export const strangerLockedUntil = (db: Database, name: string): number =>
  attempts(db).strangers.get(name)?.lockedUntil ?? 0;

/** Counts a failure of a name that nobody has. */
export function noteStranger(db: Database, name: string, now: number): void {
  const { strangers } = attempts(db);
  const failures = (strangers.get(name)?.failures ?? 0) + 1;
  strangers.delete(name);
  strangers.set(name, { failures, lockedUntil: now + lockMs(failures) });
  for (const oldest of strangers.keys()) {
    if (strangers.size <= keptStrangers) break;
    strangers.delete(oldest);
  }
}
