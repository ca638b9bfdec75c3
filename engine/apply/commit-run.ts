/**
 * The end of a good run: the commit, then in one transaction the desired state, the change and the run. The commit
 * comes first and carries the run's number, so a crash between the two is taken up by asking git for it.
 */
import type { CarriedRun } from '@/engine/apply/carried-run';
import { endRun } from '@/engine/apply/end-run';
import { releaseLeases } from '@/engine/apply/lease';
import { type InFlight, pause } from '@/engine/apply/operate';
import type { Engine } from '@/engine/context';
import { audit } from '@/engine/verbs/audit';
import { writeSpec } from '@/lib/db/container-rows';
import { specPath, specToYaml } from '@/lib/spec/yaml';

const patienceMs = [0, 1_000, 5_000];

export async function commitRun(engine: Engine, run: CarriedRun, flight: InFlight): Promise<void> {
  let complaint = '';
  for (const waitMs of patienceMs) {
    await pause(waitMs, flight.signal);
    if (flight.signal.aborted) return;
    const committed = await commit(engine, run);
    if (committed.ok) return keep(engine, run, committed.value, flight);
    complaint = committed.error.text;
    engine.log('warn', 'git did not commit', { runId: run.id, complaint });
  }
  const text = `Halted for a person. Every step was done and read back, but git did not commit: ${complaint}. The desired state is as it was, so the containers show as drifted.`;
  await endRun(engine, run, { run: 'halted', change: 'failed', text }, flight);
}

async function commit(engine: Engine, run: CarriedRun) {
  const { change } = run;
  const approval = await engine.db.read.approval.findFirst({
    where: { changeId: change.id, planHash: run.plan.hash, voidedAt: null },
    orderBy: { id: 'desc' },
  });
  return engine.repository.commit(
    {
      files: run.plan.desired.map((spec) => ({ path: specPath(spec.vmid), text: specToYaml(spec) })),
      author: { name: change.proposedBy, email: change.proposedEmail },
      at: engine.clock(),
      subject: change.title,
      body: change.description,
      trailers: [
        ['Change-Id', String(change.id)],
        ['Plan-Hash', run.plan.hash],
        ['Approved-by', approval?.approvedBy ?? 'nobody'],
        ['Run-Id', String(run.id)],
      ],
    },
    { id: run.id, startedAt: run.startedAt },
  );
}

async function keep(engine: Engine, run: CarriedRun, hash: string, flight: InFlight): Promise<void> {
  const now = engine.clock();
  const steps = run.steps.length;
  const what =
    steps === 0 ? 'only the desired state changed' : `${steps} ${steps === 1 ? 'step' : 'steps'} done and read back`;
  const text = `Applied: ${what}, committed as ${hash.slice(0, 7)}.`;
  await engine.db.write(async (tx) => {
    for (const spec of run.plan.desired) await writeSpec(tx, spec);
    await tx.change.update({
      where: { id: run.change.id },
      data: { status: 'applied', commit: hash, endedAt: new Date(now) },
    });
    await tx.run.update({
      where: { id: run.id },
      data: { status: 'done', commit: hash, text, endedAt: new Date(now) },
    });
    await releaseLeases(tx, 'run', run.id);
    await audit(tx, { name: run.startedBy, from: '', requestId: flight.requestId }, now, {
      verb: 'applyChange',
      outcome: 'ok',
      // Without the commit, which stands beside it in every list.
      text: `applied “${run.change.title}”: ${what}.`,
      changeId: run.change.id,
      commit: hash,
      detail: { runId: run.id },
    });
  });
  run.status = 'done';
  engine.touch('desired');
}
