import type { PointerEvent, ReactNode } from 'react';
import { formatClock, formatExact } from '@/lib/format/time';
import { paths } from './scale';

const width = 280;
const height = 92;
/** Free space above the top label's line. */
const headroom = 4;

export type Line = { name: string; values: (number | null)[]; say: (value: number) => string };

/** One quantity over time: axis with its unit, the first line filled, the second dashed, holes left open. */
export function TimeChart({
  name,
  head,
  times,
  lines,
  top,
  labels,
  from,
  to,
  range,
  span,
  timeZone,
  at,
  pick,
}: {
  name: string;
  head: ReactNode;
  times: number[];
  lines: Line[];
  top: number;
  labels: [string, string];
  from: number;
  to: number;
  range: string;
  span: string;
  timeZone: string;
  at: number | null;
  pick: (time: number | null) => void;
}) {
  const frame = { width, height: height - headroom, from, to, top };
  const drawn = lines.map((line) => paths(frame, times, line.values, Number.POSITIVE_INFINITY));
  const tell = (time: number) =>
    range === 'hour' || range === 'day'
      ? formatClock(time, timeZone)
      : formatExact(time, timeZone).split(' ').slice(0, 2).join(' ');
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    pick(from + ((event.clientX - box.left) / box.width) * (to - from));
  };
  const known = lines.some((line) => line.values.some((value) => value !== null));
  return (
    <section className="min-w-0 border-line border-t px-3.5 pt-2.5 pb-2 first:border-t-0 md:[&:nth-child(-n+2)]:border-t-0 md:[&:nth-child(even)]:border-l xl:border-t-0 xl:[&:not(:first-child)]:border-l">
      <div className="mb-1.5 flex items-baseline gap-2">
        <h3 className="truncate text-12 text-ink-3">{name}</h3>
        <span className="ml-auto flex-none">{head}</span>
      </div>
      <div className="relative pl-8">
        <div
          className="relative touch-pan-y"
          role="img"
          aria-label={`${name}, ${span}: ${known ? lines.map(summary).join('; ') : 'nothing was measured'}`}
          onPointerMove={move}
          onPointerLeave={() => pick(null)}
        >
          <svg
            viewBox={`0 0 ${width} ${height}`}
            width="100%"
            height={height}
            preserveAspectRatio="none"
            className="block overflow-visible"
            aria-hidden="true"
          >
            <path
              d={`M0 ${headroom + (height - headroom) / 2}H${width}M0 ${headroom}H${width}`}
              className="fill-none stroke-line"
              vectorEffect="non-scaling-stroke"
            />
            <g transform={`translate(0 ${headroom})`}>
              {drawn[0] && <path d={drawn[0].area} className="fill-mute opacity-50" />}
              {drawn.map(({ line }, index) => (
                <path
                  key={lines[index]?.name}
                  d={line}
                  className={`fill-none ${index === 0 ? 'stroke-trace' : 'stroke-ink-3'}`}
                  strokeWidth={index === 0 ? 1.4 : 1.2}
                  strokeDasharray={index === 0 ? undefined : '3 2'}
                  strokeLinejoin="round"
                  vectorEffect="non-scaling-stroke"
                />
              ))}
            </g>
            <path d={`M0 ${height - 0.5}H${width}`} className="stroke-edge" vectorEffect="non-scaling-stroke" />
          </svg>
          {at !== null && (
            <span
              className="pointer-events-none absolute inset-y-0 w-px bg-intent"
              style={{ left: `${((at - from) / (to - from)) * 100}%` }}
            />
          )}
          {!known && (
            <span className="absolute inset-0 grid place-items-center text-12 text-ink-3">nothing measured yet</span>
          )}
        </div>
        <span className="absolute -top-0.5 left-0 text-[10.5px] text-ink-3 leading-3" aria-hidden="true">
          {labels[0]}
        </span>
        <span className="absolute top-[42px] left-0 text-[10.5px] text-ink-3 leading-3" aria-hidden="true">
          {labels[1]}
        </span>
      </div>
      <div className="mt-0.5 flex justify-between pl-8 text-[10.5px] text-ink-3" aria-hidden="true">
        <span>{tell(from)}</span>
        <span>{tell((from + to) / 2)}</span>
        <span>{tell(to)}</span>
      </div>
    </section>
  );
}

function summary({ name, values, say }: Line): string {
  const known = values.filter((value): value is number => value !== null);
  const last = known.at(-1);
  if (last === undefined) return `${name} not measured`;
  const low = known.reduce((a, b) => Math.min(a, b));
  const high = known.reduce((a, b) => Math.max(a, b));
  return `${name} ${say(last)}, between ${say(low)} and ${say(high)}`;
}
