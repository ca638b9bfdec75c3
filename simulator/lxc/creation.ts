/** What a new container gets: its volumes, its defaults, its place in a pool. And what its end takes away. */
import { type Config, readBack } from '@/simulator/lxc/config-file';
import {
  formatSize,
  kindOf,
  mountKeys,
  newDiskOf,
  parseMountPoint,
  printMountPoint,
  volumesOf,
} from '@/simulator/lxc/mount-point';
import { normaliseNet } from '@/simulator/lxc/network';
import { normaliseTags } from '@/simulator/lxc/tags';
import { allocate, free } from '@/simulator/lxc/volumes';
import type { Container } from '@/simulator/state/state';
import type { World } from '@/simulator/world';

export const defaultRootGib = 4;

/** A container without volumes, as it is listed while it is being made. */
export function emptyContainer(world: World, node: string, vmid: number): Container {
  const container: Container = {
    vmid,
    node,
    config: { lock: 'create' },
    lxc: [],
    pending: {},
    pendingDelete: [],
    snapshots: [],
    running: null,
    createdAt: world.clock.now(),
    guest: { reactsToShutdown: true, shutdownSeconds: 1 },
  };
  world.state.containers[vmid] = container;
  return container;
}

/** The configuration of a new container from its parameters, before its volumes are made. */
export function initialConfig(world: World, vmid: number, set: Config): Config {
  const config: Config = { ...set };
  config.hostname ??= `CT${vmid}`;
  config.memory ??= '512';
  config.swap ??= '512';
  if (config.tags !== undefined) config.tags = normaliseTags(config.tags);
  for (const key of ['nameserver', 'searchdomain'])
    if (config[key] !== undefined)
      config[key] = (config[key] ?? '')
        .split(/[,; \t]+/)
        .filter(Boolean)
        .join(' ');
  for (const key of Object.keys(config))
    if (/^net\d+$/.test(key)) config[key] = normaliseNet(config[key] ?? '', world.state, world.random);
  return readBack(config);
}

/** Makes the volumes that the mount points ask for, in order. */
export function makeVolumes(world: World, at: { node: string; vmid: number }, config: Config): void {
  for (const key of mountKeys(config)) {
    const mount = parseMountPoint(key, config[key] ?? '');
    const fresh = newDiskOf(mount);
    if (!fresh) continue;
    mount.volume = allocate(world.state, fresh.storage, at, fresh.bytes, world.clock.seconds());
    mount.size = formatSize(fresh.bytes);
    config[key] = printMountPoint(key, mount);
  }
}

/** Frees the volumes of a container, unused ones too. */
export function freeVolumes(world: World, container: Container): void {
  for (const { mount } of volumesOf(container.config)) if (kindOf(mount) === 'volume') free(world.state, mount.volume);
}

/** Everything that goes with a container: its ACLs, its pool membership, its firewall; and with `purge` its jobs. */
export function forget(world: World, vmid: number, purge: boolean): void {
  const { state } = world;
  delete state.containers[vmid];
  delete state.firewall.guests[vmid];
  state.acl = state.acl.filter((entry) => entry.path !== `/vms/${vmid}` && !entry.path.startsWith(`/vms/${vmid}/`));
  for (const pool of state.pools) pool.vms = pool.vms.filter((one) => one !== vmid);
  if (purge) state.backupJobs = state.backupJobs.map((job) => withoutGuest(job, vmid)).filter((job) => job !== null);
}

/** A job without the guest; null when it was the last one. */
function withoutGuest(job: Record<string, unknown>, vmid: number): Record<string, unknown> | null {
  if (typeof job.vmid !== 'string') return job;
  const rest = job.vmid.split(',').filter((one) => one !== String(vmid));
  return rest.length ? { ...job, vmid: rest.join(',') } : null;
}
