/**
 * Proxmox's tasks that we began and have no record of: what an unanswered call may have begun. A task is ours by the
 * token in its user, and unrecorded if no operation, step or journal line has its UPID; the host's clock may differ
 * from ours by a minute.
 */
import { z } from 'zod';
import type { Engine } from '@/engine/context';
import type { ProxmoxError } from '@/engine/proxmox/error';
import { err, ok, type Result } from '@/lib/result';

const clockSkewMs = 60_000;

const tasksSchema = z.array(
  z.object({
    upid: z.string(),
    type: z.string(),
    starttime: z.coerce.number(),
    user: z.string(),
    tokenid: z.string().optional(),
  }),
);

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
  const answer = await engine.proxmox.get(`/nodes/${about.node}/tasks`, {
    vmid: about.vmid,
    source: 'all',
    limit: 50,
  });
  if (!answer.ok) return answer;
  const tasks = tasksSchema.safeParse(answer.value);
  if (!tasks.success) return err({ kind: 'malformed', text: 'the task list is not what the API says', status: 200 });
  const ours = tasks.data.filter(
    (task) =>
      task.type === about.type &&
      task.starttime * 1000 >= about.since - clockSkewMs &&
      (task.tokenid ? `${task.user}!${task.tokenid}` : task.user) === engine.tokenId,
  );
  for (const { upid } of ours.sort((a, b) => b.starttime - a.starttime))
    if (!(await isRecorded(engine, upid))) return ok(upid);
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
