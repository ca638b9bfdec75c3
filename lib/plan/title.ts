/** A step's title: the label, and both values with the unit said once. "Memory 2,048 → 3,072 MiB". */
import type { FieldRow } from '@/lib/diff/field-row';

const longestValue = 48;

/** The title of a step over these rows. Rows of one NIC or mount share its name: "net0: gateway 192.168.0.1 removed". */
export function titleOf(rows: FieldRow[]): string {
  const ids = new Set(rows.map((row) => /^[a-z]+\d+(?= )/.exec(row.label)?.[0]));
  const [id] = ids;
  if (ids.size === 1 && id !== undefined && rows.every((row) => row.field.split('.').length > 2))
    return `${id}: ${rows.map((row) => partOf(row.label.slice(id.length + 1), row)).join(', ')}`;
  return capital(rows.map((row) => wholeOf(row.label, row)).join(', '));
}

function partOf(label: string, { live, desired }: FieldRow): string {
  if (isOnOff(desired)) return `${label} ${desired}`;
  if (desired === null || desired === 'not set') return `${label} ${short(live ?? '')} removed`;
  if (live === null || live === 'not set') return `${label} ${short(desired)}`;
  return `${label} ${arrow(live, desired)}`;
}

function wholeOf(label: string, { live, desired }: FieldRow): string {
  if (desired === null) return `${label} ${short(live ?? '')} removed`;
  if (live === null) return `${label} ${short(desired)}`;
  return `${label} ${arrow(live, desired)}`;
}

function arrow(from: string, to: string): string {
  if (from.length > longestValue || to.length > longestValue) return 'changed';
  const unit = / [A-Za-z%]+$/.exec(to)?.[0];
  const bare = /^[\d,.]+ [A-Za-z%]+$/;
  const same = unit !== undefined && bare.test(from) && bare.test(to) && from.endsWith(unit);
  return `${same ? from.slice(0, -unit.length) : from} → ${to}`;
}

const isOnOff = (text: string | null) => text === 'on' || text === 'off';
const short = (text: string) => (text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text);
export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
