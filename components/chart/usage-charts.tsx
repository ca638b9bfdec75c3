import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useClock, useLive, useStale, useTimeZone } from '@/components/live/store';
import { getJson } from '@/components/query/get-json';
import { Queries } from '@/components/query/queries';
import { formatBytes, formatGiB, formatMBps, formatMbit } from '@/lib/format/bytes';
import { counted } from '@/lib/format/number';
import { formatCpu, formatPercent } from '@/lib/format/percent';
import { formatClock, formatTime } from '@/lib/format/time';
import type { Series } from '@/lib/live/series';
import type { UsageView } from '@/lib/live/view';
import { joinSeries } from './join';
import { type Range, ranges } from './ranges';
import { highest, nearest, niceTop } from './scale';
import { TimeChart } from './time-chart';

const hourMs = 3_600_000;
const spanMs: Record<Range, number> = {
  hour: hourMs,
  day: 24 * hourMs,
  week: 7 * 24 * hourMs,
  month: 30 * 24 * hourMs,
};
const spoken: Record<Range, string> = { hour: 'last hour', day: 'last day', week: 'last week', month: 'last month' };

type Props = {
  vmid: number;
  cores: number | null;
  initialRange: Range;
  initial: { ring: Series | null; rrd: Series | null };
};

/**
 * Four charts in one room: the last hour as the engine saw it, longer spans from Proxmox's RRD. The same moment is
 * read out of all four, by pointer or by keyboard.
 */
export default function UsageCharts(props: Props) {
  return (
    <Queries>
      <Charts {...props} />
    </Queries>
  );
}

function Charts({ vmid, cores, initialRange, initial }: Props) {
  const [range, setRange] = useState<Range>(initialRange);
  const [picked, pick] = useState<number | null>(null);
  const usage = useLive(`use/${vmid}`);
  // A container that is stopped uses nothing: that is known, and not a question mark.
  const off = useLive(`ct/${vmid}`)?.status === 'stopped' && usage === undefined && picked === null;
  const { series, from, to, failed } = useHistory(vmid, range, initial, initialRange);
  const index = picked === null ? -1 : nearest(series.times, picked);
  const timeZone = useTimeZone();
  const at = series.times[index];
  const frame = { from, to, range, timeZone, times: series.times, pick, at: at ?? null };
  const value = (column: Exclude<keyof Series, 'times'>, live: (usage: UsageView) => number | null): number | null =>
    index >= 0 ? (series[column][index] ?? null) : usage ? live(usage) : null;

  const cpu = value('cpu', (u) => u.cpu);
  const memory = value('memoryBytes', (u) => u.memoryBytes);
  const limit = value('maxMemoryBytes', (u) => u.maxMemoryBytes) ?? highest(series.maxMemoryBytes);
  const memoryTop = Math.max(highest(series.maxMemoryBytes), limit, highest(series.memoryBytes), 1);
  const netTop = niceTop((highest(series.netInBytesPerSecond, series.netOutBytesPerSecond) * 8) / 1e6, 1);
  const diskTop = niceTop(highest(series.diskReadBytesPerSecond, series.diskWriteBytesPerSecond) / 1e6, 1);
  const cpuTop = niceTop(highest(series.cpu), 0.1);
  const cpuName = cores === null ? 'CPU of all cores' : `CPU of ${counted(cores, 'core')}`;
  const scaled = (column: (number | null)[], factor: number) => column.map((v) => (v === null ? null : v * factor));
  const tick = (top: number) => (top < 2 ? String(Math.round(top * 50) / 100) : String(Math.round(top * 5) / 10));

  return (
    <section aria-labelledby="usage">
      <div className="mb-1.5 flex min-h-[26px] items-center gap-2.5">
        <h2 id="usage" className="font-title text-13 text-ink">
          Usage
        </h2>
        <span className="truncate text-12 text-ink-3" aria-live="polite">
          {failed ?? (at === undefined ? '' : formatTime(at, to, timeZone))}
        </span>
        <RangeSwitch range={range} onChange={setRange} />
      </div>
      <div className="room relative grid grid-cols-1 md:grid-cols-2 xl:grid-cols-4">
        <TimeChart
          {...frame}
          name={cpuName}
          head={off ? <Off /> : <Read value={cpu} format={formatCpu} unit="%" />}
          top={cpuTop}
          labels={[`${formatPercent(cpuTop)} %`, formatPercent(cpuTop / 2, cpuTop < 0.2 ? 1 : 0).replace(/\.0$/, '')]}
          lines={[{ name: 'CPU', values: series.cpu, say: (v) => `${formatCpu(v)} %` }]}
          span={spoken[range]}
        />
        <TimeChart
          {...frame}
          name="Memory"
          head={
            off ? <Off /> : <Read value={memory} format={formatGiB} unit={`of ${limit > 0 ? amount(limit) : '?'}`} />
          }
          top={memoryTop}
          labels={[
            amount(memoryTop),
            memoryTop >= 2 ** 30 ? formatGiB(memoryTop / 2) : formatBytes(memoryTop / 2).value,
          ]}
          lines={[{ name: 'Memory', values: series.memoryBytes, say: amount }]}
          span={spoken[range]}
        />
        <TimeChart
          {...frame}
          name="Network"
          head={
            off ? (
              <Off />
            ) : (
              <>
                <Read
                  value={value('netInBytesPerSecond', (u) => u.netInBytesPerSecond)}
                  format={formatMbit}
                  unit="in"
                />
                <Read
                  value={value('netOutBytesPerSecond', (u) => u.netOutBytesPerSecond)}
                  format={formatMbit}
                  unit="out Mbit/s"
                />
              </>
            )
          }
          top={netTop}
          labels={[tick(netTop * 2), tick(netTop)]}
          lines={[
            { name: 'in', values: scaled(series.netInBytesPerSecond, 8 / 1e6), say: (v) => `${v.toFixed(1)} Mbit/s` },
            { name: 'out', values: scaled(series.netOutBytesPerSecond, 8 / 1e6), say: (v) => `${v.toFixed(1)} Mbit/s` },
          ]}
          span={spoken[range]}
        />
        <TimeChart
          {...frame}
          name="Disk"
          head={
            off ? (
              <Off />
            ) : (
              <>
                <Read
                  value={value('diskWriteBytesPerSecond', (u) => u.diskWriteBytesPerSecond)}
                  format={formatMBps}
                  unit="write"
                />
                <Read
                  value={value('diskReadBytesPerSecond', (u) => u.diskReadBytesPerSecond)}
                  format={formatMBps}
                  unit="read MB/s"
                />
              </>
            )
          }
          top={diskTop}
          labels={[tick(diskTop * 2), tick(diskTop)]}
          lines={[
            { name: 'write', values: scaled(series.diskWriteBytesPerSecond, 1e-6), say: (v) => `${v.toFixed(1)} MB/s` },
            { name: 'read', values: scaled(series.diskReadBytesPerSecond, 1e-6), say: (v) => `${v.toFixed(1)} MB/s` },
          ]}
          span={spoken[range]}
        />
        {series.times.length > 1 && (
          <input
            type="range"
            min={0}
            max={series.times.length - 1}
            value={index >= 0 ? index : series.times.length - 1}
            aria-label="Read the charts at"
            aria-valuetext={
              at === undefined
                ? 'now'
                : `${formatClock(at, timeZone)}: CPU ${cpu === null ? 'unknown' : `${formatCpu(cpu)} %`}, memory ${memory === null ? 'unknown' : amount(memory)}`
            }
            onChange={(event) => pick(series.times[Number(event.target.value)] ?? null)}
            onBlur={() => pick(null)}
            className="sr-only"
          />
        )}
      </div>
    </section>
  );
}

const amount = (bytes: number): string => {
  const { value, unit } = formatBytes(bytes);
  return `${value} ${unit}`;
};

function Off() {
  return <span className="ml-1.5 text-12 text-ink-3">stopped</span>;
}

function Read({ value, format, unit }: { value: number | null; format: (value: number) => string; unit: ReactNode }) {
  // What is old is not said in ink.
  const tone = useStale() ? 'text-ink-3' : 'text-ink';
  return (
    <span className={`ml-1.5 whitespace-nowrap font-value text-15 ${tone}`}>
      {value === null ? '?' : format(value)}
      <span className="ml-[0.22em] font-text text-[11.5px] text-ink-3">{unit}</span>
    </span>
  );
}

function RangeSwitch({ range, onChange }: { range: Range; onChange: (range: Range) => void }) {
  const choose = (next: Range) => {
    onChange(next);
    const url = new URL(location.href);
    if (next === 'hour') url.searchParams.delete('range');
    else url.searchParams.set('range', next);
    history.replaceState(null, '', url);
  };
  return (
    <fieldset className="ml-auto flex overflow-hidden rounded-control border border-edge">
      <legend className="sr-only">Range of the charts</legend>
      {(Object.keys(ranges) as Range[]).map((key) => (
        <button
          key={key}
          type="button"
          aria-pressed={key === range}
          onClick={() => choose(key)}
          className="h-11 border-edge border-l px-2.5 text-[11.5px] text-ink-3 first:border-l-0 hover:text-ink aria-pressed:bg-press aria-pressed:font-[540] aria-pressed:text-ink md:h-6 md:px-2"
        >
          {ranges[key]}
        </button>
      ))}
    </fieldset>
  );
}

/** The series of a range and the window it is drawn in. The window ends at the last beat, so that it moves in steps. */
function useHistory(
  vmid: number,
  range: Range,
  initial: { ring: Series | null; rrd: Series | null },
  initialRange: Range,
): { series: Series; from: number; to: number; failed: string | null } {
  const url = (timeframe: string) => `/api/v1/containers/${vmid}/history?timeframe=${timeframe}`;
  const ring = useQuery({
    queryKey: ['history', vmid, 'ring'],
    queryFn: ({ signal }) => getJson<Series>(url('ring'), signal),
    initialData: initial.ring ?? undefined,
    enabled: range === 'hour',
    refetchInterval: 10_000,
  });
  const rrd = useQuery({
    queryKey: ['history', vmid, range],
    queryFn: ({ signal }) => getJson<Series>(url(range), signal),
    initialData: range === initialRange ? (initial.rrd ?? undefined) : undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
  const now = useClock((time) => Math.floor(time / 10_000) * 10_000);
  const newest = range === 'hour' ? (ring.data?.times.at(-1) ?? now) : (rrd.data?.times.at(-1) ?? now);
  const to = Math.max(newest, now);
  const from = to - spanMs[range];
  const series = joinSeries(
    range === 'hour' ? rrd.data : undefined,
    (range === 'hour' ? ring.data : rrd.data) ?? nothing,
    from,
  );
  const error = (range === 'hour' ? ring.error : null) ?? rrd.error;
  return { series, from, to, failed: error ? `Not loaded: ${error.message}` : null };
}

const nothing: Series = {
  times: [],
  cpu: [],
  memoryBytes: [],
  maxMemoryBytes: [],
  netInBytesPerSecond: [],
  netOutBytesPerSecond: [],
  diskReadBytesPerSecond: [],
  diskWriteBytesPerSecond: [],
};
