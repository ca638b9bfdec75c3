import { actorOf, audit } from '@/engine/verbs/audit';
import { readChange } from '@/engine/verbs/change-detail';
import { undecidedChange } from '@/engine/verbs/standing-plan';
import { voidApprovals } from '@/engine/verbs/store-plan';
import type { Verb } from '@/engine/verbs/verb';
import { isUndecided } from '@/engine/views/change';
import { err } from '@/lib/result';

export const rejectChange: Verb<'rejectChange'> = async (engine, { id, reason }, call) => {
  const found = await undecidedChange(engine, id);
  if (!found.ok) return found;
  const now = engine.clock();
  const status = await engine.db.write(async (tx) => {
    const change = await tx.change.findUniqueOrThrow({ where: { id } });
    if (!isUndecided(change.status)) return change.status;
    await voidApprovals(tx, id, `rejected by ${call.caller.name}`, now);
    await tx.change.update({
      where: { id },
      data: { status: 'rejected', rejectedBy: call.caller.name, reason: reason ?? null, endedAt: new Date(now) },
    });
    await audit(tx, actorOf(call), now, {
      verb: 'rejectChange',
      outcome: 'ok',
      text: `rejected “${change.title}”${reason ? `: ${reason}` : ''}`,
      changeId: id,
    });
    return null;
  });
  if (status) return err({ kind: 'conflict', text: `Change ${id} is already ${status}.` });
  engine.touch();
  return readChange(engine, id);
};
