/**
 * What the planners of the properties share: the container as it is and as it shall be, and a step before it has its
 * place in the plan.
 */
import type { FieldRow } from '@/lib/diff/field-row';
import { canonicalJson } from '@/lib/plan/canonical';
import type { ApiCall, FieldEdit, PlanNote, Step } from '@/lib/plan/plan';
import { propertyValue } from '@/lib/plan/property';
import type { ConfiguredSpec, ContainerSpec } from '@/lib/spec/container';

export type Drafting = {
  live: ConfiguredSpec;
  /** What is wanted, settled: with what only the host knows filled in. */
  want: ConfiguredSpec;
  /** The desired state before this change; null when the container is new to us. */
  before: ContainerSpec | null;
  desired: ContainerSpec;
  /** Config keys of both as Proxmox stores them. */
  liveKeys: Record<string, string>;
  wantKeys: Record<string, string>;
  /** The fields of this property that differ. */
  rows: FieldRow[];
  /** Keys that have no value yet but one that waits for a restart. */
  onlyPending: ReadonlySet<string>;
};

/** A step without what its place in the plan gives it. */
export type Draft = Pick<
  Step,
  'title' | 'edits' | 'effect' | 'effectText' | 'class' | 'call' | 'command' | 'inverse' | 'reason'
> & { name: string };

export type Drafted = { steps: Draft[]; notes: PlanNote[] };

export const nothing: Drafted = { steps: [], notes: [] };

/** Whether this change asks for the value, rather than finding it drifted. `part` narrows it to what matters. */
export function asked(drafting: Drafting, property: string, part: (value: unknown) => unknown = (v) => v): boolean {
  if (!drafting.before) return true;
  const was = part(propertyValue(drafting.before, property));
  const is = part(propertyValue(drafting.desired, property));
  return canonicalJson(was ?? null) !== canonicalJson(is ?? null);
}

export function reasonOf(drafting: Drafting, property: string): Step['reason'] {
  return asked(drafting, property) ? 'asked' : 'drift';
}

/** What no step can do: it blocks what somebody asks for, and only warns of what drifted by itself. */
export function cannot(drafting: Drafting, property: string, kind: string, text: string, isAsked?: boolean): Drafted {
  const severity = (isAsked ?? asked(drafting, property)) ? 'block' : 'warn';
  const { vmid } = drafting.live;
  return { steps: [], notes: [{ severity, vmid, at: `${vmid}/${property}`, kind, text }] };
}

export function editsOf(rows: FieldRow[]): FieldEdit[] {
  return rows.map((row) => ({
    field: row.field,
    label: row.label,
    from: row.live ?? 'not set',
    to: row.desired ?? 'not set',
  }));
}

/**
 * The call that gives one config key a value, or takes it away. A value that only waits for a restart is reverted:
 * deleting it does nothing (FACTS §4).
 */
export function setKey(live: ConfiguredSpec, key: string, value: string | undefined, onlyPending = false): ApiCall {
  const path = `/nodes/${live.node}/lxc/${live.vmid}/config`;
  if (value !== undefined) return { method: 'PUT', path, params: { [key]: value } };
  return { method: 'PUT', path, params: onlyPending ? { revert: key } : { delete: key } };
}
