import type { ReactNode } from 'react';
import { Sparkline } from '@/components/chart/sparkline';
import { BigFigure, Figure } from '@/components/figure/figure';
import { Meter } from '@/components/figure/meter';
import { Ticking } from '@/components/figure/ticking';
import { Memory } from '@/components/host/memory';
import { useDerived, useFresh, useLiveList, useStale } from '@/components/live/store';
import { Age, Time } from '@/components/live/time';
import { formatMbit, formatUsedOf } from '@/lib/format/bytes';
import { spanParts } from '@/lib/format/duration';
import { formatPercent } from '@/lib/format/percent';
import type { HostView, StorageView, UsageView } from '@/lib/live/view';

const poolsShown = 5;

/** Each node in one strip: CPU, memory, storage, network, how long it is up. */
export function HostStrips() {
  const hosts = useLiveList('host');
  const stale = useFresh().state === 'stale';
  if (hosts.length === 0)
    return (
      <div
        className={`room grid h-[122px] place-items-center px-3.5 text-center text-ink-3 ${stale ? 'hatch-room' : ''}`}
      >
        {stale && 'CPU, memory, storage and network of the host are not known.'}
      </div>
    );
  return hosts.map((host) => <HostStrip key={host.node} host={host} named={hosts.length > 1} />);
}

function HostStrip({ host, named }: { host: HostView; named: boolean }) {
  const stale = useStale() || !host.online;
  return (
    <section
      aria-label={`Host ${host.node}`}
      className="room mb-2 grid grid-cols-2 *:min-w-0 *:border-line *:px-3.5 *:pt-2.5 *:pb-[11px] last:mb-0 md:max-xl:grid-cols-[150px_1fr_1fr] xl:grid-cols-[150px_minmax(0,1.7fr)_minmax(0,1.1fr)_216px_128px]"
    >
      <div className="max-md:border-t max-md:border-r">
        <Cpu host={host} stale={stale} named={named} />
      </div>
      <div className="@container max-md:-order-1 max-md:col-span-2 md:border-l md:max-xl:col-span-2">
        <Memory host={host} stale={stale} />
      </div>
      <div className="max-md:order-5 max-md:col-span-2 max-md:border-t md:max-xl:order-5 md:max-xl:border-t md:max-xl:border-l xl:border-l">
        <Pools storages={host.storages} stale={stale} />
      </div>
      <div className="max-md:border-t md:max-xl:order-5 md:max-xl:border-t md:max-xl:border-l xl:border-l">
        <Network host={host} stale={stale} />
      </div>
      <div className="max-md:order-6 max-md:col-span-2 max-md:flex max-md:items-baseline max-md:gap-3.5 max-md:border-t md:max-xl:order-4 md:max-xl:border-t xl:border-l">
        <Up host={host} />
      </div>
    </section>
  );
}

function Heading({ children, right }: { children: ReactNode; right?: ReactNode }) {
  return (
    <h2 className="flex h-[18px] items-center gap-2 whitespace-nowrap text-12 text-ink-3 leading-[18px]">
      {children}
      {right !== undefined && <span className="ml-auto">{right}</span>}
    </h2>
  );
}

const foot = 'block h-4 truncate text-[11.5px] text-ink-3';

function Cpu({ host, stale, named }: { host: HostView; stale: boolean; named: boolean }) {
  return (
    <>
      <Heading right={host.cpus === null ? undefined : `${host.cpus} threads`}>
        {named ? <b>{host.node}</b> : 'CPU'}
      </Heading>
      <BigFigure unit="%" className={stale ? 'text-ink-3' : ''}>
        {host.cpu === null ? '?' : <Ticking text={formatPercent(host.cpu)} />}
      </BigFigure>
      <Sparkline values={host.cpuSpark} height={18} floor={0.1} filled stale={stale} className="mt-1 w-full" />
      <span className={foot}>
        {host.cpuPeak !== null && (
          <>
            peak {formatPercent(host.cpuPeak.value)} % at <Time at={host.cpuPeak.at} />
          </>
        )}
      </span>
    </>
  );
}

function Pools({ storages, stale }: { storages: StorageView[]; stale: boolean }) {
  const shown = storages.slice(0, storages.length > poolsShown ? poolsShown - 1 : poolsShown);
  const more = storages.slice(shown.length);
  return (
    <>
      <Heading>Storage</Heading>
      <ul className="mt-px text-[11.5px] leading-[14.6px]">
        {storages.length === 0 && (
          <li className="py-[0.5px] text-ink-3" title="The token may not read any storage, or the node has none.">
            <span className="text-19 text-ink leading-[1.25]">?</span> none can be read
          </li>
        )}
        {shown.map((storage) => (
          <Pool key={storage.storage} storage={storage} stale={stale} />
        ))}
      </ul>
      {more.length > 0 && (
        <span className="text-[11.5px] text-ink-3" title={more.map(({ storage }) => storage).join(', ')}>
          and {more.length} more
        </span>
      )}
    </>
  );
}

function Pool({ storage, stale }: { storage: StorageView; stale: boolean }) {
  const { used, total, unit } = formatUsedOf(storage.usedBytes, storage.totalBytes);
  return (
    <li className="grid grid-cols-[56px_1fr_82px] items-center gap-x-[9px] py-[0.5px]">
      <span className="truncate font-value [font-stretch:92%]" title={`${storage.storage}, ${storage.type}`}>
        {storage.storage}
      </span>
      {storage.active ? (
        <>
          <Meter
            share={storage.totalBytes === 0 ? 0 : storage.usedBytes / storage.totalBytes}
            stale={stale}
            className="h-1"
          />
          <Figure unit={`of ${total} ${unit}`} className="text-right">
            {used}
          </Figure>
        </>
      ) : (
        <span className="col-span-2 text-right text-warn">not active</span>
      )}
    </li>
  );
}

function Network({ host, stale }: { host: HostView; stale: boolean }) {
  const { inBytesPerSecond: down, outBytesPerSecond: up, spark } = host.network;
  const old = stale ? 'text-ink-3' : '';
  return (
    <>
      <Heading right="Mbit/s">Network</Heading>
      <div className="flex items-baseline gap-x-4 max-md:gap-x-[11px] max-md:[&>span]:text-[16px]">
        <BigFigure unit="in" className={old}>
          {down === null ? '?' : <Ticking text={formatMbit(down)} />}
        </BigFigure>
        <BigFigure unit="out" className={old}>
          {up === null ? '?' : <Ticking text={formatMbit(up)} />}
        </BigFigure>
      </div>
      <Sparkline values={spark} height={18} floor={125_000} filled stale={stale} className="mt-1 w-full" />
      <Busiest />
    </>
  );
}

/** The container through which the most goes now. */
function Busiest() {
  const containers = useLiveList('ct');
  const text = useDerived('use', (map) => {
    let most = { rate: 0, name: '' };
    for (const { vmid, hostname } of containers) {
      const usage = map.get(`use/${vmid}`) as UsageView | undefined;
      const rate = (usage?.netInBytesPerSecond ?? 0) + (usage?.netOutBytesPerSecond ?? 0);
      if (rate > most.rate) most = { rate, name: hostname };
    }
    return most.name === '' ? '' : `${formatMbit(most.rate)} through ${most.name}`;
  });
  return <span className={foot}>{text}</span>;
}

function Up({ host }: { host: HostView }) {
  const parts = host.uptimeSeconds === null ? [] : spanParts(host.uptimeSeconds * 1000);
  return (
    <>
      <Heading>Up</Heading>
      <span className="block whitespace-nowrap font-[500] text-19 text-ink leading-[1.25] tracking-[-0.01em]">
        {parts.length === 0 && '?'}
        {parts.map(({ value, unit }, index) => (
          <span key={unit}>
            {index > 0 && ' '}
            {value}
            <span className="ml-[3px] font-normal text-12 text-ink-3 tracking-normal">{unit}</span>
          </span>
        ))}
      </span>
      <span className={`${foot} narrow`} title={`Proxmox VE ${host.pveVersion ?? '?'}, kernel ${host.kernel ?? '?'}`}>
        PVE {host.pveVersion ?? '?'} · {host.kernel?.replace(/-pve$/, '') ?? '?'}
      </span>
      <span className={foot}>
        {host.online ? 'seen' : 'offline, seen'} <Age at={host.at} /> ago
      </span>
    </>
  );
}
