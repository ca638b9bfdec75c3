/** A drift as one line of the queue: what it is, who did it, and whether it can be taken as the new wish. */
import type { FieldRow } from '@/lib/diff/field-row';
import { type CauseContext, driftCause } from '@/lib/live/drift-cause';
import type { QueueItem } from '@/lib/live/view';

/** Fields that live has and no change of the desired state can take from it. */
const notAdoptable = /^(?:node|vmid)$/;

export function driftItem(
  { vmid, hostname }: { vmid: number; hostname: string },
  rows: FieldRow[],
  changeId: number | null,
  context: CauseContext,
): QueueItem {
  const [first, ...more] = rows;
  const refused = [...new Set(rows.flatMap((row) => row.refused ?? []))];
  return {
    id: `drift/${vmid}`,
    kind: 'drift',
    severity: 'warn',
    title: `${hostname}: ${first ? differenceText(first) : 'live differs'}${more.length > 0 ? `, and ${more.length} more` : ''}`,
    evidence: [
      driftCause(vmid, rows, context),
      ...(refused.length > 0 ? [`Cannot be put back: ${refused.join(', ')}.`] : []),
    ].join(' '),
    vmids: [vmid],
    changeId,
    adoptable: rows.some((row) => !notAdoptable.test(row.field) && row.live !== null),
  };
}

/** "root disk is 6 GiB, asked for 4": only the parts that differ, and the unit once. */
export function differenceText({ label, live, desired }: FieldRow): string {
  const be = plural.test(label) ? 'are' : 'is';
  if (live === null) return `${label} ${be} not known`;
  if (desired === null) return `${label} ${be} ${short(live)}`;
  const [is, asked] = partsThatDiffer(live, desired);
  const unit = / [A-Za-z%]+$/.exec(is)?.[0];
  const number = /^[\d,.]+ [A-Za-z%]+$/;
  const bare = unit && number.test(is) && number.test(asked) && asked.endsWith(unit);
  return `${label} ${be} ${short(is)}, asked for ${short(bare ? asked.slice(0, -unit.length) : asked)}`;
}

const plural = /(?:^| )(?:tags|cores|features|servers|terminals|rules|aliases|sets|lines)$/;

function partsThatDiffer(live: string, desired: string): [string, string] {
  const a = live.split(', ');
  const b = desired.split(', ');
  if (a.length !== b.length) return [live, desired];
  const at = a.map((_, index) => index).filter((index) => a[index] !== b[index]);
  const pick = (parts: string[]) => at.map((index) => parts[index] ?? '').join(', ');
  return [pick(a), pick(b)];
}

const short = (text: string) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
