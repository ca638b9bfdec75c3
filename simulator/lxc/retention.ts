/** Which backups of one guest a retention keeps: the newest of each period, as `PVE::Storage::prune_mark_backup_group`. */
import type { Volume } from '@/simulator/state/state';

export type Mark = 'keep' | 'remove' | 'protected';

/** The periods in the order in which they choose, each with the part of the time that tells two of them apart. */
const periods: [string, (time: Date) => string][] = [
  ['keep-last', (time) => String(time.getTime())],
  ['keep-hourly', (time) => time.toISOString().slice(0, 13)],
  ['keep-daily', (time) => time.toISOString().slice(0, 10)],
  ['keep-weekly', (time) => String(Math.floor((time.getTime() / 86_400_000 + 3) / 7))],
  ['keep-monthly', (time) => time.toISOString().slice(0, 7)],
  ['keep-yearly', (time) => time.toISOString().slice(0, 4)],
];

/** Marks the backups of one guest. Without a rule, or with `keep-all`, all are kept. */
export function markBackups(backups: Volume[], keep: Record<string, string>): Map<Volume, Mark> {
  const marks = new Map<Volume, Mark>();
  const newestFirst = [...backups].sort((a, b) => b.ctime - a.ctime);
  for (const one of newestFirst) if (one.protected) marks.set(one, 'protected');
  const free = newestFirst.filter((one) => !one.protected);
  const rules = periods.filter(([name]) => Number(keep[name] ?? 0) > 0);
  if (keep['keep-all'] === '1' || !rules.length) for (const one of free) marks.set(one, 'keep');
  for (const [name, periodOf] of rules) keepNewest(free, marks, Number(keep[name]), periodOf);
  for (const one of free) if (!marks.has(one)) marks.set(one, 'remove');
  return marks;
}

/** Keeps the newest of as many periods; those that an earlier rule keeps stand for theirs. */
function keepNewest(backups: Volume[], marks: Map<Volume, Mark>, count: number, periodOf: (time: Date) => string) {
  const period = (one: Volume) => periodOf(new Date(one.ctime * 1000));
  const covered = new Set(backups.filter((one) => marks.get(one) === 'keep').map(period));
  let left = count;
  for (const one of backups) {
    if (left === 0) return;
    if (marks.has(one) || covered.has(period(one))) continue;
    covered.add(period(one));
    marks.set(one, 'keep');
    left--;
  }
}
