import { useClock, useTimeZone } from '@/components/live/store';
import { formatAge } from '@/lib/format/duration';
import { formatExact, formatTime } from '@/lib/format/time';

const hour = 3_600_000;

/** When an undecided proposal or an approval lapses; counted down in the last hour. */
export function Expiry({ at, approved }: { at: number; approved: boolean }) {
  const timeZone = useTimeZone();
  const text = useClock((now) => {
    if (at <= now) return approved ? 'The approval has expired' : 'It has expired';
    if (at - now > hour) return `Expires ${formatTime(at, now, timeZone)}${approved ? '' : ' if nobody decides'}`;
    return approved
      ? `The approval lapses in ${precise(at - now)}`
      : `Expires in ${formatAge(at - now)} if nobody decides`;
  });
  return (
    <time dateTime={new Date(at).toISOString()} title={formatExact(at, timeZone)}>
      {text}
    </time>
  );
}

const precise = (ms: number): string =>
  ms < 60_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1000)} s`;

/** How long a run has been going: the one large figure of its page. */
export function Elapsed({ since }: { since: number }) {
  const text = useClock((now) => {
    const seconds = Math.max(0, Math.floor((now - since) / 1000));
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  });
  return (
    <p className="flex items-baseline gap-2.5">
      <span className="font-[500] text-26 text-ink leading-none tracking-[-0.01em]">{text}</span>
      <span className="text-ink-3">running</span>
    </p>
  );
}
