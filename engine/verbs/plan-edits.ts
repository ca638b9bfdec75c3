/**
 * From edits to a plan, against what is live this moment: the one path of preview, propose, replan, approve and
 * apply, so that the same edits over the same state always give the same hash.
 *
 * The edits go onto the desired state as it is now; the whole lab is validated with them; each touched container is
 * read from Proxmox; then the plan is built. Nothing is stored here.
 */

import type { Engine } from '@/engine/context';
import { proxmoxRefusal } from '@/engine/verbs/proxmox-refusal';
import { readSpecs } from '@/lib/db/container-rows';
import { buildPlan, type Target } from '@/lib/plan/build';
import { canonicalJson } from '@/lib/plan/canonical';
import { hashPlan } from '@/lib/plan/hash';
import { impactOf } from '@/lib/plan/impact';
import type { Edit, Impact, Plan, PlanNote } from '@/lib/plan/plan';
import type { FieldError, Refusal } from '@/lib/refusal';
import { err, ok, type Result } from '@/lib/result';
import type { ContainerSpec } from '@/lib/spec/container';
import { applyEdit } from '@/lib/spec/edit';
import { validateLab } from '@/lib/spec/validate';

export type Planned = {
  plan: Plan;
  impact: Impact;
  /** The desired state of each touched container, before and after. */
  targets: { before: ContainerSpec; after: ContainerSpec }[];
  /** Whether the desired state itself changes; a change may also only put live back. */
  changesDesired: boolean;
};

export async function planEdits(engine: Engine, edits: Edit[]): Promise<Result<Planned, Refusal>> {
  const all = await readSpecs(engine.db.read);
  const edited = applyEdits(all, edits);
  if (!edited.ok) return edited;
  const targets = edited.value;

  const read = await Promise.all(targets.map((target) => readLive(engine, target)));
  const built: Target[] = [];
  for (const [index, live] of read.entries()) {
    const target = targets[index];
    if (!live.ok) return live;
    if (target) built.push({ desired: target.after, before: target.before, ...live.value });
  }
  const plan = withNotes(buildPlan(built), newNotes(engine, all, targets));
  const impact = impactOf(plan, {
    before: targets.map((target) => target.before),
    all,
    observed: engine.observer.current(),
    restartSeconds: await restartSeconds(
      engine,
      targets.map((target) => target.before.vmid),
    ),
  });
  const changesDesired = targets.some(({ before, after }) => canonicalJson(before) !== canonicalJson(after));
  return ok({ plan, impact, targets, changesDesired });
}

function applyEdits(
  all: ContainerSpec[],
  edits: Edit[],
): Result<{ before: ContainerSpec; after: ContainerSpec }[], Refusal> {
  const fields: FieldError[] = [];
  const targets = new Map<number, { before: ContainerSpec; after: ContainerSpec }>();
  for (const [index, edit] of edits.entries()) {
    const at = `edits.${index}`;
    const unsupported = (['create', 'remove'] as const).find((key) => edit[key] !== undefined);
    if (unsupported) {
      const accepted = `set and unset: this build does not ${unsupported} containers`;
      fields.push({ field: `${at}.${unsupported}`, given: unsupported, accepted });
      continue;
    }
    const known = targets.get(edit.vmid) ?? specTwice(all.find((spec) => spec.vmid === edit.vmid));
    if (!known) {
      fields.push({
        field: `${at}.vmid`,
        given: String(edit.vmid),
        accepted: 'a container that Wheelhouse has a desired state of',
      });
      continue;
    }
    const after = applyEdit(known.after, edit);
    if (after.ok) targets.set(edit.vmid, { before: known.before, after: after.value });
    else fields.push(...after.error.map((error) => ({ ...error, field: `${at}.${error.field}` })));
  }
  const first = fields[0];
  if (first) return err({ kind: 'invalid', text: `${first.field}: accepted is ${first.accepted}.`, fields });
  return ok([...targets.values()].sort((a, b) => a.before.vmid - b.before.vmid));
}

const specTwice = (spec: ContainerSpec | undefined) => spec && { before: spec, after: spec };

/**
 * The configuration as Proxmox has it now, and nothing older. A firewall that cannot be read is taken to be as desired,
 * so that no step touches it; an edit that would is refused.
 */
async function readLive(
  engine: Engine,
  { before, after }: { before: ContainerSpec; after: ContainerSpec },
): Promise<Result<Pick<Target, 'live' | 'digest' | 'pending'>, Refusal>> {
  const { node, vmid, hostname, firewall } = before;
  const observed = await engine.observer.refresh(node, vmid);
  if (!observed.ok) return err(proxmoxRefusal(observed.error, `${hostname} could not be read`));
  const { config, digest, unreadable, firewallUnread, pending, status } = observed.value;
  if (unreadable !== null || !config || digest === null)
    return err({
      kind: 'conflict',
      text: `The configuration of ${hostname} cannot be read (${unreadable ?? 'no digest'}), so nothing can be planned against it.`,
    });
  if (firewallUnread !== null && canonicalJson(after.firewall) !== canonicalJson(firewall))
    return err({
      kind: 'conflict',
      text: `The firewall of ${hostname} cannot be read (${firewallUnread}), so no change of it can be planned.`,
    });
  const known = firewallUnread === null ? config : { ...config, firewall };
  return ok({ live: status === 'unknown' ? known : { ...known, power: status }, digest, pending });
}

/** What this change makes wrong; what was wrong in the lab before it is a finding, and does not stop it. */
function newNotes(
  engine: Engine,
  all: ContainerSpec[],
  targets: { before: ContainerSpec; after: ContainerSpec }[],
): PlanNote[] {
  const { hosts } = engine.observer.current();
  const known = {
    nodes: hosts.map((host) => host.node),
    storages: [...new Set(hosts.flatMap((host) => host.storages.map((storage) => storage.storage)))],
    bridges: [...new Set(hosts.flatMap((host) => host.bridges))],
  };
  const afterOf = new Map(targets.map(({ after }) => [after.vmid, after]));
  const old = new Set(validateLab(all, known).map(canonicalJson));
  return validateLab(
    all.map((spec) => afterOf.get(spec.vmid) ?? spec),
    known,
  ).filter((note) => !old.has(canonicalJson(note)));
}

function withNotes(plan: Plan, notes: PlanNote[]): Plan {
  if (notes.length === 0) return plan;
  const whole = { ...plan, notes: [...notes, ...plan.notes] };
  return { ...whole, hash: hashPlan(whole) };
}

/** How long the last restarts of each container took, in the mean. */
async function restartSeconds(engine: Engine, vmids: number[]): Promise<Map<number, number>> {
  const rows = await engine.db.read.operation.findMany({
    where: { vmid: { in: vmids }, kind: 'restart', status: 'ok' },
    orderBy: { id: 'desc' },
    take: 5 * vmids.length,
  });
  return new Map(
    vmids.flatMap((vmid): [number, number][] => {
      const took = rows.flatMap((row) =>
        row.vmid === vmid && row.endedAt ? [(row.endedAt.getTime() - row.requestedAt.getTime()) / 1000] : [],
      );
      return took.length > 0 ? [[vmid, took.reduce((sum, seconds) => sum + seconds, 0) / took.length]] : [];
    }),
  );
}
