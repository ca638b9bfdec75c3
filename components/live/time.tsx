'use client';

import { useClock, useTimeZone } from '@/components/live/store';
import { formatAge } from '@/lib/format/duration';
import { formatBrief, formatExact, formatTime, formatToday } from '@/lib/format/time';

/** A point in time, short, with the exact one in its title; `brief` says the day instead of the time when not today. */
export function Time({ at, brief = false, className = '' }: { at: number; brief?: boolean; className?: string }) {
  const timeZone = useTimeZone();
  const text = useClock((now) => (brief ? formatBrief : formatTime)(at, now, timeZone));
  return (
    <time dateTime={new Date(at).toISOString()} title={formatExact(at, timeZone)} className={className}>
      {text}
    </time>
  );
}

/** How long ago, in words, ticking. */
export function Age({ at, className = '' }: { at: number; className?: string }) {
  const timeZone = useTimeZone();
  const text = useClock((now) => formatAge(now - at));
  return (
    <time dateTime={new Date(at).toISOString()} title={formatExact(at, timeZone)} className={className}>
      {text}
    </time>
  );
}

/** The day and time of reading. */
export function Today({ className = '' }: { className?: string }) {
  const timeZone = useTimeZone();
  const text = useClock((now) => formatToday(now, timeZone));
  return <span className={className}>{text}</span>;
}
