/**
 * Proposing, the common end of proposeChange, adoptLive and rollbackChange: plan, refuse what cannot be, store, and
 * let the newer change supersede older undecided ones that touch the same container.
 */
import type { Call, Engine } from '@/engine/context';
import type { ChangeDetail } from '@/engine/rpc/contract';
import { actorOf, audit } from '@/engine/verbs/audit';
import { readChange } from '@/engine/verbs/change-detail';
import { type Planned, planEdits } from '@/engine/verbs/plan-edits';
import { json, storePlan } from '@/engine/verbs/store-plan';
import { undecidedStatuses } from '@/engine/views/change';
import type { Transaction } from '@/lib/db/open';
import type { Edit } from '@/lib/plan/plan';
import type { Refusal } from '@/lib/refusal';
import { err, ok, type Result } from '@/lib/result';

/** An undecided proposal lapses after this. */
const proposalMs = 24 * 3_600_000;

export type Proposal = {
  verb: 'proposeChange' | 'adoptLive' | 'rollbackChange';
  title: string;
  description: string;
  edits: Edit[];
  rollbackOf?: number;
};

export async function propose(engine: Engine, proposal: Proposal, call: Call): Promise<Result<ChangeDetail, Refusal>> {
  const planned = await planEdits(engine, proposal.edits);
  if (!planned.ok) return planned;
  const refusal = notProposable(planned.value);
  if (refusal) return err(refusal);
  const now = engine.clock();
  const vmids = planned.value.targets.map(({ before }) => before.vmid);

  const stored = await engine.db.write(async (tx): Promise<Result<number, Refusal>> => {
    const applying = await tx.change.findFirst({
      where: { status: 'applying', targets: { some: { vmid: { in: vmids } } } },
    });
    if (applying)
      return err({
        kind: 'conflict',
        text: `Change ${applying.id} is being applied to it. Propose again when it has ended.`,
      });
    const change = await tx.change.create({
      data: {
        title: proposal.title,
        description: proposal.description,
        status: 'proposed',
        edits: json(proposal.edits),
        proposedBy: call.caller.name,
        proposedEmail: call.caller.email,
        proposedAt: new Date(now),
        expiresAt: new Date(now + proposalMs),
        rollbackOf: proposal.rollbackOf,
      },
    });
    await storePlan(tx, change.id, planned.value, now);
    await supersede(tx, change.id, vmids, call, now);
    await audit(tx, actorOf(call), now, {
      verb: proposal.verb,
      outcome: 'ok',
      text: `proposed “${proposal.title}”`,
      changeId: change.id,
      ...(vmids.length === 1 ? { vmid: vmids[0] } : {}),
      detail: { planHash: planned.value.plan.hash },
    });
    return ok(change.id);
  });
  if (!stored.ok) return stored;
  engine.touch();
  return readChange(engine, stored.value);
}

function notProposable({ plan, changesDesired }: Planned): Refusal | null {
  const blocks = plan.notes.filter((note) => note.severity === 'block');
  if (blocks.length > 0)
    return {
      kind: 'invalid',
      text: blocks.map((note) => note.text).join(' '),
      fields: blocks.map((note) => ({ field: note.at, given: note.kind, accepted: note.text })),
    };
  if (plan.steps.length === 0 && !changesDesired)
    return {
      kind: 'invalid',
      text: 'There is nothing to change: live and desired already are what this asks for.',
      fields: [],
    };
  return null;
}

async function supersede(tx: Transaction, by: number, vmids: number[], call: Call, now: number): Promise<void> {
  const older = await tx.change.findMany({
    where: {
      id: { not: by },
      status: { in: [...undecidedStatuses] },
      targets: { some: { vmid: { in: vmids } } },
    },
  });
  for (const change of older) {
    await tx.approval.updateMany({
      where: { changeId: change.id, voidedAt: null },
      data: { voidedAt: new Date(now), voidReason: `superseded by change ${by}` },
    });
    await tx.change.update({
      where: { id: change.id },
      data: {
        status: 'superseded',
        reason: `Superseded by change ${by}, which touches the same container.`,
        endedAt: new Date(now),
      },
    });
    await audit(tx, actorOf(call), now, {
      verb: 'proposeChange',
      outcome: 'ok',
      text: `superseded change ${change.id} “${change.title}” by change ${by}`,
      changeId: change.id,
    });
  }
}
