import { BigFigure } from '@/components/figure/figure';
import { Glyph } from '@/components/glyph/glyph';
import { bytesText, formatGiB } from '@/lib/format/bytes';
import type { Impact } from '@/lib/plan/plan';

type Memory = Impact['memory'][number];

/** Memory of a node before and after, on one scale: promised, physical, used, and what the plan adds or gives back. */
export function MemoryAfter({ memory }: { memory: Memory }) {
  const { node, physicalBytes, usedBytes, promisedBeforeBytes: before, promisedAfterBytes: after } = memory;
  const scale = Math.max(physicalBytes, before, after) * 1.1;
  const at = (bytes: number) => `${Math.max(0, Math.min(100, (bytes / scale) * 100)).toFixed(2)}%`;
  const kept = Math.min(before, after);
  return (
    <section className="border-line border-t pt-[11px]">
      <h2 className="mb-[5px] font-title text-ink">Memory of {node}</h2>
      <div className="flex flex-wrap items-baseline gap-[9px]">
        <BigFigure unit={before === after ? 'GiB promised on boot' : 'GiB'}>{formatGiB(before)}</BigFigure>
        {before !== after && (
          <>
            <Glyph name="arrow" />
            <span className="sr-only">becomes</span>
            <span className="whitespace-nowrap font-[500] text-19 text-intent leading-[1.25] tracking-[-0.01em]">
              {formatGiB(after)}
              <span className="ml-[3px] font-text text-12 text-ink-3 tracking-normal">GiB promised</span>
            </span>
          </>
        )}
      </div>
      <div
        className="relative mt-[5px] h-3"
        role="img"
        aria-label={`${formatGiB(after)} GiB promised on boot after the change, ${formatGiB(physicalBytes)} GiB physical`}
      >
        <span className="absolute inset-y-0 left-0 rounded-l-bar bg-mute" style={{ width: at(physicalBytes) }} />
        <span
          className="absolute inset-y-0 left-0 bg-[color-mix(in_oklab,var(--fill)_52%,var(--mute))]"
          style={{ width: at(Math.min(kept, physicalBytes)) }}
        />
        {after > physicalBytes && (
          <span
            className="hatch-warn absolute inset-y-0"
            style={{ left: at(physicalBytes), width: at(after - physicalBytes) }}
          />
        )}
        {after > before && (
          <span className="absolute inset-y-0 bg-intent" style={{ left: at(before), width: at(after - before) }} />
        )}
        {after < before && (
          <span
            className="absolute inset-y-0 rounded-r-bar border border-grip border-l-0 border-dashed"
            style={{ left: at(after), width: at(before - after) }}
          />
        )}
        {usedBytes !== null && (
          <span className="absolute inset-y-[3.5px] left-0 bg-trace" style={{ width: at(usedBytes) }} />
        )}
        <span className="-inset-y-1 -ml-px absolute w-0.5 bg-ink" style={{ left: at(physicalBytes) }} />
      </div>
      <div className="relative mt-[5px] flex h-4 text-11 text-ink-3" aria-hidden="true">
        {usedBytes !== null && <span>{formatGiB(usedBytes)} used</span>}
        <span className="-translate-x-full absolute -ml-1 whitespace-nowrap" style={{ left: at(physicalBytes) }}>
          {formatGiB(physicalBytes)} physical
        </span>
        {after > physicalBytes && (
          <span className="absolute ml-1.5 whitespace-nowrap text-warn" style={{ left: at(physicalBytes) }}>
            {formatGiB(after - physicalBytes)} over
          </span>
        )}
      </div>
      <p className="mt-[5px] text-12 text-ink-3 leading-[1.42]">{sentence(memory)}</p>
    </section>
  );
}

function sentence({
  physicalBytes,
  usedBytes,
  promisedBeforeBytes: before,
  promisedAfterBytes: after,
}: Memory): string {
  const inUse = usedBytes === null ? '' : ` In use now ${bytesText(usedBytes)}.`;
  const over = (bytes: number) => bytesText(Math.max(0, bytes - physicalBytes));
  if (before <= physicalBytes && after <= physicalBytes)
    return `${bytesText(physicalBytes - after)} not promised after this.${inUse}`;
  if (before === after) return `Over by ${over(after)}, before and after.${inUse}`;
  if (before <= physicalBytes) return `Promises more than the host has: over by ${over(after)}.${inUse}`;
  if (after <= physicalBytes) return `Over by ${over(before)} before, within the host after.${inUse}`;
  return `Over by ${over(before)} before, by ${over(after)} after.${inUse}`;
}
