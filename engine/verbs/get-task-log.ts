import { z } from 'zod';
import { proxmoxRefusal } from '@/engine/verbs/proxmox-refusal';
import type { Verb } from '@/engine/verbs/verb';
import { err, ok } from '@/lib/result';

/** FACTS §3: a missing log file gives one object instead of a list. */
const line = z.object({ t: z.string().nullish() });
const logSchema = z.union([z.array(line), line.transform((one) => [one])]);
const statusSchema = z.object({ status: z.string(), exitstatus: z.string().optional() });

/** The log of a task as it stands; `status` is its exit status, null while it runs. */
export const getTaskLog: Verb<'getTaskLog'> = async ({ proxmox }, { upid }, { requestId }) => {
  const node = /^UPID:([A-Za-z0-9-]+):/.exec(upid)?.[1];
  if (!node)
    return err({
      kind: 'invalid',
      text: 'This is not a UPID.',
      fields: [{ field: 'upid', given: upid, accepted: 'UPID:node:…' }],
    });
  const path = `/nodes/${node}/tasks/${encodeURIComponent(upid)}`;
  const [log, status] = await Promise.all([
    proxmox.get(`${path}/log`, { start: 0, limit: 1000 }, { requestId }),
    proxmox.get(`${path}/status`, {}, { requestId }),
  ]);
  if (!status.ok) {
    if (status.error.kind === 'not-found') return err({ kind: 'not-found', text: 'Proxmox has no such task.' });
    return err(proxmoxRefusal(status.error, 'The task could not be read'));
  }
  if (!log.ok) return err(proxmoxRefusal(log.error, 'The log of the task could not be read'));
  const lines = logSchema.safeParse(log.value);
  const state = statusSchema.safeParse(status.value);
  if (!lines.success || !state.success)
    return err({ kind: 'proxmox', text: `Proxmox's answer about the task is not what its API says.`, raw: upid });
  return ok({
    lines: lines.data.map((one) => one.t ?? ''),
    status: state.data.status === 'stopped' ? (state.data.exitstatus ?? 'unknown') : null,
  });
};
