import { Unit } from '@/components/figure/figure';
import { useClock, useFresh, useLive } from '@/components/live/store';
import { formatAge } from '@/lib/format/duration';

const bars = [0, 1, 2, 3, 4, 5, 6, 7];

/**
 * The pulse of the data. The bars step once for each observation of Proxmox, so frozen bars are the first sign of
 * staleness; then they empty, and the word and the age say so.
 */
export function Heartbeat() {
  const source = useLive('source');
  const fresh = useFresh();
  const beats = source?.beats ?? 0;
  const at = source?.lastAnswerAt ?? null;
  const age = useClock((now) => (at === null ? null : formatAge(now - at)));
  const live = fresh.state === 'live';
  return (
    <span className="flex items-center gap-[7px] whitespace-nowrap text-12">
      <span className="inline-flex items-end gap-0.5" aria-hidden="true">
        {bars.map((bar) => (
          <i
            key={bar}
            className={`h-[9px] w-[3px] rounded-bar ${
              live ? 'bg-proof' : bar < 3 && fresh.state === 'stale' ? 'bg-fill' : 'border border-grip'
            }`}
            style={live ? { opacity: 0.28 + ((bar + 8 - (beats % 8)) % 8) * 0.1 } : undefined}
          />
        ))}
      </span>
      <span>{live ? 'live' : fresh.state}</span>
      <span className="min-w-[41px] font-value text-ink">
        {age === null ? '?' : age.split(' ').slice(0, -1).join(' ')}
        {age !== null && (
          <Unit>
            {age.split(' ').at(-1)}
            {live && ' ago'}
          </Unit>
        )}
      </span>
    </span>
  );
}

/** Says aloud when the data stops or starts being true, and nothing in between. */
export function FreshnessVoice() {
  const fresh = useFresh();
  return (
    <span role="status" className="sr-only">
      {fresh.state === 'live' ? 'Live.' : fresh.state === 'stale' ? 'The data is stale.' : ''}
    </span>
  );
}
