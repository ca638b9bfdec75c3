/** A run in the hands of the runner: its rows, with the plan's steps beside theirs. */
import type { Engine } from '@/engine/context';
import { json } from '@/engine/verbs/store-plan';
import { planOf } from '@/engine/views/change';
import type { Change } from '@/generated/prisma/client';
import { invariant } from '@/lib/invariant';
import type { Plan, Step } from '@/lib/plan/plan';

export type StepStatus = 'waiting' | 'running' | 'done' | 'failed' | 'unknown' | 'skipped' | 'undone';
export type CarriedStep = { position: number; step: Step; status: StepStatus };
export type RunStatus = 'running' | 'proving' | 'undoing' | 'committing' | 'done' | 'failed' | 'halted' | 'rolled back';

export type CarriedRun = {
  readonly id: number;
  readonly change: Change;
  readonly plan: Plan;
  readonly startedBy: string;
  readonly startedAt: number;
  status: RunStatus;
  text: string;
  steps: CarriedStep[];
};

export async function loadRun(engine: Engine, id: number): Promise<CarriedRun> {
  const row = await engine.db.read.run.findUniqueOrThrow({
    where: { id },
    include: { change: true, steps: { orderBy: { position: 'asc' } } },
  });
  const planRow = await engine.db.read.plan.findFirstOrThrow({
    where: { changeId: row.changeId, hash: row.planHash },
    orderBy: { id: 'desc' },
  });
  const plan = planOf(planRow.body);
  return {
    id,
    change: row.change,
    plan,
    startedBy: row.startedBy,
    startedAt: row.startedAt.getTime(),
    status: row.status as RunStatus,
    text: row.text,
    steps: row.steps.map(({ position, stepId, status }) => {
      const step = plan.steps[position];
      invariant(step?.id === stepId, `step ${position} of run ${id} is ${stepId}`);
      return { position, step, status: status as StepStatus };
    }),
  };
}

/** Takes the run to its next state, on the disk first. */
export async function moveRun(
  engine: Engine,
  run: CarriedRun,
  status: RunStatus,
  text: string,
  proof?: { text: string; ok: boolean | null }[],
): Promise<void> {
  await engine.db.write((tx) =>
    tx.run.update({ where: { id: run.id }, data: { status, text, ...(proof ? { proof: json(proof) } : {}) } }),
  );
  run.status = status;
  run.text = text;
  engine.touch();
}

/** The same, but not when somebody has asked it to stop: whoever was told that it stops must not see it go on. */
export async function moveUnlessAborted(
  engine: Engine,
  run: CarriedRun,
  status: RunStatus,
  text: string,
): Promise<boolean> {
  const moved = await engine.db.write((tx) =>
    tx.run.updateMany({ where: { id: run.id, abortRequested: false }, data: { status, text } }),
  );
  if (moved.count === 0) return false;
  run.status = status;
  run.text = text;
  engine.touch();
  return true;
}

/** Says that a step is under way; its end is written by `perform`, with the outcome. */
export async function beginStep(engine: Engine, run: CarriedRun, carried: CarriedStep): Promise<void> {
  await engine.db.write((tx) =>
    tx.runStep.update({
      where: { runId_position: { runId: run.id, position: carried.position } },
      data: { status: 'running', startedAt: new Date(engine.clock()) },
    }),
  );
  carried.status = 'running';
  engine.touch();
}
