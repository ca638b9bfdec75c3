/**
 * The observer: asks Proxmox once for everybody, so that fifty browsers cost what one costs.
 *
 *     every 3 s          the task list; what it names is read again at once
 *     each beat (10 s)   usage of everything (`metrics.ts`), the cluster's list for states and storages
 *                        (`states.ts`), the status of each node
 *     every 2 s          one container's configuration, in turn (`configurations.ts`)
 *     every minute       cluster firewall, backup jobs, bridges, what the token may not read
 *     every 1 s          the own status of what is in motion (`motion.ts`); and whether the data has become stale
 *
 * One container that cannot be read is `unreadable`; the others go on.
 */
import type { Log } from '@/engine/log';
import { createBeat } from '@/engine/observe/beat';
import { createConfigurations } from '@/engine/observe/configurations';
import { createGuest, type Guest, seriesOf, takeCurrent, viewOf } from '@/engine/observe/guest';
import { createKnown, statesSource } from '@/engine/observe/known';
import { createLoops } from '@/engine/observe/loop';
import { createMetrics } from '@/engine/observe/metrics';
import { createMotion, isMoving } from '@/engine/observe/motion';
import type { Observer } from '@/engine/observe/observer';
import { defaultPace, type Pace } from '@/engine/observe/pace';
import { askNodes, askStates, isOnline } from '@/engine/observe/states';
import type { ProxmoxError } from '@/engine/proxmox/error';
import type { CallOptions, Proxmox } from '@/engine/proxmox/proxmox';
import { readBackupJobs, readBridges, readClusterFirewall, readCurrent, readTasks } from '@/engine/proxmox/read';
import { readPermissions } from '@/engine/proxmox/read-access';
import { checkFeatures, unreadable } from '@/lib/pve/self-check';
import { err, ok, type Result } from '@/lib/result';

export type ObserverOptions = {
  proxmox: Proxmox;
  log: Log;
  clock?: () => number;
  pace?: Partial<Pace>;
};

/** A read that a person or a run waits for may take longer. */
const refreshTimeoutMs = 15_000;

export function createObserver({ proxmox, log, clock = Date.now, pace }: ObserverOptions): Observer {
  const known = createKnown({ proxmox, log, clock, pace: { ...defaultPace, ...pace } });
  const { guests, hosts, errors, now } = known;
  const configurations = createConfigurations(known);
  const metrics = createMetrics(known);
  const motion = createMotion(known);
  const beat = createBeat(known.pace.beatMs, now);
  const loops = createLoops(log);
  let tasksRead = false;
  let statesAt = Number.NEGATIVE_INFINITY;

  const appeared = (guest: Guest) => {
    guest.followed = motion.isFollowed(guest.vmid);
  };

  /** The list; whatever has no configuration yet is read. */
  async function states() {
    statesAt = now();
    const resources = await askStates(known, appeared);
    for (const { vmid, node, configuration } of guests.values())
      if (configuration === null && isOnline(known, node)) configurations.want(vmid);
    return resources;
  }

  async function onBeat(): Promise<number> {
    // Metrics name things only by id, so the first list comes before them; and nothing else while it fails.
    if (guests.size === 0 || errors.has(statesSource)) {
      await states();
      known.publish();
      if (errors.has(statesSource)) return known.pace.tasksMs;
    }
    let news = await metrics.fromExport();
    if (news === null) {
      const resources = await states();
      news = resources !== null && metrics.fromList(resources);
      if (news) await askNodes(known);
      // Metrics that stand still are no reason to leave the states alone.
    } else if (news || now() - statesAt >= known.pace.beatMs) await Promise.all([states(), askNodes(known)]);
    known.publish();
    return errors.has(statesSource) ? known.pace.tasksMs : beat.next(news);
  }

  async function onTasks(): Promise<number> {
    const began = now();
    const asked = known.heard('tasks', await readTasks(proxmox, known.options));
    if (asked) {
      const before = new Map(known.tasks.map((task) => [task.upid, task.status]));
      for (const { upid, id, type, status } of asked) {
        const last = before.get(upid);
        if (!tasksRead || !guests.has(Number(id)) || (last !== undefined && last === status)) continue;
        configurations.want(Number(id), true);
        if (isMoving(type)) void motion.ask(Number(id));
      }
      known.tasks = asked;
      known.beats += 1;
      tasksRead = true;
    }
    known.publish();
    return Math.max(0, known.pace.tasksMs - (now() - began));
  }

  async function onMinute(): Promise<number> {
    const [firewall, jobs, permissions] = await Promise.all([
      readClusterFirewall(proxmox, known.options),
      readBackupJobs(proxmox, known.options),
      readPermissions(proxmox, known.options),
      ...[...hosts.values()].map(async (host) => {
        const bridges = await readBridges(proxmox, host.node, known.options);
        if (bridges.ok) host.bridges = bridges.value;
      }),
    ]);
    known.clusterFirewall = valueOr(firewall, known.clusterFirewall);
    known.backupJobs = valueOr(jobs, known.backupJobs);
    if (permissions.ok) known.forbidden = unreadable(checkFeatures(permissions.value));
    known.publish();
    // The nodes are not known yet, or nobody answered: not a minute without them.
    return hosts.size === 0 || (!firewall.ok && isSilence(firewall.error)) ? known.pace.tasksMs : known.pace.minuteMs;
  }

  return {
    start() {
      loops.run('beat', onBeat);
      loops.run('tasks', onTasks);
      loops.run('minute', onMinute);
      loops.run('sweep', () => {
        configurations.sweep();
        return known.pace.sweepMs;
      });
      loops.run('motion', async () => {
        await motion.askAll();
        return known.pace.followMs;
      });
      loops.run('tick', () => {
        known.tick();
        return known.pace.tickMs;
      });
    },

    async stop() {
      known.close();
      await loops.stop();
    },

    current: known.current,
    onMove: known.onMove,

    async refresh(node, vmid) {
      const options: CallOptions = { timeoutMs: refreshTimeoutMs, signal: known.options.signal };
      // One that the list does not have yet is read but not added: only the list says what there is.
      const guest = guests.get(vmid) ?? createGuest(vmid, node);
      const status = await readCurrent(proxmox, node, vmid, options);
      if (!status.ok) return err(status.error);
      takeCurrent(guest, status.value, now());
      if (status.value.name !== null) guest.name = status.value.name;
      const read = await configurations.read(guest, options, true);
      if (!read.ok) return err(read.error);
      if (guests.get(vmid) === guest) known.publish();
      return ok(viewOf(guest, now()));
    },

    follow: (_node, vmid) => motion.follow(vmid),
    ring: (vmid) => seriesOf(guests.get(vmid) ?? createGuest(vmid, '')),
  };
}

function isSilence(error: ProxmoxError): boolean {
  return error.kind === 'unreachable' || error.kind === 'timeout';
}

/** Kept over a silence; a refusal means that it is not known. */
function valueOr<T>(answer: Result<T, ProxmoxError>, last: T | null): T | null {
  if (answer.ok) return answer.value;
  return isSilence(answer.error) ? last : null;
}
