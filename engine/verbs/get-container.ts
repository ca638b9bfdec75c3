import type { Engine } from '@/engine/context';
import { containerView } from '@/engine/verbs/container-views';
import type { Verb } from '@/engine/verbs/verb';
import { readSpecs } from '@/lib/db/container-rows';
import { diffContainer, differences } from '@/lib/diff/diff';
import { findAll } from '@/lib/findings/find';
import { type CauseContext, driftCause } from '@/lib/live/drift-cause';
import type { ObservedContainer } from '@/lib/live/observed';
import { err, ok } from '@/lib/result';
import type { ConfiguredSpec, ContainerSpec } from '@/lib/spec/container';

/** Desired against live, field by field. `sync` is the live map's word, which comes from the same diff as the rows. */
export const getContainer: Verb<'getContainer'> = async (engine, { vmid }) => {
  const view = await containerView(engine, vmid);
  const all = await readSpecs(engine.db.read);
  const observed = engine.observer.current();
  const container = observed.containers.get(vmid) ?? null;
  const desired = all.find((spec) => spec.vmid === vmid) ?? null;
  if (!view) return err({ kind: 'not-found', text: `There is no container ${vmid}.` });

  const live = container && liveConfig(container);
  const rows = desired && live ? diffContainer(desired, live, container?.pending) : [];
  return ok({
    vmid,
    desired,
    live: container && {
      ...(live ?? {}),
      observedAt: container.configuredAt,
      status: container.status,
      usage: container.usage,
      unreadable: container.unreadable,
    },
    sync: view.sync,
    health: view.sync === 'unknown' ? 'unknown' : view.status === 'running' ? 'unproved' : view.status,
    findings: findAll({ desired: all, observed }).filter((finding) => finding.vmids.includes(vmid)),
    digest: container?.digest ?? null,
    rows,
    view,
    driftCause: view.sync === 'drifted' ? driftCause(vmid, differences(rows), await causes(engine, vmid)) : null,
    needs: named(all, desired?.dependsOn ?? []),
    neededBy: named(
      all,
      all.filter((spec) => spec.dependsOn.includes(vmid)).map((spec) => spec.vmid),
    ),
  });
};

function liveConfig({ config, status }: ObservedContainer): ConfiguredSpec | null {
  return config && status !== 'unknown' ? { ...config, power: status } : config;
}

function named(all: ContainerSpec[], vmids: number[]) {
  return vmids.map((vmid) => ({
    vmid,
    hostname: all.find((spec) => spec.vmid === vmid)?.hostname ?? `container ${vmid}`,
  }));
}

/** The tasks that Proxmox has, and which of them are ours. */
async function causes({ db, observer, clock }: Engine, vmid: number): Promise<CauseContext> {
  const [operations, steps] = await Promise.all([
    db.read.operation.findMany({ where: { vmid, upid: { not: null } }, orderBy: { id: 'desc' }, take: 100 }),
    db.read.runStep.findMany({
      where: { upid: { contains: `:${vmid}:` } },
      include: { run: true },
      orderBy: { runId: 'desc' },
      take: 100,
    }),
  ]);
  const ours = new Map<string, string>();
  for (const { upid, requestedBy } of operations) if (upid) ours.set(upid, requestedBy);
  for (const { upid, run } of steps) if (upid) ours.set(upid, run.startedBy);
  return { tasks: observer.current().tasks, ours, now: clock(), timeZone: 'UTC' };
}
