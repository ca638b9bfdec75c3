/**
 * Proxmox's tasks that we began and have no record of: what an unanswered call may have begun. A task is ours by the
 * token in its user, and unrecorded if no operation, step or journal line has its UPID; the host's clock may differ
 * from ours by a minute.
 */
import type { Engine } from '@/engine/context';
import type { ProxmoxError } from '@/engine/proxmox/error';
import { readContainerTasks } from '@/engine/proxmox/read-task';
import { err, ok, type Result } from '@/lib/result';

const clockSkewMs = 60_000;

/** The type of task that a call begins; null: it begins none. */
export function taskTypeOf(path: string): string | null {
  const tail = /\/(?:status\/)?(start|stop|shutdown|reboot|resize)$/.exec(path)?.[1];
  if (!tail) return null;
  return tail === 'resize' ? 'resize' : `vz${tail}`;
}

/** The UPID of such a task, or null when there is none. */
export async function findOwnTask(
  engine: Engine,
  about: { node: string; vmid: number; type: string; since: number },
): Promise<Result<string | null, ProxmoxError>> {
  const tasks = await readContainerTasks(engine.proxmox, about.node, about.vmid, {});
  if (!tasks.ok) return tasks;
  if (tasks.value.broken > 0)
    return err({ kind: 'malformed', text: 'the task list is not what the API says', status: 200 });
  const ours = tasks.value.tasks.filter(
    ({ type, startedAt, user }) =>
      type === about.type && startedAt >= about.since - clockSkewMs && user === engine.tokenId,
  );
  for (const { upid } of ours) if (!(await isRecorded(engine, upid))) return ok(upid);
  return ok(null);
}

async function isRecorded({ db }: Engine, upid: string): Promise<boolean> {
  const [operations, steps, lines] = await Promise.all([
    db.read.operation.count({ where: { upid } }),
    db.read.runStep.count({ where: { upid } }),
    db.read.journal.count({ where: { kind: 'sent', text: { contains: upid } } }),
  ]);
  return operations + steps + lines > 0;
}
