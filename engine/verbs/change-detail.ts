/** A change with its plan, as its page shows it: also what moved since, and what an approval would rest on. */
import { heldOf } from '@/engine/apply/lease';
import type { Engine } from '@/engine/context';
import type { ChangeDetail } from '@/engine/rpc/contract';
import { type ChangeRows, changeSummary, isOpen, isUndecided, planOf, withPlans } from '@/engine/views/change';
import { runView, withSteps } from '@/engine/views/run';
import { staleAfterMs } from '@/lib/live/observed';
import { whatMoved } from '@/lib/plan/moved';
import { editSchema, impactSchema, type Plan } from '@/lib/plan/plan';
import type { Moved, Refusal } from '@/lib/refusal';
import { err, ok, type Result } from '@/lib/result';

export async function readChange(engine: Engine, id: number): Promise<Result<ChangeDetail, Refusal>> {
  const row = await engine.db.read.change.findUnique({ where: { id }, include: withPlans });
  const planRow = row?.plans[0];
  if (!row || !planRow) return err(noChange(id));
  const run = await engine.db.read.run.findFirst({
    where: { changeId: id },
    orderBy: { id: 'desc' },
    include: withSteps,
  });
  const plan = planOf(planRow.body);
  const moved = isUndecided(row.status) ? movedSince(engine, plan) : [];
  return ok({
    ...changeSummary(row),
    edits: editSchema.array().parse(row.edits),
    plan,
    impact: impactSchema.parse(planRow.impact),
    plannedAt: planRow.plannedAt.getTime(),
    moved,
    run: run ? runView(run) : null,
    rollbackOf: row.rollbackOf,
    checks: isOpen(row.status) ? await checksOf(engine, row, plan, moved) : [],
  });
}

export const noChange = (id: number): Refusal => ({ kind: 'not-found', text: `There is no change ${id}.` });

/** Against what was observed last; approving and applying read anew. */
function movedSince(engine: Engine, plan: Plan): Moved[] {
  const { containers } = engine.observer.current();
  const now = plan.observed.map(({ vmid, live: planned }) => {
    const container = containers.get(vmid);
    const config = container?.config ?? null;
    // A firewall that cannot be read has not moved, as far as anybody knows.
    const live = config && container?.firewallUnread ? { ...config, firewall: planned.firewall } : config;
    const power = container?.status;
    return {
      vmid,
      live: live && power && power !== 'unknown' ? { ...live, power } : live,
      digest: container?.digest ?? null,
    };
  });
  // What was not observed yet has not moved: the engine has only just started.
  return whatMoved({ ...plan, observed: plan.observed.filter(({ vmid }) => containers.get(vmid)?.configuredAt) }, now);
}

async function checksOf(engine: Engine, row: ChangeRows, plan: Plan, moved: Moved[]): Promise<ChangeDetail['checks']> {
  const vmids = plan.observed.map(({ vmid }) => vmid);
  const held = await heldOf(engine.db.read, vmids);
  const others = held.filter((lease) => lease.holderKind !== 'run' || lease.holderId !== row.runs[0]?.id);
  const { lastAnswerAt } = engine.observer.current();
  const age = lastAnswerAt === null ? null : engine.clock() - lastAnswerAt;
  const host = plan.steps.filter((step) => step.class === 'host').length;
  const check = (ok: boolean, holds: string, not: string) => ({ text: ok ? holds : not, ok });
  return [
    check(
      age !== null && age <= staleAfterMs,
      'Proxmox answers, the data is fresh',
      'Proxmox does not answer, the data is stale',
    ),
    check(moved.length === 0, 'Nothing that this plan stands on has moved', 'What this plan stands on has moved'),
    check(others.length === 0, 'Nothing else holds its containers', 'Something else holds a container of it'),
    check(
      host === 0,
      'The API token may send every step',
      `${host} ${host === 1 ? 'step needs' : 'steps need'} root on the host`,
    ),
    check(
      plan.steps.every((step) => !('none' in step.inverse)),
      'Every step can be undone',
      'Not every step can be undone',
    ),
  ];
}
