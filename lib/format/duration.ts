/** Spans of time. Ages are words of one unit, two from a day on: 2 s, 4 min, 3 h, 9 d 4 h. */
import { formatNumber } from '@/lib/format/number';
import { type Quantity, quantityText } from '@/lib/format/quantity';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A span as its parts, largest first: 41 d 6 h. */
export function spanParts(ms: number): Quantity[] {
  const span = Math.max(0, ms);
  if (span >= day) {
    const days = Math.floor(span / day);
    const hours = Math.floor((span % day) / hour);
    return hours === 0
      ? [{ value: formatNumber(days), unit: 'd' }]
      : [
          { value: formatNumber(days), unit: 'd' },
          { value: String(hours), unit: 'h' },
        ];
  }
  if (span >= hour) return [{ value: String(Math.floor(span / hour)), unit: 'h' }];
  if (span >= minute) return [{ value: String(Math.floor(span / minute)), unit: 'min' }];
  return [{ value: String(Math.floor(span / second)), unit: 's' }];
}

/** An age in words: `4 min`. */
export const formatAge = (ms: number): string => spanParts(ms).map(quantityText).join(' ');

/** Like an age, with the minutes of an hour: `19 h 29 min`. */
export function formatSpan(ms: number): string {
  if (ms >= hour && ms < day) {
    const minutes = Math.floor((ms % hour) / minute);
    return minutes === 0 ? `${Math.floor(ms / hour)} h` : `${Math.floor(ms / hour)} h ${minutes} min`;
  }
  return formatAge(ms);
}

/** How long something took: `6.2 s`, `12 s` from ten seconds on when whole, `1 min 40 s`. */
export function formatTook(ms: number): string {
  if (ms < 0) return '0.0 s';
  if (ms < minute) return `${formatNumber(ms / second, 1)} s`;
  const seconds = Math.floor((ms % minute) / second);
  if (ms < hour)
    return seconds === 0 ? `${Math.floor(ms / minute)} min` : `${Math.floor(ms / minute)} min ${seconds} s`;
  return formatSpan(ms);
}

/** An estimate: `about 12 s`, `about 2 min`. */
export function formatAbout(seconds: number): string {
  return seconds < 90 ? `about ${formatNumber(Math.max(1, seconds))} s` : `about ${formatNumber(seconds / 60)} min`;
}
