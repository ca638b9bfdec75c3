/** A field of the spec as the diff knows it: how to read it, what it means, how to say it, what can't be planned. */
import { same } from '@/lib/diff/same';
import type { ConfiguredSpec } from '@/lib/spec/container';

export type Field<T = unknown> = {
  /** `memoryMiB`, `nics.net0.gw`, `mounts.mp0`. */
  path: string;
  label: string;
  read(spec: ConfiguredSpec): T | undefined;
  describe(value: T | undefined): string;
  /** With all details, for two values that differ and would otherwise read the same. */
  describeFully?(value: T | undefined): string;
  /** One form for each meaning: what Proxmox normalises, and its default for what is absent. */
  normal?(value: T | undefined): unknown;
  /** Whether the live value is what was asked for, where that is more than having the same normal form. */
  satisfied?(desired: T | undefined, live: T | undefined): boolean;
  /** Why a difference can't be planned as an edit, if it can't. */
  refused?(desired: T | undefined, live: T | undefined): string | null;
  /** A row even where nobody set it. */
  always?: boolean;
  /** A row only where it differs: it is said elsewhere, and is no news. */
  quiet?: boolean;
  /** The host does not tell it: live is not known, which is never in sync. */
  unobserved?: boolean;
};

export function means<T>(field: Field<T>, value: T | undefined): unknown {
  return field.normal ? field.normal(value) : value;
}

export function sameIn<T>(field: Field<T>, a: T | undefined, b: T | undefined): boolean {
  return same(means(field, a), means(field, b));
}

/** Whether live is what was asked for. */
export function satisfies<T>(field: Field<T>, desired: T | undefined, live: T | undefined): boolean {
  return field.satisfied ? field.satisfied(desired, live) : sameIn(field, desired, live);
}
