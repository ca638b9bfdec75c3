/**
 * Calendar events of backup jobs, as `sat 02:30`, `mon..fri *:00/15`, `daily`, `*-*-1 04:00`: whether a text is one, and
 * when it comes next. Times are UTC, the zone of every simulated node unless its file says otherwise.
 */
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const names: Record<string, string> = {
  minutely: '*:*',
  hourly: '*:00',
  daily: '00:00',
  weekly: 'mon 00:00',
  monthly: '*-*-1 00:00',
  quarterly: '*-1,4,7,10-1 00:00',
  semiannually: '*-1,7-1 00:00',
  yearly: '*-1-1 00:00',
  annually: '*-1-1 00:00',
};

type Fields = { weekdays: Set<number>; month: Set<number>; day: Set<number>; hour: Set<number>; minute: Set<number> };

/** The values of `*`, `3`, `1,4`, `8..17` and `0/15` within a range; null if it is none of these. */
function valuesOf(text: string, from: number, to: number): Set<number> | null {
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(?:(\*)|(\d+)(?:\.\.(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (!match) return null;
    const [, all, first, last, step] = match;
    const begin = all ? from : Number(first);
    const end = all || (step && last === undefined) ? to : Number(last ?? first);
    if (begin < from || end > to || begin > end || step === '0') return null;
    for (let value = begin; value <= end; value += Number(step ?? 1)) found.add(value);
  }
  return found;
}

function weekdaysOf(text: string): Set<number> | null {
  const found = new Set<number>();
  for (const part of text.toLowerCase().split(',')) {
    const [from = '', to = from] = part.split('..');
    const [begin, end] = [from, to].map((name) => days.findIndex((day) => name.startsWith(day)));
    if (begin === undefined || end === undefined || begin < 0 || end < 0) return null;
    for (let day = begin; ; day = (day + 1) % 7) {
      found.add(day);
      if (day === end) break;
    }
  }
  return found;
}

/** What a calendar event says; null if it is none. */
export function parseCalendarEvent(text: string): Fields | null {
  const words = (names[text.trim().toLowerCase()] ?? text).trim().split(/\s+/);
  const every = (from: number, to: number) => valuesOf('*', from, to) ?? new Set<number>();
  const fields = {
    weekdays: every(0, 6),
    month: every(1, 12),
    day: every(1, 31),
    hour: every(0, 23),
    minute: new Set([0]),
  };
  let sawTime = false;
  for (const word of words) {
    const date = /^(?:(?:\*|\d{4})-)?([^-\s]+)-([^-\s]+)$/.exec(word);
    const time = /^(?:([^:]+):)?([^:]+)(?::00?)?$/.exec(word);
    if (/^[a-z]/i.test(word)) {
      const weekdays = weekdaysOf(word);
      if (!weekdays) return null;
      fields.weekdays = weekdays;
    } else if (date) {
      const [month, day] = [valuesOf(date[1] ?? '', 1, 12), valuesOf(date[2] ?? '', 1, 31)];
      if (!month || !day) return null;
      Object.assign(fields, { month, day });
    } else if (time && !sawTime) {
      const [hour, minute] = [valuesOf(time[1] ?? '*', 0, 23), valuesOf(time[2] ?? '', 0, 59)];
      if (!hour || !minute) return null;
      Object.assign(fields, { hour, minute });
      sawTime = true;
    } else return null;
  }
  if (!sawTime) fields.hour = new Set([0]);
  return text.trim() ? fields : null;
}

/** The epoch seconds at which the event comes next; null if it never does within four years. */
export function nextEvent(text: string, after: number): number | null {
  const fields = parseCalendarEvent(text);
  if (!fields) return null;
  const start = new Date((Math.floor(after / 60) + 1) * 60_000);
  for (let ahead = 0; ahead < 4 * 366; ahead++) {
    const midnight = Date.UTC(start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate() + ahead);
    const date = new Date(midnight);
    const fits =
      fields.weekdays.has(date.getUTCDay()) &&
      fields.month.has(date.getUTCMonth() + 1) &&
      fields.day.has(date.getUTCDate());
    if (!fits) continue;
    for (const hour of [...fields.hour].sort((a, b) => a - b))
      for (const minute of [...fields.minute].sort((a, b) => a - b)) {
        const at = midnight + (hour * 60 + minute) * 60_000;
        if (at >= start.getTime()) return at / 1000;
      }
  }
  return null;
}
