/** What lapses by the clock: proposals that nobody decided upon, and approvals that nobody used. */
import type { Access } from '@/engine/context';
import { audit } from '@/engine/verbs/audit';
import { voidApprovals } from '@/engine/verbs/store-plan';

/** In whose name the clock is told of. */
const clockwork = { name: 'wheelhouse', from: '', requestId: 'sweep' };

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
    // Asked again here: a run may have begun since.
    const lapsed = await tx.approval.findMany({ where: approvals, include: { change: { select: { title: true } } } });
    for (const { changeId, change } of lapsed) {
      await voidApprovals(tx, changeId, 'lapsed after 15 minutes', now);
      const text = `the approval of “${change.title}” lapsed unused`;
      await audit(tx, clockwork, now, { verb: 'approveChange', outcome: 'failed', text, changeId });
    }
    for (const { id, title } of await tx.change.findMany({ where, select: { id: true, title: true } })) {
      await tx.change.update({
        where: { id },
        data: { status: 'expired', reason: 'Nobody decided within a day.', endedAt: new Date(now) },
      });
      const text = `“${title}” expired: nobody decided within a day`;
      await audit(tx, clockwork, now, { verb: 'proposeChange', outcome: 'failed', text, changeId: id });
    }
  });
  log('info', 'Proposals or approvals lapsed', { proposals: expired, approvals: unused.length });
  return true;
}
