import { BigFigure } from '@/components/figure/figure';
import { Ticking } from '@/components/figure/ticking';
import { Glyph } from '@/components/glyph/glyph';
import { rulerOf } from '@/components/host/ruler';
import { formatGiB } from '@/lib/format/bytes';
import { formatNumber } from '@/lib/format/number';
import type { HostView } from '@/lib/live/view';

/** Used, promised and physical, in figures and on one ruler. */
export function Memory({ host, stale }: { host: HostView; stale: boolean }) {
  const { memory } = host;
  const { usedBytes, physicalBytes, promisedOnBootBytes: promised } = memory;
  const times = physicalBytes === null ? null : promised / physicalBytes;
  const old = stale ? 'text-ink-3' : '';
  return (
    <>
      <h2 className="flex h-[18px] items-center gap-2 whitespace-nowrap text-12 text-ink-3 leading-[18px]">
        Memory
        {times !== null && times > 1 && (
          <span className="ml-auto flex items-center gap-1.5 font-[500] text-[11.5px] text-warn">
            <Glyph name="unsound" /> promised {formatNumber(times, 2)} times over
          </span>
        )}
      </h2>
      <div className="flex flex-wrap items-baseline gap-x-4 max-md:gap-x-[11px]">
        <BigFigure unit="GiB used" className={old}>
          {usedBytes === null ? '?' : <Ticking text={formatGiB(usedBytes)} />}
        </BigFigure>
        <BigFigure unit="promised on boot">{formatGiB(promised)}</BigFigure>
        <BigFigure unit="physical" className="@max-[352px]:hidden">
          {physicalBytes === null ? '?' : formatGiB(physicalBytes)}
        </BigFigure>
      </div>
      <MemoryRuler host={host} stale={stale} />
    </>
  );
}

const at = (share: number) => `${(share * 100).toFixed(2)}%`;

function MemoryRuler({ host, stale }: { host: HostView; stale: boolean }) {
  const ruler = rulerOf(host);
  if (ruler === null) return <div className="h-[38px]" />;
  const { usedBytes, physicalBytes, promisedOnBootBytes, promisedAllBytes, notOnBoot } = host.memory;
  const over = promisedOnBootBytes - (physicalBytes ?? 0);
  const others = notOnBoot.length === 1 ? `with ${notOnBoot[0]}` : 'with all';
  const spoken = [
    usedBytes === null ? 'used is not known' : `${formatGiB(usedBytes)} GiB used`,
    `${formatGiB(promisedOnBootBytes)} GiB promised on boot`,
    `${formatGiB(physicalBytes ?? 0)} GiB physical`,
    ...(ruler.ghost > 0 ? [`${formatGiB(promisedAllBytes)} GiB ${others} started`] : []),
  ].join(', ');
  return (
    <div role="img" aria-label={spoken} className="mt-[5px]">
      <div className="relative h-3 *:absolute *:inset-y-0 *:left-0">
        <span className="rounded-l-bar bg-mute" style={{ width: at(ruler.physical) }} />
        <span className="bg-[color-mix(in_oklab,var(--fill)_52%,var(--mute))]" style={{ width: at(ruler.promised) }} />
        {ruler.over > 0 && <span className="hatch-warn" style={{ left: at(ruler.physical), width: at(ruler.over) }} />}
        {ruler.ghost > 0 && (
          <span
            className="rounded-r-bar border border-grip border-l-0 border-dashed"
            style={{ left: at(ruler.promised + ruler.over), width: at(ruler.ghost) }}
          />
        )}
        <span className={`inset-y-[3.5px]! ${stale ? 'hatch-stale' : 'bg-trace'}`} style={{ width: at(ruler.used) }} />
        <span className="-inset-y-1! -ml-px w-0.5 bg-ink" style={{ left: at(ruler.physical) }} />
      </div>
      <div className="relative mt-[5px] h-4 text-11 text-ink-3 *:absolute *:whitespace-nowrap">
        <span className="-translate-x-full -ml-[5px]" style={{ left: at(ruler.physical) }}>
          {formatGiB(physicalBytes ?? 0)} physical
        </span>
        {ruler.over > 0 && (
          <span className="ml-1.5 text-warn" style={{ left: at(ruler.physical) }}>
            {formatGiB(over)} over
          </span>
        )}
        {ruler.ghost > 0 && (
          <span className="right-0 @max-[380px]:hidden">
            {formatGiB(promisedAllBytes)} {others}
          </span>
        )}
      </div>
    </div>
  );
}
