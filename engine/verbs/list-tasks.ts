import { readContainerTasks } from '@/engine/proxmox/read-task';
import { proxmoxRefusal } from '@/engine/verbs/proxmox-refusal';
import type { Verb } from '@/engine/verbs/verb';
import { err, ok } from '@/lib/result';

/** Proxmox's own tasks of a container, newest first, running ones too. */
export const listTasks: Verb<'listTasks'> = async (engine, { vmid }, { requestId }) => {
  const container = engine.observer.current().containers.get(vmid);
  if (!container) return err({ kind: 'not-found', text: `There is no container ${vmid}.` });
  const tasks = await readContainerTasks(engine.proxmox, container.node, vmid, { requestId });
  if (!tasks.ok) return err(proxmoxRefusal(tasks.error, `The tasks of ${container.name} could not be read`));
  return ok({ items: tasks.value.tasks, total: tasks.value.tasks.length });
};
