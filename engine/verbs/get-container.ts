import type { Engine } from '@/engine/context';
import { engineTimeZone } from '@/engine/time-zone';
import { containerView } from '@/engine/verbs/container-views';
import type { Verb } from '@/engine/verbs/verb';
import { readOurTasks } from '@/engine/views/our-tasks';
import { diffContainer, differences } from '@/lib/diff/diff';
import { withUnreadFirewall } from '@/lib/diff/unread-firewall';
import { findAll } from '@/lib/findings/find';
import { type CauseContext, driftCause } from '@/lib/live/drift-cause';
import type { ObservedContainer } from '@/lib/live/observed';
import { err, ok } from '@/lib/result';
import type { ConfiguredSpec, ContainerSpec } from '@/lib/spec/container';

/** Desired against live, field by field. `sync` is the live map's word, which comes from the same diff as the rows. */
export const getContainer: Verb<'getContainer'> = async (engine, { vmid }) => {
  const view = await containerView(engine, vmid);
  const all = engine.desired();
  const observed = engine.observer.current();
  const container = observed.containers.get(vmid) ?? null;
  const desired = all.find((spec) => spec.vmid === vmid) ?? null;
  if (!view) return err({ kind: 'not-found', text: `There is no container ${vmid}.` });

  const live = container && liveConfig(container);
  const read = desired && live ? diffContainer(desired, live, container?.pending) : [];
  const firewallUnread = container !== null && container.firewallUnread !== null;
  const rows = firewallUnread ? withUnreadFirewall(read) : read;
  return ok({
    vmid,
    desired,
    live: container && {
      ...(live ?? {}),
      ...(firewallUnread ? { firewall: undefined } : {}),
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
    driftCause: view.sync === 'drifted' ? driftCause(vmid, differences(read), await causes(engine)) : null,
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

/** What the drift item of the queue goes by, too: the two must not tell two stories. */
async function causes({ db, observer, clock }: Engine): Promise<CauseContext> {
  const ours = await readOurTasks(db.read);
  return { tasks: observer.current().tasks, ours, now: clock(), timeZone: engineTimeZone() };
}
