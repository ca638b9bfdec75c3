/** A change as its row in a list: `withPlans` names what must be read for it. */
import type { Prisma } from '@/generated/prisma/client';
import type { ChangeStatus, ChangeSummary } from '@/lib/live/view';
import { planSchema } from '@/lib/plan/plan';

export const withPlans = {
  targets: { select: { vmid: true }, orderBy: { vmid: 'asc' } },
  plans: { orderBy: { id: 'desc' }, take: 1 },
  approvals: { where: { voidedAt: null }, orderBy: { id: 'desc' }, take: 1 },
  runs: { select: { id: true }, orderBy: { id: 'desc' }, take: 1 },
} as const satisfies Prisma.ChangeInclude;

export type ChangeRows = Prisma.ChangeGetPayload<{ include: typeof withPlans }>;

/** Statuses in which a change still waits for something. */
export const openStatuses = ['proposed', 'approved', 'applying'] as const;
export const undecidedStatuses = ['proposed', 'approved'] as const;

export const isOpen = (status: string) => openStatuses.some((open) => open === status);
export const isUndecided = (status: string) => undecidedStatuses.some((open) => open === status);

export function changeSummary(row: ChangeRows): ChangeSummary {
  const plan = row.plans[0];
  const approval = row.approvals[0];
  const expiresAt = row.status === 'approved' ? approval?.expiresAt : row.status === 'proposed' ? row.expiresAt : null;
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    status: row.status as ChangeStatus,
    proposedBy: row.proposedBy,
    proposedAt: row.proposedAt.getTime(),
    planHash: plan?.hash ?? null,
    approvedBy: approval?.approvedBy ?? null,
    approvedAt: approval?.approvedAt.getTime() ?? null,
    expiresAt: expiresAt?.getTime() ?? null,
    rejectedBy: row.rejectedBy,
    reason: row.reason,
    vmids: row.targets.map((target) => target.vmid),
    steps: plan ? stepCount(plan.body) : 0,
    runId: row.runs[0]?.id ?? null,
    commit: row.commit,
    endedAt: row.endedAt?.getTime() ?? null,
  };
}

export function planOf(body: Prisma.JsonValue) {
  return planSchema.parse(body);
}

function stepCount(body: Prisma.JsonValue): number {
  const steps = body !== null && typeof body === 'object' && !Array.isArray(body) ? body.steps : null;
  return Array.isArray(steps) ? steps.length : 0;
}
