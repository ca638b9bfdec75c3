/**
 * Desired beside live, field by field.
 *
 * The diff is over meaning and not over spelling: what Proxmox normalises (order of tags, case of MAC addresses, the
 * newline after a description, notation of sizes, defaults of what is absent) never differs, and what a spec leaves
 * open (the MAC address, the volume's name) is satisfied by whatever Proxmox made. So an applied change plans to
 * nothing.
 *
 * `live` of a row is what runs now. Where Proxmox holds another value back until a restart, that is `pending`, and
 * the row is equal if and only if the pending value is what was asked for: nothing is left to plan then but the
 * restart, and conversely a live value that is right today and will not survive a restart is a difference.
 *
 * A field that nobody set and that has no meaning of its own gives no row. `refused` says why a difference can't be
 * made live by editing the field.
 */
import { type Field, sameIn, satisfies } from '@/lib/diff/field';
import type { FieldRow } from '@/lib/diff/field-row';
import { fieldsOf } from '@/lib/diff/fields';
import { withPending } from '@/lib/diff/pending';
import type { PendingKey } from '@/lib/live/observed';
import type { ConfiguredSpec, ContainerSpec } from '@/lib/spec/container';

/** A row for each field that means something, those that are equal too, in the order in which they are shown. */
export function diffContainer(
  desired: ContainerSpec,
  live: ConfiguredSpec,
  pending: readonly PendingKey[] = [],
): FieldRow[] {
  const { running, next } = withPending(live, pending);
  return fieldsOf(desired, [running, next]).flatMap((field) => {
    const values = { asked: field.read(desired), now: field.read(running), later: field.read(next) };
    return rowOf(field, values) ?? [];
  });
}

/** The rows that differ. */
export function differences(rows: readonly FieldRow[]): FieldRow[] {
  return rows.filter((row) => !row.equal);
}

function rowOf(field: Field, { asked, now, later }: { asked: unknown; now: unknown; later: unknown }): FieldRow | null {
  const isUnset = (value: unknown) => value === undefined || sameIn(field, value, undefined);
  if (!field.always && isUnset(asked) && isUnset(now) && isUnset(later)) return null;

  const row = { field: field.path, label: field.label, pending: null, refused: null };
  if (field.unobserved)
    return { ...row, desired: field.describe(asked), live: null, equal: false, refused: refusal(field, asked, now) };

  const waits = now !== later && !sameIn(field, now, later);
  const equal = satisfies(field, asked, later);
  if (field.quiet && equal && !waits) return null;
  const words = [asked, now, later].map((value) => field.describe(value));
  const sayMore = field.describeFully && !equal && words[0] === words[2];
  const [desired = '', live = '', after = ''] = sayMore
    ? [asked, now, later].map((value) => field.describeFully?.(value) ?? '')
    : words;
  return {
    ...row,
    desired,
    live,
    equal,
    pending: waits ? after : null,
    refused: equal ? null : refusal(field, asked, later),
  };
}

function refusal(field: Field, desired: unknown, live: unknown): string | null {
  return field.refused?.(desired, live) ?? null;
}
