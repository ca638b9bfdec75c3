/** Carries the steps of a run out: one after the other within a container, up to two containers at a time. */
import { beginStep, type CarriedRun, type CarriedStep, moveRun } from '@/engine/apply/carried-run';
import { lastDigest } from '@/engine/apply/journal';
import type { InFlight } from '@/engine/apply/operate';
import { movedFor, type Performed, perform } from '@/engine/apply/perform';
import type { Engine } from '@/engine/context';
import { invariant } from '@/lib/invariant';
import { applyStep } from '@/lib/plan/expect';
import type { ConfiguredSpec } from '@/lib/spec/container';

const containersAtOnce = 2;

export type StepsEnd =
  | { kind: 'all done' }
  | { kind: 'stopped'; text: string }
  | { kind: 'unknown'; text: string }
  | { kind: 'interrupted' };

export async function carrySteps(engine: Engine, run: CarriedRun, flight: InFlight): Promise<StepsEnd> {
  const underWay = new Map<number, Promise<void>>();
  let end: StepsEnd | null = await endBefore(engine, run);
  // A step that a crash left running is taken up first; `perform` asks what became of it.
  for (const carried of run.steps) if (carried.status === 'running') carried.status = 'waiting';

  for (;;) {
    if (!end && flight.signal.aborted) end = { kind: 'interrupted' };
    if (!end && (await abortRequested(engine, run.id))) end = { kind: 'stopped', text: 'Stopped as asked.' };
    if (!end)
      for (const carried of ready(run, underWay).slice(0, containersAtOnce - underWay.size))
        underWay.set(
          carried.step.vmid,
          carryOne(engine, run, carried, flight)
            .then((stop) => {
              // What cannot be told weighs more than what failed beside it.
              if (stop && (end === null || stop.kind === 'unknown')) end = stop;
            })
            .catch((error: unknown) => {
              // A bug of ours. What it was about to do is in the journal, and nobody else may guess.
              engine.log('error', 'A step failed unexpectedly', { runId: run.id, step: carried.step.id, error });
              end = {
                kind: 'unknown',
                text: `Wheelhouse itself failed at ${nameOf(carried)}; its log has the details.`,
              };
            })
            .finally(() => underWay.delete(carried.step.vmid)),
        );
    if (underWay.size === 0) {
      invariant(end || run.steps.every(({ status }) => status === 'done'), `run ${run.id} has steps that never came`);
      return end ?? { kind: 'all done' };
    }
    await Promise.race(underWay.values());
  }
}

/** Waiting steps whose turn it is: the first of a container that has none under way, and whose `after` are done. */
function ready(run: CarriedRun, underWay: Map<number, unknown>): CarriedStep[] {
  const done = new Set(run.steps.filter(({ status }) => status === 'done').map(({ step }) => step.id));
  const first = new Map<number, CarriedStep>();
  for (const carried of run.steps)
    if (carried.status === 'waiting' && !first.has(carried.step.vmid)) first.set(carried.step.vmid, carried);
  return [...first.values()].filter(({ step }) => !underWay.has(step.vmid) && step.after.every((id) => done.has(id)));
}

async function abortRequested(engine: Engine, id: number): Promise<boolean> {
  const row = await engine.db.read.run.findUniqueOrThrow({ where: { id }, select: { abortRequested: true } });
  return row.abortRequested;
}

async function carryOne(
  engine: Engine,
  run: CarriedRun,
  carried: CarriedStep,
  flight: InFlight,
): Promise<StepsEnd | null> {
  const { step } = carried;
  await beginStep(engine, run, carried);
  const performed = await perform(
    engine,
    {
      key: { runId: run.id, position: carried.position },
      step,
      undo: false,
      digest: await digestBefore(engine, run, carried),
      expected: (live) => movedFor(step, expectedBefore(run, carried), live),
    },
    flight,
  );
  return settle(engine, run, carried, performed);
}

const nameOf = ({ step }: CarriedStep) => `“${step.title}” of ${step.hostname}`;

async function settle(
  engine: Engine,
  run: CarriedRun,
  carried: CarriedStep,
  performed: Performed,
): Promise<StepsEnd | null> {
  switch (performed.kind) {
    case 'interrupted':
      return { kind: 'interrupted' };
    case 'done': {
      carried.status = 'done';
      const count = run.steps.filter(({ status }) => status === 'done').length;
      await moveRun(engine, run, 'running', `${count} of ${run.steps.length} steps done.`);
      return null;
    }
    case 'not done':
      carried.status = 'failed';
      return { kind: 'stopped', text: `${nameOf(carried)} failed. ${performed.text}` };
    case 'unknown':
      carried.status = 'unknown';
      return { kind: 'unknown', text: `${nameOf(carried)}: ${performed.text}` };
  }
}

/** A step that had ended badly when the engine died: the run was about to stop, and does. */
async function endBefore(engine: Engine, run: CarriedRun): Promise<StepsEnd | null> {
  const bad =
    run.steps.find(({ status }) => status === 'unknown') ?? run.steps.find(({ status }) => status === 'failed');
  if (!bad) return null;
  const line = await engine.db.read.journal.findFirst({
    where: { runId: run.id, position: bad.position, kind: 'outcome' },
    orderBy: { id: 'desc' },
  });
  const text = `${nameOf(bad)} failed. ${line?.text ?? ''}`;
  return { kind: bad.status === 'unknown' ? 'unknown' : 'stopped', text };
}

/** The digest that the config must have: of the last call in this run, else the one that was planned against. */
async function digestBefore(engine: Engine, run: CarriedRun, { position, step }: CarriedStep): Promise<string | null> {
  const earlier = run.steps.filter((one) => one.step.vmid === step.vmid && one.position < position);
  const last = await lastDigest(
    engine,
    run.id,
    earlier.map((one) => one.position),
  );
  return last ?? run.plan.observed.find(({ vmid }) => vmid === step.vmid)?.digest ?? null;
}

/** What the container reads as when the steps before this one are done. */
function expectedBefore(run: CarriedRun, { position, step }: CarriedStep): ConfiguredSpec {
  const planned = run.plan.observed.find(({ vmid }) => vmid === step.vmid);
  const desired = run.plan.desired.find(({ vmid }) => vmid === step.vmid);
  invariant(planned && desired, `${step.id} is of no container of its plan`);
  return run.steps
    .filter((one) => one.step.vmid === step.vmid && one.position < position)
    .reduce((live, one) => applyStep(live, one.step, desired), planned.live);
}
