/**
 * After a start: takes up what was in flight when the engine died, and gives back the leases of what is not. Runs and
 * operations are taken up by asking Proxmox; nothing that may have been sent is sent again.
 */
import { resumeOperation } from '@/engine/apply/operate';
import { carryOutRun } from '@/engine/apply/run';
import type { Engine } from '@/engine/context';

const inProgress = ['running', 'proving', 'undoing', 'committing'];

export async function recover(engine: Engine): Promise<void> {
  const [runs, operations] = await Promise.all([
    engine.db.read.run.findMany({ where: { status: { in: inProgress } }, select: { id: true } }),
    engine.db.read.operation.findMany({ where: { status: 'running' }, select: { id: true, requestId: true } }),
  ]);
  const freed = await engine.db.write((tx) =>
    tx.lease.deleteMany({
      where: {
        NOT: {
          OR: [
            { holderKind: 'run', holderId: { in: runs.map((run) => run.id) } },
            { holderKind: 'operation', holderId: { in: operations.map((operation) => operation.id) } },
          ],
        },
      },
    }),
  );
  if (runs.length + operations.length + freed.count > 0)
    engine.log('info', 'Taking up what was in flight', {
      runs: runs.length,
      operations: operations.length,
      freed: freed.count,
    });
  for (const { id } of runs)
    engine.background.start(`run ${id}`, (signal) =>
      carryOutRun(engine, id, { requestId: `recovery-run-${id}`, signal }),
    );
  for (const { id, requestId } of operations)
    engine.background.start(`operation ${id}`, (signal) => resumeOperation(engine, id, { requestId, signal }));
}
