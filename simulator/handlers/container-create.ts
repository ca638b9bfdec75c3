/** Making and destroying a container (FACTS §5). A restore is a making from a backup. */
import { isRootTicket } from '@/simulator/access/identity';
import { widest } from '@/simulator/interface/interface';
import { parsePropertyString, printPropertyString } from '@/simulator/interface/property-string';
import { type Config, readBack } from '@/simulator/lxc/config-file';
import { checkLock, checkProtection, containerOf } from '@/simulator/lxc/containers';
import {
  defaultRootGib,
  emptyContainer,
  forget,
  freeVolumes,
  initialConfig,
  makeVolumes,
} from '@/simulator/lxc/creation';
import { checkKeys } from '@/simulator/lxc/key-permissions';
import { kindOf, mountKeys, newDiskOf, parseMountPoint } from '@/simulator/lxc/mount-point';
import { randomHwaddr } from '@/simulator/lxc/network';
import { bringUp, startSeconds, takeDown } from '@/simulator/lxc/power';
import { storageOf, volumeOf } from '@/simulator/lxc/volumes';
import { badParameters, die, forbidden } from '@/simulator/refusal';
import type { Container } from '@/simulator/state/state';
import type { Call, Handlers, World } from '@/simulator/world';

/** Parameters of the call that are no config keys. */
const controls = new Set([
  'node',
  'vmid',
  'ostemplate',
  'storage',
  'pool',
  'restore',
  'force',
  'unique',
  'start',
  'password',
  'ssh-public-keys',
  'bwlimit',
  'ignore-unpack-errors',
  'unprivileged',
  'rootfs',
  'ha-managed',
]);

/** How fast an archive is unpacked. */
const unpackedBytesPerSecond = 60e6;

export function checkUnused(world: World, vmid: number): void {
  const taken = world.state.containers[vmid];
  if (taken) die(`CT ${vmid} already exists on node '${taken.node}'`);
}

const defaultUnprivileged = ({ endpoint }: Call, backed: Config | undefined) =>
  backed || endpoint.parameters.get('unprivileged')?.default !== 1 ? '0' : '1';

/** A privileged container is root on the host to some extent: 9 wants the right to change the host for it. */
export function checkPrivileged({ endpoint, access }: Call, unprivileged: boolean): void {
  if (!unprivileged && endpoint.gains.has('privileged-needs-sys-modify')) access.require('/', ['Sys.Modify']);
}

export function checkPool(world: World, pool: string | undefined): void {
  if (pool && !world.state.pools.some((one) => one.poolid === pool)) forbidden(`pool '${pool}' does not exist`);
}

function create(world: World, call: Call): string {
  const { parameters: p, access } = call;
  const { node = '', pool } = p;
  const vmid = Number(p.vmid);
  const existing = world.state.containers[vmid];
  const overwrite = p.restore === '1' && p.force === '1' && existing?.node === node;
  if (!overwrite) checkUnused(world, vmid);
  else if (existing?.running) die("can't overwrite running container");
  checkPool(world, pool);
  const allowed = access.has(`/vms/${vmid}`, 'VM.Allocate') || (!!pool && access.has(`/pool/${pool}`, 'VM.Allocate'));
  const restores = overwrite && access.has(`/vms/${vmid}`, 'VM.Backup');
  if (!allowed && !restores && !isRootTicket(call.identity)) forbidden();
  checkKeyFile(p['ssh-public-keys']);
  const set: Config = Object.fromEntries(Object.entries(p).filter(([key]) => !controls.has(key)));
  const storage = p.storage ?? 'local';
  const rootfs = p.rootfs ?? (p.restore === '1' ? undefined : `${storage}:${defaultRootGib}`);
  if (rootfs) set.rootfs = rootfs;
  const backed = p.restore === '1' ? volumeOf(world.state, p.ostemplate ?? '')?.backup?.config : undefined;
  // A restore keeps what the backup has; else the release has its default (FACTS §8).
  const unprivileged = (p.unprivileged ?? backed?.unprivileged ?? defaultUnprivileged(call, backed)) === '1';
  checkPrivileged(call, unprivileged);
  if (p.rootfs === undefined) checkTarget(world, call, storage);
  for (const key of mountKeys(set)) checkMount(world, call, key, set[key] ?? '');
  checkKeys(access, { vmid, pool, old: {}, set, remove: [], unprivileged });
  if (unprivileged) set.unprivileged = '1';
  const type = p.restore === '1' ? 'vzrestore' : 'vzcreate';
  const before = overwrite ? existing : undefined;
  const container = before ?? emptyContainer(world, node, vmid);
  return world.tasks.start({ node, type, id: p.vmid ?? '', user: call.identity.authid }, (task) =>
    task.wait(
      world.locks.withConfig(vmid, async () => {
        try {
          if (type === 'vzrestore') await restore(world, call, container, set, before, task.sleep, task.log);
          else await make(world, call, container, set, task.sleep, task.log);
        } catch (error) {
          if (!before) forget(world, vmid, false);
          throw error;
        }
        world.state.pools.find((one) => one.poolid === pool)?.vms.push(vmid);
        if (p.start === '1') startAfter(world, call, vmid);
        world.changed();
      }),
    ),
  );
}

function checkKeyFile(keys: string | undefined): void {
  if (keys === undefined) return;
  const lines = keys.split('\n').filter((line) => line.trim());
  if (!lines.every((line) => /^(?:ssh-\w+|ecdsa-sha2-\S+|sk-\S+) [A-Za-z0-9+/=]{20,}(?: .*)?$/.test(line.trim())))
    die('SSH public key validation error');
}

function checkTarget(world: World, call: Call, id: string): void {
  const storage = storageOf(world.state, id);
  if (!storage.content.includes('rootdir'))
    badParameters({ storage: `storage '${id}' does not support container directories` });
  call.access.require(`/storage/${id}`, ['Datastore.AllocateSpace']);
}

function checkMount(world: World, call: Call, key: string, text: string): void {
  const mount = parseMountPoint(key, text);
  const fresh = newDiskOf(mount);
  if (fresh) checkTarget(world, call, fresh.storage);
  else if (kindOf(mount) === 'volume' && !volumeOf(world.state, mount.volume) && !mount.volume.includes(':'))
    die('Only root can pass arbitrary filesystem paths');
}

type Sleep = (seconds: number) => Promise<void>;
type LogLine = (line: string) => void;

async function make(world: World, call: Call, container: Container, set: Config, sleep: Sleep, log: LogLine) {
  const { ostemplate = '' } = call.parameters;
  const template = world.state.templates[ostemplate];
  const config = initialConfig(world, container.vmid, set);
  container.config = { lock: 'create', ...(config.hostname ? { hostname: config.hostname } : {}) };
  if (!template && !volumeOf(world.state, ostemplate)) die(`volume '${ostemplate}' does not exist`);
  makeVolumes(world, container, config);
  log(`Formatting '${config.rootfs?.split(',')[0]}'`);
  await sleep(0.05);
  log(`extracting archive '${ostemplate}'`);
  await sleep(0.03 + (volumeOf(world.state, ostemplate)?.size ?? 0) / unpackedBytesPerSecond);
  log(`Detected container architecture: ${template?.arch ?? 'amd64'}`);
  container.config = {
    ...config,
    arch: config.arch ?? template?.arch ?? 'amd64',
    ostype: config.ostype ?? template?.ostype ?? 'debian',
  };
  if (template) container.guest = { ...template.guest };
}

async function restore(
  world: World,
  call: Call,
  container: Container,
  set: Config,
  before: Container | undefined,
  sleep: Sleep,
  log: LogLine,
) {
  const { ostemplate = '', storage } = call.parameters;
  const backup = volumeOf(world.state, ostemplate)?.backup;
  if (!backup) return die(`volume '${ostemplate}' does not exist`);
  log(`recovering backed-up configuration from '${ostemplate}'`);
  const config: Config = { ...backup.config, ...set };
  for (const key of mountKeys(config)) {
    if (set[key]) continue;
    const mount = parseMountPoint(key, config[key] ?? '');
    if (kindOf(mount) !== 'volume') continue;
    const gib = Number.parseFloat(sizeInGib(mount.size ?? '4G'));
    const target = storage ?? mount.volume.split(':')[0];
    const { size: _, volume: __, ...options } = mount;
    config[key] = printPropertyString(widest(key === 'rootfs' ? 'rootfs' : 'mount'), {
      ...options,
      volume: `${target}:${gib}`,
    });
  }
  if (call.parameters.unique === '1') renewAddresses(world, config);
  // The new volumes are made before the old ones go: the disk numbers move up.
  makeVolumes(world, container, config);
  await sleep(1.5);
  if (before) freeVolumes(world, before);
  log(`restoring '${ostemplate}' now..`);
  await sleep(1);
  delete config.lock;
  container.config = readBack(config);
  container.pending = {};
  container.pendingDelete = [];
  container.snapshots = [];
  if (backup.firewall) world.state.firewall.guests[container.vmid] = structuredClone(backup.firewall);
}

function sizeInGib(size: string): string {
  const match = /^([\d.]+)([KMGT]?)$/.exec(size);
  const factor = { '': 2 ** -30, K: 2 ** -20, M: 2 ** -10, G: 1, T: 1024 }[match?.[2] ?? 'G'] ?? 1;
  return String(Number(match?.[1] ?? 4) * factor);
}

/** New MAC addresses for all NICs. */
export function renewAddresses(world: World, config: Config): void {
  for (const key of Object.keys(config))
    if (/^net\d+$/.test(key)) {
      const net = parsePropertyString(widest('net'), config[key] ?? '', 'net');
      config[key] = printPropertyString(widest('net'), { ...net, hwaddr: randomHwaddr(world.state, world.random) });
    }
}

/** `start=1`: a task of its own, after the first has let the lock go. */
function startAfter(world: World, call: Call, vmid: number): void {
  const node = call.parameters.node ?? '';
  world.tasks.start({ node, type: 'vzstart', id: String(vmid), user: call.identity.authid }, (task) =>
    task.wait(
      world.locks.withConfig(vmid, async () => {
        await task.sleep(startSeconds);
        bringUp(world, node, vmid);
      }),
    ),
  );
}

function destroy(world: World, call: Call): string {
  const { node = '', vmid = '', force, purge } = call.parameters;
  const container = containerOf(world.state, node, vmid);
  checkProtection(container, `can't remove CT ${vmid}`);
  if (force !== '1') checkLock(container);
  if (container.running && force !== '1') die(`unable to destroy CT ${vmid} - container is running`);
  return world.tasks.start({ node, type: 'vzdestroy', id: vmid, user: call.identity.authid }, (task) =>
    task.wait(
      world.locks.withConfig(Number(vmid), async () => {
        const now = containerOf(world.state, node, vmid);
        if (now.running) {
          await task.sleep(0.5);
          takeDown(world, now);
        }
        now.config.lock = 'destroyed';
        await task.sleep(0.6);
        freeVolumes(world, now);
        forget(world, Number(vmid), purge === '1');
        world.changed();
      }),
    ),
  );
}

export const containerCreateHandlers: Handlers = {
  'POST /nodes/{node}/lxc': create,
  'DELETE /nodes/{node}/lxc/{vmid}': destroy,
};
