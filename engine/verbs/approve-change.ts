import { actorOf, audit } from '@/engine/verbs/audit';
import { readChange } from '@/engine/verbs/change-detail';
import { standingPlan, undecidedChange } from '@/engine/verbs/standing-plan';
import type { Verb } from '@/engine/verbs/verb';
import type { Refusal } from '@/lib/refusal';
import { err } from '@/lib/result';

/** An approval is good for this long. */
const approvalMs = 15 * 60_000;

/** Approves one plan, named by its hash, and no other. */
export const approveChange: Verb<'approveChange'> = async (engine, { id, planHash }, call) => {
  const found = await undecidedChange(engine, id);
  if (!found.ok) return found;
  const standing = await standingPlan(engine, found.value, planHash);
  if (!standing.ok) return standing;
  const now = engine.clock();
  const refusal = await engine.db.write(async (tx): Promise<Refusal | null> => {
    const change = await tx.change.findUniqueOrThrow({
      where: { id },
      include: { plans: { orderBy: { id: 'desc' }, take: 1 } },
    });
    // Somebody else may have decided, or planned again, while live was read.
    if (change.status !== 'proposed') return { kind: 'conflict', text: `Change ${id} is already ${change.status}.` };
    if (change.plans[0]?.hash !== planHash)
      return {
        kind: 'stale-plan',
        text: `Change ${id} was planned again meanwhile.`,
        planHash: change.plans[0]?.hash ?? null,
        moved: [],
      };
    await tx.approval.create({
      data: {
        changeId: id,
        planHash,
        approvedBy: call.caller.name,
        approvedAt: new Date(now),
        expiresAt: new Date(now + approvalMs),
      },
    });
    await tx.change.update({ where: { id }, data: { status: 'approved' } });
    await audit(tx, actorOf(call), now, {
      verb: 'approveChange',
      outcome: 'ok',
      text: `approved “${change.title}”`,
      changeId: id,
      detail: { planHash },
    });
    return null;
  });
  if (refusal) return err(refusal);
  engine.touch();
  return readChange(engine, id);
};
