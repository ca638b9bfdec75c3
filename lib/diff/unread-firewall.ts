/**
 * Rows of a container whose firewall could not be read. What its configuration says of the firewall then means
 * nothing: those rows have no live value, and are no difference that anybody could know of.
 */
import type { FieldRow } from '@/lib/diff/field-row';

const isFirewall = ({ field }: FieldRow) => field.startsWith('firewall.');

/** The rows as they are shown. */
export function withUnreadFirewall(rows: readonly FieldRow[]): FieldRow[] {
  return rows.map((row) =>
    isFirewall(row)
      ? { ...row, live: null, equal: false, pending: null, refused: 'the firewall could not be read' }
      : row,
  );
}

/** The rows of which something is known. */
export const withoutFirewall = (rows: readonly FieldRow[]): FieldRow[] => rows.filter((row) => !isFirewall(row));
