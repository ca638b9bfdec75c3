import type { Engine } from '@/engine/context';
import { containerView } from '@/engine/verbs/container-views';
import type { Verb } from '@/engine/verbs/verb';
import { readSpecs } from '@/lib/db/container-rows';
import { diffContainer } from '@/lib/diff/diff';
import { findAll } from '@/lib/findings/find';
import type { ObservedContainer, ObservedTask } from '@/lib/live/observed';
import { err, ok } from '@/lib/result';
import type { ConfiguredSpec, ContainerSpec } from '@/lib/spec/container';

/** Desired against live, field by field. `sync` is the live map's word, which comes from the same diff as the rows. */
export const getContainer: Verb<'getContainer'> = async (engine, { vmid }) => {
  const view = containerView(engine, vmid);
  const all = await readSpecs(engine.db.read);
  const observed = engine.observer.current();
  const container = observed.containers.get(vmid) ?? null;
  const desired = all.find((spec) => spec.vmid === vmid) ?? null;
  if (!view) return err({ kind: 'not-found', text: `There is no container ${vmid}.` });

  const live = container && liveConfig(container);
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
    rows: desired && live ? diffContainer(desired, live, container?.pending) : [],
    view,
    driftCause: view.sync === 'drifted' ? driftCause(observed.tasks, vmid, ownUser(engine)) : null,
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

const ownUser = (engine: Engine) => engine.tokenId;

/** Tasks that change a config. An edit of the config itself leaves no task in Proxmox (FACTS §3). */
const configTasks: Record<string, string> = {
  resize: 'resized a disk',
  move_volume: 'moved a volume',
  vzrollback: 'rolled back to a snapshot',
  vzrestore: 'restored a backup',
  vzstart: 'started it',
  vzstop: 'stopped it',
  vzshutdown: 'shut it down',
};

function driftCause(tasks: ObservedTask[], vmid: number, own: string): string {
  const task = tasks.find((one) => one.id === String(vmid) && one.user !== own && configTasks[one.type]);
  if (!task) return 'Its configuration was written outside Wheelhouse; Proxmox keeps no task of that.';
  return `${task.user} ${configTasks[task.type]} at ${new Date(task.startedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC.`;
}
