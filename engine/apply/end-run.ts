import type { CarriedRun, RunStatus } from '@/engine/apply/carried-run';
import { releaseLeases } from '@/engine/apply/lease';
import type { InFlight } from '@/engine/apply/operate';
import type { Engine } from '@/engine/context';
import { audit } from '@/engine/verbs/audit';
import type { ChangeStatus } from '@/lib/live/view';

export type Ending = { run: RunStatus; change: ChangeStatus; text: string };

/** Ends a run that did not come to a commit: run, change, leases and audit in one transaction. */
export async function endRun(engine: Engine, run: CarriedRun, ending: Ending, flight: InFlight): Promise<void> {
  const at = new Date(engine.clock());
  await engine.db.write(async (tx) => {
    await tx.runStep.updateMany({ where: { runId: run.id, status: 'waiting' }, data: { status: 'skipped' } });
    await tx.run.update({ where: { id: run.id }, data: { status: ending.run, text: ending.text, endedAt: at } });
    await tx.change.update({
      where: { id: run.change.id },
      data: { status: ending.change, reason: ending.text, endedAt: at },
    });
    await releaseLeases(tx, 'run', run.id);
    await audit(tx, { name: run.startedBy, from: '', requestId: flight.requestId }, at.getTime(), {
      verb: 'applyChange',
      outcome: 'failed',
      text: `${ending.change === 'rolled back' ? 'rolled back' : 'could not apply'} “${run.change.title}”. ${ending.text}`,
      changeId: run.change.id,
      detail: { runId: run.id },
    });
  });
  run.status = ending.run;
  run.text = ending.text;
  engine.touch();
}
