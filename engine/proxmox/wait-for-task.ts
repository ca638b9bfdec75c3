/**
 * Following a task to its end. 200 and a UPID say only that it began; how it ended is its exit status: `OK`,
 * `WARNINGS: n` (a success), else the error's text (FACTS §3). There is no percentage: the growing log is the
 * progress. A task that ended badly is an answer (`ok: false`) and keeps its log; a task that Proxmox does not know
 * is `not-found`; only a Proxmox that stays silent is worth asking again.
 */
import { z } from 'zod';
import { encodeSegment } from '@/engine/proxmox/encode';
import type { ProxmoxError } from '@/engine/proxmox/error';
import type { CallOptions, Proxmox, TaskEnd } from '@/engine/proxmox/proxmox';
import { err, ok, type Result } from '@/lib/result';

const statusSchema = z.object({ status: z.string(), exitstatus: z.string().optional() });
const lineSchema = z.object({ n: z.coerce.number(), t: z.coerce.string() });

const pageLines = 500;
/** A log is kept from its end; a task that prints without end must not fill our memory. */
const keptLines = 2_000;
const silenceMs = 120_000;
const defaultTimeoutMs = 3_600_000;

type WaitOptions = CallOptions & { onLog?: (lines: string[]) => void };

/**
 * The node that a UPID names; null when it is none. No part of it has a slash: Proxmox decodes a path before it routes
 * (FACTS §9), so one would reach other calls than those about the task.
 */
export function nodeOfUpid(upid: string): string | null {
  return /^UPID:([\w.-]+):[\dA-Fa-f]+:[\dA-Fa-f]+:[\dA-Fa-f]+:[\w-]+:[^:/\s]*:[^:/\s]+:$/.exec(upid)?.[1] ?? null;
}

export async function waitForTask(
  get: Proxmox['get'],
  upid: string,
  options: WaitOptions = {},
): Promise<Result<TaskEnd, ProxmoxError>> {
  const node = nodeOfUpid(upid);
  if (node === null) return err({ kind: 'invalid', text: `not a task id: ${upid.slice(0, 120)}`, fields: {} });
  const path = `/nodes/${node}/tasks/${encodeSegment(upid)}`;
  const call: CallOptions = { requestId: options.requestId, signal: options.signal };
  const end = Date.now() + (options.timeoutMs ?? defaultTimeoutMs);
  const log: string[] = [];
  let seen = 0;
  let delayMs = 200;
  let heardAt = Date.now();

  const readLog = async () => {
    for (;;) {
      const page = await get(`${path}/log`, { start: seen, limit: pageLines }, call);
      // No right to read the log, or no log yet: the status alone decides.
      if (!page.ok) return;
      const lines = linesOf(page.value, seen);
      if (lines.length === 0) return;
      seen += lines.length;
      log.push(...lines);
      if (log.length > keptLines) log.splice(0, log.length - keptLines);
      options.onLog?.(lines);
      if (lines.length < pageLines) return;
    }
  };

  for (;;) {
    const asked = await get(`${path}/status`, {}, call);
    if (asked.ok) {
      heardAt = Date.now();
      const status = statusSchema.safeParse(asked.value);
      if (!status.success)
        return err({ kind: 'malformed', status: 200, text: 'the status of the task is not what the API says' });
      await readLog();
      if (status.data.status === 'stopped') return ok(endOf(status.data.exitstatus ?? 'unexpected status', log));
    } else if (!isSilence(asked.error) || Date.now() - heardAt > silenceMs) return asked;
    if (options.signal?.aborted || Date.now() >= end)
      return err({ kind: 'timeout', sent: true, text: 'the task was still running when the waiting ended' });
    await pause(Math.min(delayMs, Math.max(0, end - Date.now())), options.signal);
    delayMs = Math.min(2_000, delayMs * 1.3);
  }
}

function endOf(exitStatus: string, log: string[]): TaskEnd {
  const warnings = /^WARNINGS: (\d+)$/.exec(exitStatus)?.[1];
  return { exitStatus, ok: exitStatus === 'OK' || warnings !== undefined, warnings: Number(warnings ?? 0), log };
}

/** A missing log file comes as one object in place of a list (FACTS §3): that is no line of the log. */
function linesOf(value: unknown, seen: number): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => {
    const line = lineSchema.safeParse(item);
    // An empty log is the one line "no content", which is none.
    if (!line.success || line.data.n <= seen || (value.length === 1 && line.data.t === 'no content')) return [];
    return [line.data.t];
  });
}

function isSilence(error: ProxmoxError): boolean {
  return error.kind === 'unreachable' || error.kind === 'timeout';
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}
