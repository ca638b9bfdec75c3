/**
 * Whether the plan that a person names still stands: it is the change's current one, and planning again against live
 * gives the same hash. If not, the new plan takes its place, approvals of the old one are void, nothing else is done,
 * and the refusal says what moved.
 */
import type { Engine } from '@/engine/context';
import { noChange } from '@/engine/verbs/change-detail';
import { type Planned, planEdits } from '@/engine/verbs/plan-edits';
import { storePlan, voidApprovals } from '@/engine/verbs/store-plan';
import { type ChangeRows, isUndecided, planOf, withPlans } from '@/engine/views/change';
import { whatMoved } from '@/lib/plan/moved';
import { editSchema, type Plan } from '@/lib/plan/plan';
import type { Refusal } from '@/lib/refusal';
import { err, ok, type Result } from '@/lib/result';

export type Undecided = { change: ChangeRows; plan: Plan };

/** A change that may still be decided upon, with its current plan. */
export async function undecidedChange(engine: Engine, id: number): Promise<Result<Undecided, Refusal>> {
  const change = await engine.db.read.change.findUnique({ where: { id }, include: withPlans });
  const row = change?.plans[0];
  if (!change || !row) return err(noChange(id));
  if (!isUndecided(change.status))
    return err({
      kind: 'conflict',
      text: `Change ${id} is ${change.status}${change.reason ? `: ${change.reason}` : '.'}`,
    });
  if (change.status === 'proposed' && change.expiresAt && change.expiresAt.getTime() <= engine.clock())
    return err({ kind: 'conflict', text: `Change ${id} has expired: nobody decided within a day. Propose it again.` });
  return ok({ change, plan: planOf(row.body) });
}

export async function standingPlan(
  engine: Engine,
  { change, plan }: Undecided,
  planHash: string,
): Promise<Result<Plan, Refusal>> {
  if (plan.hash !== planHash) return err(await notTheCurrent(engine, change.id, plan, planHash));
  const planned = await planEdits(engine, editSchema.array().parse(change.edits));
  if (!planned.ok) return planned;
  if (planned.value.plan.hash === plan.hash) return ok(plan);
  await replacePlan(engine, change.id, planned.value, 'the plan moved');
  return err(
    stale(
      plan,
      planned.value.plan,
      `Change ${change.id} was planned against something that has moved since. It was planned again; nothing else was done.`,
    ),
  );
}

/** Stores the new plan as the current one and voids what was approved. */
export async function replacePlan(engine: Engine, changeId: number, planned: Planned, reason: string): Promise<void> {
  const now = engine.clock();
  await engine.db.write(async (tx) => {
    await storePlan(tx, changeId, planned, now);
    await voidApprovals(tx, changeId, reason, now);
  });
  engine.touch();
}

async function notTheCurrent(engine: Engine, changeId: number, current: Plan, planHash: string): Promise<Refusal> {
  const named = await engine.db.read.plan.findFirst({ where: { changeId, hash: planHash } });
  if (named) return stale(planOf(named.body), current, `Change ${changeId} was planned again since. Nothing was done.`);
  return {
    kind: 'stale-plan',
    text: `${planHash.slice(0, 8)} is not the plan of change ${changeId}. Nothing was done.`,
    planHash: current.hash,
    moved: [],
  };
}

function stale(old: Plan, current: Plan, text: string): Refusal {
  return { kind: 'stale-plan', text, planHash: current.hash, moved: whatMoved(old, current.observed) };
}
