import type { Planned } from '@/engine/verbs/plan-edits';
import type { Prisma } from '@/generated/prisma/client';
import type { Transaction } from '@/lib/db/open';

/** A value that is JSON by its schema, for a JSON column. */
export const json = (value: unknown) => value as Prisma.InputJsonValue;

/** Makes this the change's current plan, with the desired state that it leads to. Earlier plans stay as they are. */
export async function storePlan(tx: Transaction, changeId: number, planned: Planned, now: number): Promise<void> {
  await tx.changeTarget.deleteMany({ where: { changeId } });
  await tx.changeTarget.createMany({
    data: planned.targets.map(({ before, after }) => ({
      changeId,
      vmid: before.vmid,
      before: json(before),
      after: json(after),
    })),
  });
  await tx.plan.create({
    data: {
      changeId,
      hash: planned.plan.hash,
      body: json(planned.plan),
      impact: json(planned.impact),
      plannedAt: new Date(now),
    },
  });
}

/** Takes back what was approved, and the change waits for a decision again. */
export async function voidApprovals(tx: Transaction, changeId: number, reason: string, now: number): Promise<void> {
  await tx.approval.updateMany({
    where: { changeId, voidedAt: null },
    data: { voidedAt: new Date(now), voidReason: reason },
  });
  await tx.change.updateMany({ where: { id: changeId, status: 'approved' }, data: { status: 'proposed' } });
}
