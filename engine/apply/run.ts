/**
 * A run: one plan, carried out, proved and committed, or put back.
 *
 *     running ──all steps done──▶ proving ──read back──▶ committing ──▶ done
 *        │ a step failed, or stop was asked   │ not so
 *        └───────────────▶ undoing ◀──────────┘ ──as before──▶ rolled back, else failed
 *     an outcome that nobody can tell ──▶ halted, for a person
 *
 * Each arrow is a row before anything behind it happens, so a run that was killed anywhere is taken up by calling
 * this again.
 */
import { type CarriedRun, loadRun, moveRun, moveUnlessAborted } from '@/engine/apply/carried-run';
import { carrySteps } from '@/engine/apply/carry-steps';
import { commitRun } from '@/engine/apply/commit-run';
import { endRun } from '@/engine/apply/end-run';
import type { InFlight } from '@/engine/apply/operate';
import { prove } from '@/engine/apply/prove';
import { undoSteps } from '@/engine/apply/undo-steps';
import type { Engine } from '@/engine/context';

export async function carryOutRun(engine: Engine, runId: number, flight: InFlight): Promise<void> {
  const run = await loadRun(engine, runId);
  const following = run.plan.desired.map(({ node, vmid }) => engine.observer.follow(node, vmid));
  try {
    if (run.status === 'running') await stepForward(engine, run, flight);
    if (run.status === 'proving') await proveOrUndo(engine, run);
    if (run.status === 'undoing') await putBack(engine, run, flight);
    if (run.status === 'committing') await commitRun(engine, run, flight);
  } catch (error) {
    // A bug of ours, or a disk that is full: the run stops here, and its journal says how far it came.
    engine.log('error', 'A run failed unexpectedly', { runId, error });
    const text = `Halted for a person. Wheelhouse itself failed; its log has the details. ${doneSoFar(run)}`;
    await endRun(engine, run, { run: 'halted', change: 'failed', text }, flight);
  } finally {
    for (const one of following) one.done();
  }
}

async function stepForward(engine: Engine, run: CarriedRun, flight: InFlight): Promise<void> {
  const end = await carrySteps(engine, run, flight);
  if (end.kind === 'interrupted') return;
  if (end.kind === 'all done') {
    const text = 'All steps are done; reading everything back.';
    if (await moveUnlessAborted(engine, run, 'proving', text)) return;
    return moveRun(engine, run, 'undoing', 'Stopped as asked. Putting back what was done.');
  }
  if (end.kind === 'unknown')
    return endRun(
      engine,
      run,
      { run: 'halted', change: 'failed', text: `Halted for a person. ${end.text} ${doneSoFar(run)}` },
      flight,
    );
  await moveRun(engine, run, 'undoing', `${end.text} Putting back what was done.`);
}

async function proveOrUndo(engine: Engine, run: CarriedRun): Promise<void> {
  const proof = await prove(engine, run);
  const proofRows = proof.map(({ text, ok }) => ({ text, ok }));
  if (proof.every(({ ok }) => ok)) return moveRun(engine, run, 'committing', 'Proved; committing.', proofRows);
  const missing = proof.find(({ ok }) => !ok);
  await moveRun(engine, run, 'undoing', `Not proved: ${missing?.text ?? ''}. Putting back what was done.`, proofRows);
}

async function putBack(engine: Engine, run: CarriedRun, flight: InFlight): Promise<void> {
  const why = run.text.replace(/ Putting back what was done\.$/, '');
  const end = await undoSteps(engine, run, flight);
  if (end.kind === 'interrupted') return;
  const text = `${why} ${end.text}`.trim();
  if (end.kind === 'as before') return endRun(engine, run, { run: 'rolled back', change: 'rolled back', text }, flight);
  if (end.kind === 'unknown')
    return endRun(engine, run, { run: 'halted', change: 'failed', text: `Halted for a person. ${text}` }, flight);
  await endRun(engine, run, { run: 'failed', change: 'failed', text }, flight);
}

/** Exactly what was done and what was not. */
function doneSoFar(run: CarriedRun): string {
  const name = (status: string) =>
    run.steps.filter((one) => one.status === status).map(({ step }) => `${step.hostname}: ${step.title}`);
  const list = (names: string[]) => (names.length > 0 ? names.join('; ') : 'nothing');
  return `Done: ${list(name('done'))}. Not done: ${list([...name('waiting'), ...name('failed')])}. Not known: ${list(name('unknown'))}.`;
}
