/**
 * Whether the plan that a person names still stands: it is the change's current one, and planning again against live
 * gives the same hash. If not, the new plan takes its place, approvals of the old one are void, nothing else is done,
 * and the refusal says what moved. A plan that came to have something that cannot be stands for nobody.
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
  if (planned.value.plan.hash === plan.hash) {
    const blocks = plan.notes.filter((note) => note.severity === 'block');
    if (blocks.length === 0) return ok(plan);
    return err({ kind: 'conflict', text: `${blocks.map((note) => note.text).join(' ')} Nothing was done.` });
  }
  if (!(await replacePlan(engine, change.id, plan, planned.value, 'the plan moved')))
    return err(await decidedMeanwhile(engine, change.id));
  return err(
    stale(
      plan,
      planned.value.plan,
      `Change ${change.id} was planned against something that has moved since. It was planned again; nothing else was done.`,
    ),
  );
}

/**
 * Stores the new plan in place of the old one and voids what was approved. False, and nothing is done, when somebody
 * decided or planned again while live was read: a run that has begun keeps its plan and its approval.
 */
export async function replacePlan(
  engine: Engine,
  changeId: number,
  old: Plan,
  planned: Planned,
  reason: string,
): Promise<boolean> {
  const now = engine.clock();
  const replaced = await engine.db.write(async (tx) => {
    const change = await tx.change.findUniqueOrThrow({
      where: { id: changeId },
      include: { plans: { select: { hash: true }, orderBy: { id: 'desc' }, take: 1 } },
    });
    if (!isUndecided(change.status) || change.plans[0]?.hash !== old.hash) return false;
    await storePlan(tx, changeId, planned, now);
    await voidApprovals(tx, changeId, reason, now);
    return true;
  });
  if (replaced) engine.touch();
  return replaced;
}

/** For whoever came second. */
export async function decidedMeanwhile(engine: Engine, changeId: number): Promise<Refusal> {
  const { status } = await engine.db.read.change.findUniqueOrThrow({ where: { id: changeId } });
  const what = isUndecided(status) ? 'was planned again' : `became ${status}`;
  return { kind: 'conflict', text: `Change ${changeId} ${what} meanwhile. Nothing was done.` };
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
