/** What lapses by the clock: proposals that nobody decided upon, and approvals that nobody used. */
import type { Access } from '@/engine/context';
import { voidApprovals } from '@/engine/verbs/store-plan';

/** Whether anything lapsed. */
export async function sweepLapsed({ db, clock, log }: Access): Promise<boolean> {
  const now = clock();
  const where = { status: 'proposed', expiresAt: { lte: new Date(now) } };
  const approvals = { voidedAt: null, expiresAt: { lte: new Date(now) }, change: { status: 'approved' } };
  const [expired, unused] = await Promise.all([
    db.read.change.count({ where }),
    db.read.approval.findMany({ where: approvals, select: { changeId: true } }),
  ]);
  if (expired === 0 && unused.length === 0) return false;
  await db.write(async (tx) => {
    for (const { changeId } of unused) await voidApprovals(tx, changeId, 'lapsed after 15 minutes', now);
    await tx.change.updateMany({
      where,
      data: { status: 'expired', reason: 'Nobody decided within a day.', endedAt: new Date(now) },
    });
  });
  log('info', 'Proposals or approvals lapsed', { proposals: expired, approvals: unused.length });
  return true;
}
