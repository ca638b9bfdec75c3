/**
 * Who or what may have caused a drift, as far as Proxmox knows. It keeps a task for a resize, a start and a stop, and
 * none for a config that was edited (FACTS §3: config PUT is synchronous), so most often nobody knows.
 */
import type { FieldRow } from '@/lib/diff/field-row';
import { formatTime } from '@/lib/format/time';
import type { ObservedTask } from '@/lib/live/observed';

type Cause = { verb: string; types: string[] };

const causes: { of: RegExp; live?: string; cause: Cause }[] = [
  { of: /^(?:rootfs|mounts\..+)$/, cause: { verb: 'Resized', types: ['resize'] } },
  { of: /^power$/, live: 'stopped', cause: { verb: 'Stopped', types: ['vzstop', 'vzshutdown', 'stopall'] } },
  { of: /^power$/, live: 'running', cause: { verb: 'Started', types: ['vzstart', 'vzreboot', 'startall'] } },
];

export type CauseContext = {
  tasks: ObservedTask[];
  /** Tasks that Wheelhouse itself began, each with who asked for it. */
  ours: Map<string, string>;
  now: number;
  timeZone: string;
};

/** "Resized by root@pam at 21:58, outside Wheelhouse." or "No task recorded it." */
export function driftCause(vmid: number, rows: FieldRow[], { tasks, ours, now, timeZone }: CauseContext): string {
  for (const row of rows)
    for (const { of, live, cause } of causes) {
      if (!of.test(row.field) || (live !== undefined && row.live !== live)) continue;
      const task = tasks.find(
        ({ id, type, status }) => (id === String(vmid) || id === '') && cause.types.includes(type) && isDone(status),
      );
      if (!task) continue;
      const us = ours.get(task.upid);
      const where = us === undefined ? 'outside Wheelhouse' : 'through Wheelhouse';
      return `${cause.verb} by ${us ?? task.user} at ${formatTime(task.endedAt ?? task.startedAt, now, timeZone)}, ${where}.`;
    }
  return 'No task recorded it.';
}

const isDone = (status: string | null) => status !== null && (status === 'OK' || status.startsWith('WARNINGS'));
