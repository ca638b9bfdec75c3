'use client';

import Link from 'next/link';
import { Button, buttonClass } from '@/components/button/button';
import { Glyph, Icon } from '@/components/glyph/glyph';
import { StateGlyph, stateOf } from '@/components/glyph/state';
import { useClock, useFresh, useLive, useStale } from '@/components/live/store';
import { useActor } from '@/components/operate/actor';
import { useAsked } from '@/components/operate/asked';
import { operate } from '@/components/operate/operate';
import { useWhyOff } from '@/components/operate/operate-button';
import { verbs } from '@/components/operate/words';
import { formatAge, formatSpan } from '@/lib/format/duration';
import type { ContainerView, OperationKind } from '@/lib/live/view';
import { may } from '@/lib/roles/table';

/** Which container, what it is doing, and what can be done about it. */
export function ContainerHead({ initial, proved }: { initial: ContainerView; proved: boolean }) {
  const container = useLive(`ct/${initial.vmid}`) ?? initial;
  const { role, operate: send } = useActor();
  const asked = useAsked(container.vmid);
  const stale = useStale();
  const why = useWhyOff(container);
  const shown = stateOf(container, stale, proved);
  const moving =
    !stale && asked !== null ? { glyph: 'motion' as const, tone: 'text-intent', word: 'in motion' } : shown;
  const doing = useDoing(container, asked);
  const operation = useLive(`op/${container.held?.kind === 'operation' ? container.held.id : 0}`);
  // While it restarts it is stopped for a moment; the buttons keep their places.
  const starts = container.status === 'stopped' && (asked ?? operation?.kind ?? 'start') === 'start';
  const press = (action: OperationKind, icon: 'restart' | 'power' | 'start') => (
    <Button
      aria-disabled={why !== null}
      aria-describedby={why === null ? undefined : 'why-off'}
      onClick={() => why === null && operate(send, container, action)}
      className="aria-disabled:hover:bg-raise"
    >
      <Icon name={icon} size={14} className="text-ink-2" />
      {verbs[action].act}
    </Button>
  );
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="flex min-w-0 flex-wrap items-baseline gap-x-[9px]">
        <StateGlyph shown={moving} className="size-3.5 self-center" />
        <h1 className="font-[580] text-19 text-ink leading-[1.2] tracking-[-0.012em] [overflow-wrap:anywhere] md:text-[22px]">
          {container.hostname}
        </h1>
        <span className="font-mono text-[14px] text-ink-3">{container.vmid}</span>
        <span className="md:ml-2">
          <Doing container={container} doing={doing} proved={proved} />
        </span>
      </div>
      <div className="flex flex-wrap items-center gap-1.5 md:ml-auto">
        {starts ? (
          press('start', 'start')
        ) : (
          <>
            {press('restart', 'restart')}
            {press('shutdown', 'power')}
          </>
        )}
        {may(role, 'proposeChange') && (
          <Link href={`/containers/${container.vmid}/edit`} className={buttonClass()}>
            <Icon name="edit" size={14} className="text-ink-2" />
            Edit spec
          </Link>
        )}
      </div>
      <p
        id="why-off"
        className={`basis-full text-12 text-ink-3 ${why === null ? 'hidden' : doing === null ? '' : 'sr-only'}`}
      >
        {why}
      </p>
    </div>
  );
}

/** What is being done to it, in words; null when nothing is. */
function useDoing(container: ContainerView, asked: OperationKind | null): string | null {
  const held = container.held;
  const operation = useLive(`op/${held?.kind === 'operation' ? held.id : 0}`);
  const since = useClock((now) => (held ? formatAge(now - held.since) : ''));
  if (held?.kind === 'run') return `a run of ${held.by} holds it`;
  const kind = operation?.status === 'running' ? operation.kind : asked;
  if (held) return `${kind ? verbs[kind].acting.toLowerCase() : 'in motion'}, ${held.by}, ${since}`;
  return asked === null ? null : `${verbs[asked].acting.toLowerCase()}`;
}

function Doing({ container, doing, proved }: { container: ContainerView; doing: string | null; proved: boolean }) {
  const fresh = useFresh();
  const since = fresh.state === 'stale' ? fresh.since : null;
  const { startedAt } = container;
  const age = useClock((now) => (since === null ? '' : formatAge(now - since)));
  const up = useClock((now) => (startedAt === null ? '' : formatSpan(now - startedAt)));
  if (fresh.state !== 'live')
    return (
      <span>
        {container.status === 'unknown' ? 'state unknown' : `was ${container.status}${age && `, ${age} ago`}`}
      </span>
    );
  if (doing !== null)
    return (
      <span className="text-intent" role="status">
        {doing}
      </span>
    );
  if (container.status !== 'running')
    return <span>{container.status === 'stopped' ? 'stopped' : 'state unknown'}</span>;
  return (
    <span>
      {up ? `running ${up}` : 'running'}
      {proved ? <span className="text-proof">, its probe answers</span> : ', no probe'}
    </span>
  );
}

/** What it is and what hangs on it, in one quiet line. */
export function ContainerMeta({
  container,
  needs,
  neededBy,
}: {
  container: Pick<ContainerView, 'purpose' | 'category' | 'ostype' | 'unprivileged' | 'tags' | 'unreadable'>;
  needs: { vmid: number; hostname: string }[];
  neededBy: { vmid: number; hostname: string }[];
}) {
  const names = (list: { vmid: number; hostname: string }[]) =>
    list.map((item, index) => (
      <span key={item.vmid}>
        {index > 0 && ', '}
        <Link href={`/containers/${item.vmid}`} className="font-[460] text-intent hover:underline">
          {item.hostname}
        </Link>
      </span>
    ));
  return (
    <p className="mt-[3px] flex flex-wrap gap-x-[18px] gap-y-0.5 text-12 text-ink-3">
      {container.purpose !== '' && <span>{container.purpose}</span>}
      <span className="first-letter:uppercase">{container.category}</span>
      <span>
        {container.ostype ?? 'system unknown'}, {container.unprivileged ? 'unprivileged' : 'privileged'}
      </span>
      {container.tags.length > 0 && <code className="font-mono">{container.tags.join(' ')}</code>}
      {needs.length > 0 && <span>needs {names(needs)}</span>}
      {neededBy.length > 0 && <span>needed by {names(neededBy)}</span>}
      {container.unreadable !== null && (
        <span className="text-warn" title={container.unreadable}>
          <Glyph name="unknown" /> unreadable
        </span>
      )}
    </p>
  );
}
