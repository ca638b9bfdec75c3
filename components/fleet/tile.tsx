import Link from 'next/link';
import { memo } from 'react';
import { Sparkline } from '@/components/chart/sparkline';
import { Figure } from '@/components/figure/figure';
import { Meter } from '@/components/figure/meter';
import { Ticking } from '@/components/figure/ticking';
import { Glyph } from '@/components/glyph/glyph';
import { type Shown, severityOf, stateOf, syncOf } from '@/components/glyph/state';
import { useClock, useLive, useStale } from '@/components/live/store';
import { Age } from '@/components/live/time';
import { useAsked } from '@/components/operate/asked';
import { OperateButton } from '@/components/operate/operate-button';
import { verbs } from '@/components/operate/words';
import { bytesText } from '@/lib/format/bytes';
import { formatAge } from '@/lib/format/duration';
import { formatCpu, formatPercent } from '@/lib/format/percent';
import type { ContainerView } from '@/lib/live/view';

const longName = 18;
const mediumName = 12;

/** One container of the fleet, in three lines of fixed height. Only what changed of it is drawn again. */
export const Tile = memo(function Tile({ vmid }: { vmid: number }) {
  const container = useLive(`ct/${vmid}`);
  const stale = useStale();
  const asked = useAsked(vmid);
  if (container === undefined) return null;
  const moving = !stale && (container.held !== null || asked !== null);
  const state: Shown = moving ? { glyph: 'motion', tone: 'text-intent', word: 'in motion' } : stateOf(container, stale);
  const sync = syncOf(container, stale);
  const off = container.status === 'stopped' && !moving;
  const stretch =
    container.hostname.length > longName
      ? 'narrowest'
      : container.hostname.length > mediumName
        ? 'narrow @max-[186px]:narrowest'
        : 'narrow';
  return (
    <article
      aria-label={`${vmid} ${container.hostname}, ${state.word}, ${sync.word}`}
      className={`@container group relative grid h-[67px] grid-cols-[14px_minmax(0,1fr)_auto] content-center gap-x-[3px] gap-y-[1.5px] border-line border-t pt-1.5 pr-1.5 pb-[7px] pl-2 transition-colors duration-(--tick) first:border-t-0 hover:bg-raise max-md:h-[76px] max-md:grid-cols-[14px_minmax(0,1fr)_44px] max-md:pr-2 max-md:pl-2.5 ${
        stale ? 'hatch-room' : ''
      }`}
    >
      <Glyph
        name={state.glyph}
        className={`mt-[2.5px] ${state.tone} ${state.glyph === 'motion' ? 'animate-turn' : ''}`}
      />
      <div className="flex min-w-0 items-baseline gap-1.5 leading-[17px]">
        <Link
          href={`/containers/${vmid}`}
          title={container.hostname}
          className={`covers truncate ${stretch} ${off ? 'font-value text-ink-3' : stale ? 'font-name text-ink-2' : 'font-name text-ink'}`}
        >
          {container.hostname}
        </Link>
        <span className="font-[450] font-mono text-11 text-ink-3">{vmid}</span>
        {container.finding !== null && <FindingMark finding={container.finding} />}
      </div>
      <OperateButton
        container={container}
        className="-my-1 -mr-0.5 size-6 max-md:col-start-3 max-md:row-span-3 max-md:row-start-1 max-md:m-0 max-md:size-11 max-md:self-center"
      />
      <div className="col-start-2 flex min-w-0 items-center whitespace-nowrap text-11 text-ink-3 leading-[15px] md:col-end-4">
        <span className="min-w-0 truncate font-mono text-[10.8px] tracking-[-0.03em]">
          <Address container={container} />
        </span>
        <span
          className={`ml-auto flex items-center gap-1 pl-0.5 ${
            sync.tone === 'text-ink-3' ? 'font-[450] text-ink-3' : `font-[520] ${sync.tone}`
          } max-md:pr-0 md:pr-1`}
        >
          <Glyph name={sync.glyph} />
          <SyncWord word={sync.word} />
        </span>
      </div>
      <div className="col-start-2 flex h-[15px] min-w-0 items-center gap-1.5 text-11 text-ink-3 leading-[15px] md:col-end-4 md:pr-1">
        {moving ? (
          <Motion container={container} asked={asked === null ? null : verbs[asked].acting} />
        ) : stale ? (
          <Was container={container} />
        ) : off ? (
          <Stopped container={container} />
        ) : (
          <Usage vmid={vmid} />
        )}
      </div>
    </article>
  );
});

function Address({ container }: { container: ContainerView }) {
  const { address, dhcp, nics } = container;
  if (address === null) return dhcp ? 'dhcp' : 'no address';
  return (
    <>
      {address}
      <span className="@max-[186px]:hidden">
        {nics > 1 && ` +${nics - 1}`}
        {dhcp && ' dhcp'}
      </span>
    </>
  );
}

/** In the narrowest tiles a change is its triangle and number. */
function SyncWord({ word }: { word: string }) {
  const id = /^change (\d+)$/.exec(word)?.[1];
  if (id === undefined) return word;
  return (
    <span>
      <span className="@max-[186px]:sr-only">change </span>
      {id}
    </span>
  );
}

function FindingMark({ finding }: { finding: NonNullable<ContainerView['finding']> }) {
  const { glyph, tone } = severityOf(finding.severity);
  if (finding.severity === 'info') return null;
  return (
    <span title={finding.text} className="relative z-1">
      <Glyph name={glyph} className={tone} />
      <span className="sr-only">{finding.text}</span>
    </span>
  );
}

function Usage({ vmid }: { vmid: number }) {
  const usage = useLive(`use/${vmid}`);
  const spark = useLive(`spark/${vmid}`) ?? [];
  const share = usage === undefined || usage.maxMemoryBytes === 0 ? null : usage.memoryBytes / usage.maxMemoryBytes;
  return (
    <>
      <Sparkline values={spark} className="min-w-0 flex-1" />
      <Figure unit="%" className="w-9 flex-none text-right text-11">
        {usage === undefined ? '?' : <Ticking text={formatCpu(usage.cpu)} />}
      </Figure>
      <Meter share={share ?? 0} className="h-1 w-8 flex-none max-md:w-[70px]" />
      <Figure unit="%" className="w-[30px] flex-none text-right text-11">
        {share === null ? '?' : <Ticking text={formatPercent(share)} />}
      </Figure>
    </>
  );
}

function Stopped({ container }: { container: ContainerView }) {
  if (container.desiredPower === 'running') return <span className="text-warn">Stopped, asked to run.</span>;
  const promise =
    container.onboot || container.memoryMiB === null
      ? ''
      : ` Would promise ${bytesText(container.memoryMiB * 1024 ** 2)}.`;
  return <span className="truncate">Stopped.{promise}</span>;
}

function Was({ container }: { container: ContainerView }) {
  const at = useLive('source')?.lastAnswerAt ?? null;
  const spark = useLive(`spark/${container.vmid}`) ?? [];
  if (container.status === 'unknown') return <span className="truncate">{askedFor(container)}</span>;
  return (
    <>
      <Sparkline values={spark} stale className="min-w-0 flex-1" />
      <span className="whitespace-nowrap">
        was {container.status}
        {at !== null && (
          <>
            , <Age at={at} /> ago
          </>
        )}
      </span>
    </>
  );
}

/** What is known of a container of which nothing is known. */
function askedFor({ desiredPower, memoryMiB }: ContainerView): string {
  if (desiredPower === null) return 'not known';
  return `Asked: ${desiredPower}${memoryMiB === null ? '' : `, ${bytesText(memoryMiB * 1024 ** 2)}`}.`;
}

function Motion({ container, asked }: { container: ContainerView; asked: string | null }) {
  const { held } = container;
  const operation = useLive(`op/${held?.kind === 'operation' ? held.id : 0}`);
  const word =
    held === null
      ? asked
      : held.kind === 'run'
        ? 'Applying'
        : operation === undefined
          ? asked
          : verbs[operation.kind].acting;
  const age = useClock((now) => (held === null ? '' : `, ${formatAge(now - held.since)}`));
  return (
    <span className="truncate text-intent">
      {word ?? 'In motion'}
      {age}
    </span>
  );
}
