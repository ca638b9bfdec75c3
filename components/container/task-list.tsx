import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Glyph } from '@/components/glyph/glyph';
import type { GlyphName } from '@/components/glyph/sprite';
import { useClock, useLive } from '@/components/live/store';
import { Time } from '@/components/live/time';
import { getJson } from '@/components/query/get-json';
import { Queries } from '@/components/query/queries';
import { formatTook } from '@/lib/format/duration';

/** A task of Proxmox, as the API lists it. */
export type TaskRow = {
  upid: string;
  type: string;
  user: string;
  startedAt: number;
  endedAt: number | null;
  status: string | null;
};
type Tasks = { items: TaskRow[]; total: number };
type Props = { vmid: number; initial: Tasks | null; atMost?: number };

const names: Record<string, string> = {
  vzstart: 'Start',
  vzshutdown: 'Shut down',
  vzstop: 'Stop',
  vzreboot: 'Restart',
  vzcreate: 'Create',
  vzdestroy: 'Destroy',
  vzrestore: 'Restore',
  vzdump: 'Back up',
  vzsnapshot: 'Snapshot',
  vzrollback: 'Roll back to a snapshot',
  vzdelsnapshot: 'Delete a snapshot',
  vzmigrate: 'Migrate',
  resize: 'Resize a disk',
  move_volume: 'Move a volume',
};

function shownOf(task: TaskRow): { glyph: GlyphName; tone: string; word: string } {
  if (task.endedAt === null) return { glyph: 'motion', tone: 'text-intent', word: 'running' };
  if (task.status === 'OK') return { glyph: 'check', tone: 'text-proof', word: 'ok' };
  if (task.status?.startsWith('WARNINGS')) return { glyph: 'unsound', tone: 'text-warn', word: task.status };
  return { glyph: 'broken', tone: 'text-fault', word: task.status ?? 'ended, how is not known' };
}

/** Proxmox's tasks of a container, newest first; each opens to its log, which is followed while it runs. */
export default function TaskList(props: Props) {
  return (
    <Queries>
      <Rows {...props} />
    </Queries>
  );
}

function Rows({ vmid, initial, atMost }: Props) {
  const held = useLive(`ct/${vmid}`)?.held ?? null;
  const { data, error } = useQuery({
    queryKey: ['tasks', vmid, held?.id ?? 0],
    queryFn: ({ signal }) => getJson<Tasks>(`/api/v1/containers/${vmid}/tasks`, signal),
    initialData: initial ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: held === null ? 30_000 : 1_500,
  });
  if (error && !data) return <p className="py-2 text-fault">Not loaded: {error.message}</p>;
  if (!data) return <p className="py-2 text-ink-3">Loading tasks</p>;
  if (data.items.length === 0) return <p className="py-2 text-ink-3">Proxmox lists no task of it.</p>;
  return (
    <ul aria-label="Tasks">
      {data.items.slice(0, atMost).map((task) => (
        <Task key={task.upid} task={task} />
      ))}
    </ul>
  );
}

function Task({ task }: { task: TaskRow }) {
  const [open, setOpen] = useState(false);
  const shown = shownOf(task);
  return (
    <li className="border-line border-t text-[12.5px]">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="grid min-h-11 w-full grid-cols-[18px_46px_minmax(0,1fr)_auto_14px] md:grid-cols-[18px_88px_minmax(0,1fr)_auto_14px] items-baseline gap-x-1 py-1 text-left hover:bg-raise max-md:content-center md:min-h-7"
      >
        <span className={shown.tone}>
          <Glyph name={shown.glyph} className={shown.glyph === 'motion' ? 'animate-turn' : ''} />
          <span className="sr-only">{shown.word}</span>
        </span>
        <Time at={task.startedAt} className="text-12 text-ink-3" />
        <span className="min-w-0">
          {names[task.type] ?? task.type} <span className="text-ink-3">by {task.user}</span>
          {task.endedAt !== null && task.status !== 'OK' && (
            <span className={`ml-1.5 ${shown.tone}`}>{shown.word}</span>
          )}
        </span>
        <span className="text-12 text-ink-3">
          {task.endedAt === null ? <Going since={task.startedAt} /> : formatTook(task.endedAt - task.startedAt)}
        </span>
        <Glyph name="down" size={10} className={`self-center text-ink-3 ${open ? 'rotate-180' : ''}`} />
      </button>
      {open && <TaskLog upid={task.upid} running={task.endedAt === null} />}
    </li>
  );
}

function Going({ since }: { since: number }) {
  return useClock((now) => `${Math.max(0, Math.floor((now - since) / 1000))} s`);
}

function TaskLog({ upid, running }: { upid: string; running: boolean }) {
  const { data, error } = useQuery({
    queryKey: ['task log', upid, running],
    queryFn: ({ signal }) =>
      getJson<{ lines: string[]; status: string | null }>(`/api/v1/tasks/${encodeURIComponent(upid)}/log`, signal),
    placeholderData: keepPreviousData,
    refetchInterval: running ? 1_000 : false,
  });
  return (
    <div className="pb-2.5 pl-[18px]">
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label="Task log"
        className="max-h-72 min-h-10 overflow-auto whitespace-pre-wrap rounded-control border border-line bg-well px-[11px] py-[7px] font-mono text-[11.5px] text-ink-3 leading-[1.6] [overflow-wrap:anywhere]"
      >
        {error && <span className="text-fault">Not loaded: {error.message}</span>}
        {data?.lines.length === 0 && 'The log is empty.'}
        {data?.lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a log only grows
          <div key={index} className={index === data.lines.length - 1 ? 'text-ink' : ''}>
            {line}
          </div>
        ))}
      </section>
      <code className="mt-1 block font-mono text-11 text-ink-3 [overflow-wrap:anywhere]">{upid}</code>
    </div>
  );
}
