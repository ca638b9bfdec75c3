/** Who asked for each task that Wheelhouse began: of more tasks than Proxmox lists as recent, newest first. */
import type { Database } from '@/lib/db/open';

const kept = 200;

export async function readOurTasks(read: Database['read']): Promise<Map<string, string>> {
  const where = { upid: { not: null } };
  const [operations, steps] = await Promise.all([
    read.operation.findMany({
      where,
      select: { upid: true, requestedBy: true },
      orderBy: { id: 'desc' },
      take: kept,
    }),
    read.runStep.findMany({
      where,
      select: { upid: true, run: { select: { startedBy: true } } },
      orderBy: { runId: 'desc' },
      take: kept,
    }),
  ]);
  const ours = new Map<string, string>();
  for (const { upid, requestedBy } of operations) if (upid !== null) ours.set(upid, requestedBy);
  for (const { upid, run } of steps) if (upid !== null) ours.set(upid, run.startedBy);
  return ours;
}
