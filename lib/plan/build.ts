/**
 * Builds the plan that takes live to the desired state.
 *
 * Each difference that `lib/diff` sees becomes a step, or a note that says why it cannot. One step sets one property
 * (a whole property string, as Proxmox does), so each has its own inverse and is read back by itself. The order is
 * total (vmid, then the table of properties) and does not depend on the order of the inputs; steps of one container
 * come one after the other. A plan never destroys: a volume is not taken away, moved or shrunk, and a container
 * is neither created nor deleted here.
 *
 * Nothing is restarted that nobody asked to restart: what waits for a restart says so.
 */
import { diffContainer, differences } from '@/lib/diff/diff';
import { invariant } from '@/lib/invariant';
import type { PendingKey } from '@/lib/live/observed';
import { configKeys } from '@/lib/plan/config-keys';
import { configStep } from '@/lib/plan/config-step';
import { diskSteps } from '@/lib/plan/disk-step';
import type { Draft, Drafted, Drafting } from '@/lib/plan/draft';
import { firewallStep } from '@/lib/plan/firewall-step';
import { hashPlan } from '@/lib/plan/hash';
import type { Plan, PlanNote, Step } from '@/lib/plan/plan';
import { powerStep } from '@/lib/plan/power-step';
import { placeOf, propertyOf } from '@/lib/plan/property';
import { settle } from '@/lib/plan/settle';
import type { ConfiguredSpec, ContainerSpec } from '@/lib/spec/container';

export type Target = {
  desired: ContainerSpec;
  /** The desired state before this change; null when there was none. */
  before: ContainerSpec | null;
  live: ConfiguredSpec;
  /** Of the config that `live` was read from. */
  digest: string;
  /** What waits for a restart; `live` has it as if it did not. */
  pending?: readonly PendingKey[];
};

export function buildPlan(targets: Target[]): Plan {
  const sorted = targets.toSorted((a, b) => a.live.vmid - b.live.vmid);
  for (const [at, { desired, live }] of sorted.entries()) {
    invariant(desired.vmid === live.vmid, `desired ${desired.vmid} is planned against live ${live.vmid}`);
    invariant(sorted[at + 1]?.live.vmid !== live.vmid, `${live.vmid} is a target twice`);
  }
  const planned = sorted.map(planTarget);
  const body = {
    steps: planned.flatMap((one) => one.steps),
    notes: planned.flatMap((one) => one.notes),
    observed: sorted.map(({ live, digest }) => ({ vmid: live.vmid, digest, live })),
    desired: sorted.map(({ desired }) => desired),
  };
  return { hash: hashPlan(body), ...body };
}

function planTarget({ desired, before, live, digest, pending = [] }: Target): { steps: Step[]; notes: PlanNote[] } {
  const want = settle(desired, live);
  const rows = differences(diffContainer(desired, live));
  const shared = {
    desired,
    before,
    live,
    want,
    liveKeys: configKeys(live),
    wantKeys: configKeys(want),
    onlyPending: new Set(
      pending.flatMap(({ key, value, pending: next }) => (value === null && next !== null ? [key] : [])),
    ),
  };
  const properties = [...new Set(rows.map((row) => propertyOf(row.field)))].sort((a, b) => byPlace(a, b, want));
  const drafted = properties.map((property) =>
    draftProperty({ ...shared, rows: rows.filter((row) => propertyOf(row.field) === property) }, property),
  );
  return {
    steps: drafted
      .flatMap((one) => one.steps)
      .map((draft, at, all) => placed(draft, all[at - 1], desired, live, digest)),
    notes: drafted.flatMap((one) => one.notes),
  };
}

function draftProperty(drafting: Drafting, property: string): Drafted {
  if (property === 'rootfs' || property.startsWith('mounts.')) return diskSteps(drafting, property);
  if (property === 'firewall.rules' || property === 'firewall.options') return firewallStep(drafting, property);
  if (property === 'power') return powerStep(drafting, property);
  return configStep(drafting, property);
}

function byPlace(a: string, b: string, want: ConfiguredSpec): number {
  const [orderA, numberA] = placeOf(a, want);
  const [orderB, numberB] = placeOf(b, want);
  return orderA - orderB || numberA - numberB || (a < b ? -1 : 1);
}

function placed(
  { name, ...draft }: Draft,
  previous: Draft | undefined,
  desired: ContainerSpec,
  live: ConfiguredSpec,
  digest: string,
): Step {
  return {
    id: `${live.vmid}/${name}`,
    vmid: live.vmid,
    node: live.node,
    hostname: desired.hostname,
    ...draft,
    ...(previous ? {} : { precondition: { digest } }),
    after: previous ? [`${live.vmid}/${previous.name}`] : [],
  };
}
