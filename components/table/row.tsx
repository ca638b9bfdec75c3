import Link from 'next/link';
import { memo, type ReactNode } from 'react';
import { Sparkline } from '@/components/chart/sparkline';
import { Figure } from '@/components/figure/figure';
import { Meter } from '@/components/figure/meter';
import { Ticking } from '@/components/figure/ticking';
import { Glyph } from '@/components/glyph/glyph';
import { type Shown, severityOf, stateOf, syncOf } from '@/components/glyph/state';
import { useClock, useLive, useStale } from '@/components/live/store';
import { useAsked } from '@/components/operate/asked';
import { OperateButton } from '@/components/operate/operate-button';
import { formatBytes, formatMbit } from '@/lib/format/bytes';
import { formatAge } from '@/lib/format/duration';
import { formatCpu } from '@/lib/format/percent';
import type { ContainerView } from '@/lib/live/view';

const longName = 16;

/** One container. Only the cells of what changed are drawn again. */
export const Row = memo(function Row({ vmid, id, current }: { vmid: number; id: string; current: boolean }) {
  const container = useLive(`ct/${vmid}`);
  const stale = useStale();
  const asked = useAsked(vmid);
  if (container === undefined) return null;
  const moving = !stale && (container.held !== null || asked !== null);
  const state: Shown = moving ? { glyph: 'motion', tone: 'text-intent', word: 'in motion' } : stateOf(container, stale);
  const sync = syncOf(container, stale);
  const surface = current ? 'bg-raise md:shadow-[inset_2px_0_0_var(--intent)]' : stale ? 'hatch-room' : '';
  return (
    <tr
      id={id}
      aria-current={current ? 'true' : undefined}
      className={`relative transition-colors duration-(--tick) hover:bg-raise max-md:grid max-md:grid-cols-[minmax(0,6fr)_minmax(0,5fr)] max-md:gap-x-5 max-md:border-line max-md:border-t max-md:px-3.5 max-md:py-2.5 max-md:first:border-t-0 ${surface}`}
    >
      <th
        scope="row"
        className="border-line px-2 text-left align-middle font-normal max-md:col-span-2 max-md:p-0 max-md:pr-12 max-md:pb-1 md:h-[34px] md:border-t md:pl-3.5"
      >
        <span className="flex min-w-0 items-baseline gap-1.5">
          <Glyph
            name={state.glyph}
            className={`self-center ${state.tone} ${state.glyph === 'motion' ? 'animate-turn' : ''}`}
          />
          <Link
            href={`/containers/${vmid}`}
            className={`covers truncate font-name text-ink max-md:text-15 ${container.hostname.length > longName ? 'narrowest' : 'narrow'}`}
            title={container.purpose === '' ? container.hostname : `${container.hostname}: ${container.purpose}`}
          >
            {container.hostname}
          </Link>
          <span className="font-[450] font-mono text-11 text-ink-3">{vmid}</span>
          {container.finding !== null && container.finding.severity !== 'info' && (
            <span title={container.finding.text} className="relative z-1">
              <Glyph {...glyphOf(container.finding.severity)} />
              <span className="sr-only">{container.finding.text}</span>
            </span>
          )}
        </span>
      </th>
      <Cell label="Category" className="max-xl:hidden!">
        <span className="inline-block first-letter:uppercase">{container.category}</span>
      </Cell>
      <Cell label="Address" className="max-lg:md:hidden">
        <span className="truncate font-mono text-12 text-ink-3 tracking-[-0.02em] max-md:text-[11.5px]">
          {container.address ?? (container.dhcp ? '' : 'none')}
          {container.nics > 1 && ` +${container.nics - 1}`}
          {container.dhcp && ' dhcp'}
        </span>
      </Cell>
      <Cell label="State">
        <StateWord container={container} moving={moving} word={state.word} />
      </Cell>
      <Cell label="Sync">
        <span className={`inline-flex items-center gap-1.5 ${sync.tone}`}>
          <Glyph name={sync.glyph} /> {sync.word}
        </span>
      </Cell>
      <Usage vmid={vmid} stale={stale} />
      <td className="border-line pr-2 align-middle max-md:absolute max-md:top-1 max-md:right-1.5 max-md:pr-0 md:border-t">
        <OperateButton container={container} className="ml-auto size-6 max-md:size-11" />
      </td>
    </tr>
  );
});

/** A cell of the table; on phones a label and its value, because the header is not there. */
function Cell({
  label,
  number = false,
  stale = false,
  className = '',
  children,
}: {
  label: string;
  number?: boolean;
  stale?: boolean;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <td
      className={`whitespace-nowrap border-line align-middle max-md:items-center max-md:justify-between max-md:gap-2 max-md:py-0.5 md:border-t md:px-2 ${
        children === undefined || children === false ? 'max-md:hidden' : 'max-md:flex'
      } ${number ? 'md:text-right' : ''} ${stale ? 'opacity-60' : ''} ${className}`}
    >
      <span className="text-12 text-ink-3 md:hidden" aria-hidden="true">
        {label}
      </span>
      {children}
    </td>
  );
}

function glyphOf(severity: 'fault' | 'warn') {
  const { glyph, tone } = severityOf(severity);
  return { name: glyph, className: tone };
}

function StateWord({ container, moving, word }: { container: ContainerView; moving: boolean; word: string }) {
  if (moving) return <span className="text-intent">in motion</span>;
  if (container.unreadable !== null) {
    return (
      <span className="text-warn" title={container.unreadable}>
        unreadable
      </span>
    );
  }
  if (container.status === 'stopped' && container.desiredPower === 'running') {
    return (
      <span className="text-warn" title="It was asked to run">
        stopped
      </span>
    );
  }
  return <span>{word.replace(', no probe', '').replace('state unknown', 'unknown')}</span>;
}

function Usage({ vmid, stale }: { vmid: number; stale: boolean }) {
  const usage = useLive(`use/${vmid}`);
  const spark = useLive(`spark/${vmid}`) ?? [];
  const up = useClock((now) =>
    usage === undefined || usage.uptimeSeconds === 0 ? '' : formatAge(usage.uptimeSeconds * 1000 + now - usage.at),
  );
  const memory = usage && formatBytes(usage.memoryBytes);
  const disk = usage && formatBytes(usage.diskBytes);
  const share = usage === undefined || usage.maxMemoryBytes === 0 ? 0 : usage.memoryBytes / usage.maxMemoryBytes;
  return (
    <>
      <Cell label="CPU" number stale={stale}>
        {usage && (
          <span className="inline-flex items-center gap-2 align-middle">
            <Sparkline values={spark} stale={stale} className="w-14 md:max-lg:hidden lg:w-20" />
            <Figure unit="%" className="min-w-11 text-right">
              <Ticking text={formatCpu(usage.cpu)} />
            </Figure>
          </span>
        )}
      </Cell>
      <Cell label="Memory" number stale={stale}>
        {memory && (
          <span className="inline-flex items-center gap-2 align-middle">
            <Meter share={share} stale={stale} className="h-1 w-7 md:w-12" />
            <Figure unit={memory.unit} className="text-right md:min-w-[64px]">
              <Ticking text={memory.value} />
            </Figure>
          </span>
        )}
      </Cell>
      <Cell label="Disk" number stale={stale} className="max-2xl:md:hidden">
        {disk && <Figure unit={disk.unit}>{disk.value}</Figure>}
      </Cell>
      <Cell label="Network" number stale={stale} className="max-xl:md:hidden">
        {usage && (
          <span>
            <Figure unit="in">
              <Ticking text={rateText(usage.netInBytesPerSecond)} />
            </Figure>{' '}
            <Figure unit="out">
              <Ticking text={rateText(usage.netOutBytesPerSecond)} />
            </Figure>
          </span>
        )}
      </Cell>
      <Cell label="Up" number stale={stale} className="max-2xl:md:hidden">
        {up !== '' && <span>{up}</span>}
      </Cell>
    </>
  );
}

/** Two measurements make a rate; until then it is not known. */
const rateText = (rate: number | null) => (rate === null ? '?' : formatMbit(rate));
