import { z } from 'zod';
import { proxmoxRefusal } from '@/engine/verbs/proxmox-refusal';
import type { Verb } from '@/engine/verbs/verb';
import { err, ok } from '@/lib/result';

const taskListSchema = z.array(
  z.object({
    upid: z.string(),
    node: z.string(),
    type: z.string(),
    id: z.coerce.string().catch(''),
    user: z.string(),
    tokenid: z.string().optional(),
    starttime: z.coerce.number(),
    endtime: z.coerce.number().optional(),
    status: z.string().optional(),
  }),
);

/** Proxmox's own tasks of a container, newest first, running ones too. */
export const listTasks: Verb<'listTasks'> = async (engine, { vmid }, call) => {
  const container = engine.observer.current().containers.get(vmid);
  if (!container) return err({ kind: 'not-found', text: `There is no container ${vmid}.` });
  const answer = await engine.proxmox.get(
    `/nodes/${container.node}/tasks`,
    { vmid, source: 'all', limit: 50 },
    { requestId: call.requestId },
  );
  if (!answer.ok) return err(proxmoxRefusal(answer.error, `The tasks of ${container.name} could not be read`));
  const tasks = taskListSchema.safeParse(answer.value);
  if (!tasks.success)
    return err({ kind: 'proxmox', text: `Proxmox's task list is not what its API says.`, raw: tasks.error.message });
  const items = tasks.data
    .map((task) => ({
      upid: task.upid,
      node: task.node,
      type: task.type,
      id: task.id,
      // Archived tasks have the token beside the user, running ones in it (FACTS §3).
      user: task.tokenid && !task.user.includes('!') ? `${task.user}!${task.tokenid}` : task.user,
      startedAt: task.starttime * 1000,
      endedAt: task.endtime === undefined ? null : task.endtime * 1000,
      status: task.endtime === undefined ? null : (task.status ?? null),
    }))
    .sort((a, b) => b.startedAt - a.startedAt);
  return ok({ items, total: items.length });
};
