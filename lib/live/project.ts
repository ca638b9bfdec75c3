/**
 * The whole live map of `lib/live/view.ts`, from what is observed and what the database holds.
 *
 * Pure: the same input gives the same map, and every key that is not in it is gone from the browser. It runs on each
 * beat. Comparing desired with live is what costs, and is remembered by the identity of its inputs (`compare.ts`);
 * so the caller must hand over the same objects while nothing changed, and new ones when something did.
 *
 * Containers are all that are observed, but templates, and all that are desired: one that Proxmox does not have (any
 * more) is `unknown`, one that nobody asked for is `unmanaged`. When the source is stale (see `source-view.ts`)
 * values stay as last seen, `sync` becomes `unknown`, and drift stays in the queue as it was last seen.
 */
import type { Finding } from '@/lib/findings/finding';
import { type Comparison, compare } from '@/lib/live/compare';
import { containerView } from '@/lib/live/container-view';
import type { CauseContext } from '@/lib/live/drift-cause';
import { driftItem } from '@/lib/live/drift-item';
import { hostViews } from '@/lib/live/host-view';
import type { Observed, ObservedContainer } from '@/lib/live/observed';
import { approvalItems, findingItems, missingItem, unmanagedItem } from '@/lib/live/queue';
import { sourceView } from '@/lib/live/source-view';
import type { Activity, ChangeSummary, ContainerView, OperationView, QueueItem, RunView } from '@/lib/live/view';
import type { ContainerSpec } from '@/lib/spec/container';

export type Projected = {
  now: number;
  demo: boolean;
  observed: Observed;
  desired: ContainerSpec[];
  changes: ChangeSummary[];
  leases: { vmid: number; holderKind: 'operation' | 'run'; holderId: number; by: string; since: number }[];
  operations: OperationView[];
  runs: RunView[];
  activity: Activity[];
  findings: Finding[];
  /** Who asked for each task that Wheelhouse began, by UPID; of all tasks in `observed`, however old. */
  ours: Map<string, string>;
  /** The zone in which times within sentences are told: the engine's own, so that they need not name it. */
  timeZone: string;
};

const openStatuses: ChangeSummary['status'][] = ['applying', 'approved', 'proposed'];
const urgency: Record<Finding['severity'], number> = { fault: 0, warn: 1, info: 2 };

export function project(input: Projected): Map<string, unknown> {
  const { now, observed, changes, ours, timeZone } = input;
  const source = sourceView(observed, now, input.demo);
  const desiredOf = new Map(input.desired.map((spec) => [spec.vmid, spec]));
  const context: CauseContext = { tasks: observed.tasks, ours, now, timeZone };
  const heldOf = new Map(input.leases.map((lease) => [lease.vmid, heldView(lease)]));
  const changeOf = openChanges(changes);
  const worstOf = worstFindings(input.findings);

  const map = new Map<string, unknown>([['source', source]]);
  for (const host of hostViews(observed, desiredOf)) map.set(`host/${host.node}`, host);

  const drift: QueueItem[] = [];
  for (const vmid of vmidsOf(observed, desiredOf)) {
    const desired = desiredOf.get(vmid) ?? null;
    const container = observed.containers.get(vmid) ?? null;
    const held = heldOf.get(vmid) ?? null;
    const change = changeOf.get(vmid) ?? null;
    const changing = held !== null || change?.status === 'applying';
    const comparison = compare(desired, container, { fresh: source.state === 'live', changing });
    const finding = worstOf.get(vmid) ?? null;
    const view = containerView({ desired, observed: container, comparison, held, change, finding });
    map.set(`ct/${vmid}`, view);
    if (container?.usage) map.set(`use/${vmid}`, container.usage);
    if (container) map.set(`spark/${vmid}`, container.cpuSpark);
    const item = changing ? null : driftOf(view, desired, container, comparison, observed, context);
    if (item) drift.push(item);
  }

  map.set('queue', [...approvalItems(changes, now, timeZone), ...findingItems(input.findings), ...drift]);
  map.set('recent', input.activity);
  for (const operation of input.operations) map.set(`op/${operation.id}`, operation);
  for (const change of changes) map.set(`change/${change.id}`, change);
  for (const run of input.runs) map.set(`run/${run.id}`, run);
  return map;
}

function driftOf(
  view: ContainerView,
  desired: ContainerSpec | null,
  container: ObservedContainer | null,
  { rows }: Comparison,
  observed: Observed,
  context: CauseContext,
): QueueItem | null {
  // before the first answer nobody knows what Proxmox has
  if (!container) return observed.lastAnswerAt === null ? null : missingItem(view);
  if (!desired) return unmanagedItem(view);
  return rows.length === 0 ? null : driftItem(view, rows, view.changeId, context);
}

function vmidsOf(observed: Observed, desiredOf: Map<number, ContainerSpec>): number[] {
  const seen = [...observed.containers.values()].filter(({ vmid, template }) => !template || desiredOf.has(vmid));
  return [...new Set([...seen.map(({ vmid }) => vmid), ...desiredOf.keys()])].sort((a, b) => a - b);
}

function heldView({ by, holderKind, holderId, since }: Projected['leases'][number]): ContainerView['held'] {
  return { by, kind: holderKind, id: holderId, since };
}

/** The open change of each container: the one that is furthest, then the oldest. */
function openChanges(changes: ChangeSummary[]): Map<number, ChangeSummary> {
  const open = changes
    .filter((change) => openStatuses.includes(change.status))
    .sort((a, b) => openStatuses.indexOf(a.status) - openStatuses.indexOf(b.status) || a.id - b.id);
  const found = new Map<number, ChangeSummary>();
  for (const change of open) for (const vmid of change.vmids) if (!found.has(vmid)) found.set(vmid, change);
  return found;
}

function worstFindings(findings: Finding[]): Map<number, Finding> {
  const worst = new Map<number, Finding>();
  // a remark is read on the page of the container, it does not light a lamp
  for (const finding of findings.filter(({ severity }) => severity !== 'info'))
    for (const vmid of finding.vmids) {
      const known = worst.get(vmid);
      if (!known || urgency[finding.severity] < urgency[known.severity]) worst.set(vmid, finding);
    }
  return worst;
}
