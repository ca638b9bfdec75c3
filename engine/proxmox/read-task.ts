/** Typed reads about tasks: lists of them, how one stands, its log. */
import { z } from 'zod';
import { encodeSegment } from '@/engine/proxmox/encode';
import type { CallOptions, Proxmox } from '@/engine/proxmox/proxmox';
import { malformed, number, one, type Read, rows, text, toNumber } from '@/engine/proxmox/shape';
import type { ObservedTask } from '@/lib/live/observed';
import { ok } from '@/lib/result';

const taskSchema = z.object({
  upid: z.string().min(1),
  node: z.string(),
  type: z.string(),
  id: text,
  user: text,
  tokenid: text,
  starttime: z.preprocess(toNumber, z.number()),
  endtime: number,
  status: text,
});

/** The tasks of a list that can be used, newest first. */
export function tasksOf(list: Record<string, unknown>[]): ObservedTask[] {
  const tasks = list.flatMap((item) => {
    const task = taskSchema.safeParse(item);
    return task.success ? [taskOf(task.data)] : [];
  });
  return tasks.sort((a, b) => b.startedAt - a.startedAt || b.upid.localeCompare(a.upid));
}

/** `broken`: rows that cannot be used. Whoever concludes from a task's absence must not overlook them. */
export type ContainerTasks = { tasks: ObservedTask[]; broken: number };

/** The last tasks of one container, running ones too, newest first. */
export async function readContainerTasks(
  proxmox: Proxmox,
  node: string,
  vmid: number,
  options: CallOptions,
): Read<ContainerTasks> {
  const asked = await rows(proxmox, `/nodes/${node}/tasks`, { vmid, source: 'all', limit: 50 }, options);
  if (!asked.ok) return asked;
  const tasks = tasksOf(asked.value);
  return ok({ tasks, broken: asked.value.length - tasks.length });
}

const statusSchema = z.object({ status: z.string(), exitstatus: text });

/** The exit status of a task; null while it runs. */
export async function readTaskStatus(
  proxmox: Proxmox,
  node: string,
  upid: string,
  options: CallOptions,
): Read<string | null> {
  const asked = await one(proxmox, `/nodes/${node}/tasks/${encodeSegment(upid)}/status`, statusSchema, options);
  if (!asked.ok) return asked;
  return ok(asked.value.status === 'stopped' ? (asked.value.exitstatus ?? 'unexpected status') : null);
}

const lineSchema = z.object({ n: z.preprocess(toNumber, z.number()).catch(0), t: text });

/** The first lines of a task's log. A missing log file is one object in place of a list (FACTS §3): its text is shown. */
export async function readTaskLog(
  proxmox: Proxmox,
  node: string,
  upid: string,
  limit: number,
  options: CallOptions,
): Read<string[]> {
  const path = `/nodes/${node}/tasks/${encodeSegment(upid)}/log`;
  const asked = await proxmox.get(path, { start: 0, limit }, options);
  if (!asked.ok) return asked;
  const lines = z.array(lineSchema).safeParse(Array.isArray(asked.value) ? asked.value : [asked.value]);
  return lines.success ? ok(lines.data.map((line) => line.t ?? '')) : malformed(path);
}

/** Archived tasks name the token apart from the user, running ones in it (FACTS §3). */
function taskOf(task: z.infer<typeof taskSchema>): ObservedTask {
  const user = task.user ?? '';
  return {
    upid: task.upid,
    node: task.node,
    type: task.type,
    id: task.id ?? '',
    user: task.tokenid && !user.includes('!') ? `${user}!${task.tokenid}` : user,
    startedAt: task.starttime * 1000,
    endedAt: task.endtime === null ? null : task.endtime * 1000,
    status: task.status === 'RUNNING' ? null : task.status,
  };
}
