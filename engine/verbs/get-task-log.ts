import { readTaskLog, readTaskStatus } from '@/engine/proxmox/read-task';
import { nodeOfUpid } from '@/engine/proxmox/wait-for-task';
import { proxmoxRefusal } from '@/engine/verbs/proxmox-refusal';
import type { Verb } from '@/engine/verbs/verb';
import { err, ok } from '@/lib/result';

const mostLines = 1000;

/** The log of a task as it stands; `status` is its exit status, null while it runs. */
export const getTaskLog: Verb<'getTaskLog'> = async ({ proxmox, observer }, { upid }, { requestId }) => {
  const node = nodeOfUpid(upid);
  if (node === null)
    return err({
      kind: 'invalid',
      text: 'This is not a UPID.',
      fields: [{ field: 'upid', given: upid, accepted: 'UPID:node:…' }],
    });
  // Only nodes that there are: what a caller invents must leave nothing behind.
  if (!observer.current().hosts.some((host) => host.node === node))
    return err({ kind: 'not-found', text: `There is no node ${node}.` });
  const [log, status] = await Promise.all([
    readTaskLog(proxmox, node, upid, mostLines, { requestId }),
    readTaskStatus(proxmox, node, upid, { requestId }),
  ]);
  if (!status.ok) {
    if (status.error.kind === 'not-found') return err({ kind: 'not-found', text: 'Proxmox has no such task.' });
    return err(proxmoxRefusal(status.error, 'The task could not be read'));
  }
  if (!log.ok) return err(proxmoxRefusal(log.error, 'The log of the task could not be read'));
  return ok({ lines: log.value, status: status.value });
};
