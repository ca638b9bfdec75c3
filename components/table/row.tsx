'use client';

import Link from 'next/link';
import { memo } from 'react';
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

const cell = 'border-line border-t px-2 py-[5px] md:table-cell';
const number = `${cell} whitespace-nowrap md:text-right`;
/** On phones a row is a list of labels and values: the label is the column's name. */
const labelled =
  'max-md:flex max-md:justify-between max-md:gap-4 max-md:border-0 max-md:px-0 max-md:py-0.5 max-md:before:text-12 max-md:before:text-ink-3 max-md:before:content-[attr(data-label)]';

/** One container. Only the cells of what changed are drawn again. */
export const Row = memo(function Row({ vmid, id, current }: { vmid: number; id: string; current: boolean }) {
  const container = useLive(`ct/${vmid}`);
  const stale = useStale();
  const asked = useAsked(vmid);
  if (container === undefined) return null;
  const moving = !stale && (container.held !== null || asked !== null);
  const state: Shown = moving ? { glyph: 'motion', tone: 'text-intent', word: 'in motion' } : stateOf(container, stale);
  const sync = syncOf(container, stale);
  return (
    <tr
      id={id}
      aria-selected={current}
      className={`group relative transition-colors duration-(--tick) hover:bg-raise max-md:block max-md:border-line max-md:border-t max-md:px-3.5 max-md:py-2.5 max-md:first:border-t-0 ${
        current ? 'bg-raise md:shadow-[inset_2px_0_0_var(--intent)]' : stale ? 'hatch-room' : ''
      }`}
    >
      <th
        scope="row"
        className={`${cell} pl-3.5 text-left font-normal max-md:block max-md:border-0 max-md:p-0 max-md:pr-12`}
      >
        <span className="flex min-w-0 items-baseline gap-1.5">
          <Glyph
            name={state.glyph}
            className={`self-center ${state.tone} ${state.glyph === 'motion' ? 'animate-turn' : ''}`}
          />
          <Link
            href={`/containers/${vmid}`}
            className="covers narrow truncate font-name text-ink max-md:text-15"
            title={container.purpose || container.hostname}
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
      <td data-label="Category" className={`${cell} ${labelled} first-letter:uppercase`}>
        <span className="inline-block first-letter:uppercase">{container.category}</span>
      </td>
      <td
        data-label="Address"
        className={`${cell} ${labelled} whitespace-nowrap font-mono text-12 text-ink-3 tracking-[-0.02em]`}
      >
        <span>
          {container.address ?? 'none'}
          {container.nics > 1 && ` +${container.nics - 1}`}
          {container.dhcp && ' dhcp'}
        </span>
      </td>
      <td data-label="State" className={`${cell} ${labelled} whitespace-nowrap`}>
        <StateWord container={container} moving={moving} word={state.word} />
      </td>
      <td data-label="Sync" className={`${cell} ${labelled} whitespace-nowrap ${sync.tone}`}>
        <span className="inline-flex items-center gap-1.5">
          <Glyph name={sync.glyph} /> {sync.word}
        </span>
      </td>
      <Usage vmid={vmid} stale={stale} />
      <td
        className={`${cell} w-9 pr-2 text-right max-md:absolute max-md:top-1 max-md:right-1 max-md:border-0 max-md:p-0`}
      >
        <OperateButton container={container} className="ml-auto size-6 max-md:size-11" />
      </td>
    </tr>
  );
});

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
    return <span className="text-warn">stopped, asked to run</span>;
  }
  return <span>{word.replace(', no probe', '')}</span>;
}

function Usage({ vmid, stale }: { vmid: number; stale: boolean }) {
  const usage = useLive(`use/${vmid}`);
  const spark = useLive(`spark/${vmid}`) ?? [];
  const up = useClock((now) =>
    usage === undefined || usage.uptimeSeconds === 0 ? '' : formatAge(usage.uptimeSeconds * 1000 + now - usage.at),
  );
  const old = stale ? 'opacity-60' : '';
  if (usage === undefined) {
    return (
      <td colSpan={5} className={`${cell} text-ink-3 max-md:hidden`}>
        <span className="sr-only">Nothing is measured.</span>
      </td>
    );
  }
  const memory = formatBytes(usage.memoryBytes);
  const disk = formatBytes(usage.diskBytes);
  return (
    <>
      <td data-label="CPU" className={`${number} ${labelled} ${old}`}>
        <span className="inline-flex items-center gap-2">
          <Sparkline values={spark} stale={stale} className="w-16 lg:w-20" />
          <Figure unit="%" className="min-w-11 text-right">
            <Ticking text={formatCpu(usage.cpu)} />
          </Figure>
        </span>
      </td>
      <td data-label="Memory" className={`${number} ${labelled} ${old}`}>
        <span className="inline-flex items-center gap-2">
          <Meter
            share={usage.maxMemoryBytes === 0 ? 0 : usage.memoryBytes / usage.maxMemoryBytes}
            stale={stale}
            className="h-1 w-12"
          />
          <Figure unit={memory.unit} className="min-w-[68px] text-right">
            <Ticking text={memory.value} />
          </Figure>
        </span>
      </td>
      <td data-label="Disk" className={`${number} ${labelled} ${old} md:max-xl:hidden`}>
        <Figure unit={disk.unit}>{disk.value}</Figure>
      </td>
      <td data-label="Network, Mbit/s" className={`${number} ${labelled} ${old}`}>
        <span>
          <Figure unit="in">
            <Ticking text={formatMbit(usage.netInBytesPerSecond)} />
          </Figure>{' '}
          <Figure unit="out">
            <Ticking text={formatMbit(usage.netOutBytesPerSecond)} />
          </Figure>
        </span>
      </td>
      <td data-label="Up" className={`${number} ${labelled} ${old} md:max-xl:hidden`}>
        <span>{up}</span>
      </td>
    </>
  );
}
