/**
 * Points in time, in the reader's zone: today `22:41`, else `20 Nov 21:14`; exact in titles; with milliseconds in a
 * journal. The zone is passed in, because a server and a browser seldom share one.
 */
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const longMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const formats = new Map<string, Intl.DateTimeFormat>();

type Parts = {
  year: number;
  month: number;
  day: number;
  weekday: string;
  hour: string;
  minute: string;
  second: string;
};

function partsOf(at: number, timeZone: string): Parts {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      weekday: 'long',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, format);
  }
  const found = new Map(format.formatToParts(at).map((part) => [part.type, part.value]));
  const text = (type: Intl.DateTimeFormatPartTypes) => found.get(type) ?? '';
  return {
    year: Number(text('year')),
    month: Number(text('month')),
    day: Number(text('day')),
    weekday: text('weekday'),
    hour: text('hour'),
    minute: text('minute'),
    second: text('second'),
  };
}

/** `22:41`. */
export function formatClock(at: number, timeZone: string): string {
  const { hour, minute } = partsOf(at, timeZone);
  return `${hour}:${minute}`;
}

/** `22:37:04`. */
export function formatClockSeconds(at: number, timeZone: string): string {
  const { hour, minute, second } = partsOf(at, timeZone);
  return `${hour}:${minute}:${second}`;
}

/** Today `22:41`, else `20 Nov 21:14`, and with its year when that is another. */
export function formatTime(at: number, now: number, timeZone: string): string {
  const then = partsOf(at, timeZone);
  const today = partsOf(now, timeZone);
  const clock = `${then.hour}:${then.minute}`;
  if (then.year === today.year && then.month === today.month && then.day === today.day) return clock;
  const date = `${then.day} ${months[then.month - 1] ?? ''}`;
  return then.year === today.year ? `${date} ${clock}` : `${date} ${then.year} ${clock}`;
}

/** Where there is little room: today `22:41`, else the day, `20 Nov`. */
export function formatBrief(at: number, now: number, timeZone: string): string {
  const text = formatTime(at, now, timeZone);
  return text.includes(' ') ? text.split(' ').slice(0, 2).join(' ') : text;
}

/** In a journal: `22:41:07.123`. */
export function formatJournalTime(at: number, timeZone: string): string {
  return `${formatClockSeconds(at, timeZone)}.${String(Math.floor(at) % 1000).padStart(3, '0')}`;
}

/** For titles: `22 Nov 2025 22:41:07`. */
export function formatExact(at: number, timeZone: string): string {
  const { year, month, day, hour, minute, second } = partsOf(at, timeZone);
  return `${day} ${months[month - 1] ?? ''} ${year} ${hour}:${minute}:${second}`;
}

/** `Sunday 22 November, 22:41`. */
export function formatToday(at: number, timeZone: string): string {
  const { weekday, day, month, hour, minute } = partsOf(at, timeZone);
  return `${weekday} ${day} ${longMonths[month - 1] ?? ''}, ${hour}:${minute}`;
}
