import { heldOf, holderText, takeLeases } from '@/engine/apply/lease';
import { carryOutRun } from '@/engine/apply/run';
import type { Engine } from '@/engine/context';
import { actorOf, audit } from '@/engine/verbs/audit';
import { readChange } from '@/engine/verbs/change-detail';
import { standingPlan, undecidedChange } from '@/engine/verbs/standing-plan';
import type { Verb } from '@/engine/verbs/verb';
import type { ChangeRows } from '@/engine/views/change';
import type { Transaction } from '@/lib/db/open';
import type { Plan } from '@/lib/plan/plan';
import type { Refusal } from '@/lib/refusal';
import { err, ok, type Result } from '@/lib/result';

/** Starts the run of an approved plan and returns at once. */
export const applyChange: Verb<'applyChange'> = async (engine, { id, planHash }, call) => {
  const found = await undecidedChange(engine, id);
  if (!found.ok) return found;
  const early = await refusalOf(engine, engine.db.read, found.value.change, found.value.plan, planHash);
  if (early) return err(early);
  const standing = await standingPlan(engine, found.value, planHash);
  if (!standing.ok) return standing;
  const plan = standing.value;
  const now = engine.clock();

  const started = await engine.db.write(async (tx): Promise<Result<number, Refusal>> => {
    const change = await tx.change.findUniqueOrThrow({
      where: { id },
      include: {
        approvals: { where: { voidedAt: null }, orderBy: { id: 'desc' }, take: 1 },
        plans: { orderBy: { id: 'desc' }, take: 1 },
      },
    });
    const late = await refusalOf(engine, tx, change, plan, planHash);
    if (late) return err(late);
    const run = await tx.run.create({
      data: {
        changeId: id,
        planHash,
        status: 'running',
        startedBy: call.caller.name,
        startedAt: new Date(now),
        text: plan.steps.length === 0 ? 'No step to carry out.' : `0 of ${plan.steps.length} steps done.`,
        steps: { create: plan.steps.map((step, position) => ({ position, stepId: step.id, status: 'waiting' })) },
      },
    });
    const vmids = plan.observed.map(({ vmid }) => vmid);
    await takeLeases(tx, vmids, { kind: 'run', id: run.id, by: call.caller.name }, now);
    await tx.change.update({ where: { id }, data: { status: 'applying' } });
    await audit(tx, actorOf(call), now, {
      verb: 'applyChange',
      outcome: 'ok',
      text: `began to apply “${change.title}”`,
      changeId: id,
      detail: { planHash, runId: run.id },
    });
    return ok(run.id);
  });
  if (!started.ok) return started;
  engine.touch();
  // Before anything that could fail: what holds the containers must be under way.
  engine.background.start(`run ${started.value}`, (signal) =>
    carryOutRun(engine, started.value, { requestId: call.requestId, signal }),
  );
  return readChange(engine, id);
};

type Decided = Pick<ChangeRows, 'id' | 'status'> & { approvals: ChangeRows['approvals']; plans: { hash: string }[] };

/** Why the change may not be applied now; null when it may. */
async function refusalOf(
  engine: Engine,
  reader: Pick<Transaction, 'lease' | 'operation' | 'run'>,
  change: Decided,
  plan: Plan,
  planHash: string,
): Promise<Refusal | null> {
  const approval = change.approvals[0];
  const current = change.plans[0]?.hash ?? null;
  if (current !== planHash)
    return {
      kind: 'stale-plan',
      text: `${planHash.slice(0, 8)} is not the current plan of change ${change.id}. Nothing was done.`,
      planHash: current,
      moved: [],
    };
  if (change.status !== 'approved' || !approval)
    return {
      kind: 'conflict',
      text: `Change ${change.id} is ${change.status}, and only an approved change can be applied.`,
    };
  if (approval.planHash !== planHash)
    return {
      kind: 'stale-plan',
      text: 'The approval is of another plan. Nothing was done.',
      planHash: current,
      moved: [],
    };
  if (approval.expiresAt.getTime() <= engine.clock())
    return { kind: 'conflict', text: 'The approval has lapsed: it is good for 15 minutes. Approve the plan again.' };
  const host = plan.steps.find((step) => step.class === 'host');
  if (host)
    return {
      kind: 'conflict',
      text: `“${host.title}” of ${host.hostname} can only be done by root on the host: ${host.command ?? 'no API token may'}. Nothing was done.`,
    };
  const held = (
    await heldOf(
      reader,
      plan.observed.map(({ vmid }) => vmid),
    )
  )[0];
  if (held) {
    const hostname = plan.desired.find((spec) => spec.vmid === held.vmid)?.hostname ?? `container ${held.vmid}`;
    return { kind: 'conflict', text: await holderText(reader, held, hostname) };
  }
  return null;
}
