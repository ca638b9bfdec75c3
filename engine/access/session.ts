/** A browser's session: a random id in its cookie, its hash here, and two limits: 24 h idle and 30 days in all. */
import { hashId, randomId } from '@/engine/access/random-id';
import { sessionAbsoluteMs, sessionHolds, sessionIdleMs } from '@/lib/access/session-limits';
import type { Database, Transaction } from '@/lib/db/open';

/** `lastSeenAt` is written at most this often; a page must not cost a write. */
const seenEveryMs = 5 * 60_000;

/** Opens a session; the id is told once and stored only as its hash. Dead sessions of the user are swept. */
export async function openSession(tx: Transaction, userId: number, from: string, now: number): Promise<string> {
  const id = randomId();
  await tx.session.deleteMany({
    where: {
      userId,
      OR: [
        { lastSeenAt: { lt: new Date(now - sessionIdleMs) } },
        { createdAt: { lt: new Date(now - sessionAbsoluteMs) } },
      ],
    },
  });
  await tx.session.create({
    data: { idHash: hashId(id), userId, from, createdAt: new Date(now), lastSeenAt: new Date(now) },
  });
  return id;
}

/** The user of a live session, or null. */
export async function findSession(db: Database, id: string, now: number) {
  const session = await db.read.session.findUnique({ where: { idHash: hashId(id) }, include: { user: true } });
  if (!session || session.user.disabledAt || !sessionHolds(session, now)) return null;
  if (now - session.lastSeenAt.getTime() > seenEveryMs)
    await db.write((tx) =>
      tx.session.updateMany({ where: { idHash: session.idHash }, data: { lastSeenAt: new Date(now) } }),
    );
  return session.user;
}

/** Ends the session; unknown ids are fine. */
export async function closeSession(tx: Transaction, id: string, now: number): Promise<void> {
  await tx.session.updateMany({ where: { idHash: hashId(id), revokedAt: null }, data: { revokedAt: new Date(now) } });
}
