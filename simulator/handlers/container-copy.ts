/** Clones, templates and moved volumes (FACTS §5). */

import { checkPool, checkPrivileged, checkUnused, renewAddresses } from '@/simulator/handlers/container-create';
import { type Config, readBack } from '@/simulator/lxc/config-file';
import { checkDigest, checkLock, containerOf } from '@/simulator/lxc/containers';
import { emptyContainer, forget } from '@/simulator/lxc/creation';
import {
  addUnused,
  formatSize,
  kindOf,
  mountKeys,
  parseMountPoint,
  printMountPoint,
  volumesOf,
} from '@/simulator/lxc/mount-point';
import { allocate, checkNode, free, renameToBase, storageOf, volumeOf } from '@/simulator/lxc/volumes';
import { badParameters, die } from '@/simulator/refusal';
import type { Container } from '@/simulator/state/state';
import type { Call, Handlers, World } from '@/simulator/world';

const containerIn = (world: World, { parameters }: Call) =>
  containerOf(world.state, parameters.node ?? '', parameters.vmid ?? '');

function clone(world: World, call: Call): string {
  const { node = '', vmid = '', newid = '', snapname, pool, target, storage, full } = call.parameters;
  checkPool(world, pool);
  if (target && target !== node) checkSharing(world, call, target);
  const source = containerIn(world, call);
  checkLock(source);
  checkUnused(world, Number(newid));
  checkPrivileged(call, source.config.unprivileged === '1');
  const snapshot = snapname ? source.snapshots.find((one) => one.name === snapname) : null;
  if (snapname && !snapshot) die(`snapshot '${snapname}' does not exist`);
  const linked = full === undefined ? source.config.template === '1' : full === '0';
  if (source.running && !snapname && !linked) die('Cannot do full clones on a running container without snapshots');
  const config: Config = structuredClone(snapshot?.config ?? source.config);
  const copy = emptyContainer(world, target ?? node, Number(newid));
  source.config.lock = 'disk';
  return world.tasks.start({ node, type: 'vzclone', id: vmid, user: call.identity.authid }, async (task) => {
    try {
      await copyVolumes(world, config, copy, storage, () => task.sleep(0.6));
    } catch (error) {
      delete source.config.lock;
      forget(world, Number(newid), false);
      if (error instanceof Error) error.message = `clone failed: ${error.message}`;
      throw error;
    }
    delete source.config.lock;
    finish(world, call, copy, source, config);
  });
}

/** A copy on another node needs storages that both have. */
function checkSharing(world: World, call: Call, target: string): void {
  const { storage } = call.parameters;
  if (!world.state.nodes.some((one) => one.name === target)) die(`no such cluster node '${target}'`);
  if (storage) {
    const wanted = storageOf(world.state, storage);
    checkNode(wanted, target);
    if (!wanted.shared) die(`can't clone to non-shared storage '${storage}'`);
  }
  const local = volumesOf(containerIn(world, call).config).some(
    ({ mount }) => kindOf(mount) === 'volume' && !storageOf(world.state, mount.volume.split(':')[0] ?? '').shared,
  );
  if (local) die(`can't clone CT to node '${target}' (CT uses local storage)`);
}

async function copyVolumes(
  world: World,
  config: Config,
  at: { node: string; vmid: number },
  storage: string | undefined,
  pause: () => Promise<void>,
) {
  if (storage && !storageOf(world.state, storage).content.includes('rootdir'))
    die(`content type 'rootdir' is not available or configured on storage '${storage}'`);
  for (const key of mountKeys(config)) {
    const mount = parseMountPoint(key, config[key] ?? '');
    if (kindOf(mount) !== 'volume') continue;
    const old = volumeOf(world.state, mount.volume);
    if (!old) die(`volume '${mount.volume}' does not exist`);
    await pause();
    const target = storage ?? mount.volume.split(':')[0] ?? '';
    mount.volume = allocate(world.state, target, at, old?.size ?? 0, world.clock.seconds());
    mount.size = formatSize(old?.size ?? 0);
    config[key] = printMountPoint(key, mount);
  }
}

function finish(world: World, call: Call, copy: Container, source: Container, config: Config): void {
  const { hostname, description, pool } = call.parameters;
  for (const key of Object.keys(config))
    if (['lock', 'parent', 'template'].includes(key) || /^unused\d+$/.test(key)) delete config[key];
  renewAddresses(world, config);
  if (hostname) config.hostname = hostname;
  if (description !== undefined) config.description = description;
  copy.config = readBack(config);
  copy.lxc = structuredClone(source.lxc);
  copy.guest = { ...source.guest };
  world.state.pools.find((one) => one.poolid === pool)?.vms.push(copy.vmid);
  world.changed();
}

/** A template's volumes become base images, and it never starts again. */
function template(world: World, call: Call): null {
  const container = containerIn(world, call);
  checkLock(container);
  if (container.snapshots.length) die('unable to convert CT to template - snapshots exist');
  if (container.config.template === '1') die("you can't convert a template to a template");
  if (container.running) die(`you can't convert a running container to template`);
  for (const key of mountKeys(container.config)) {
    const mount = parseMountPoint(key, container.config[key] ?? '');
    if (kindOf(mount) !== 'volume') continue;
    mount.volume = renameToBase(world.state, mount.volume);
    container.config[key] = printMountPoint(key, mount);
  }
  container.config.template = '1';
  return null;
}

function moveVolume(world: World, call: Call): string {
  const { node = '', vmid = '', volume = '', storage, digest } = call.parameters;
  const container = containerIn(world, call);
  checkLock(container);
  checkDigest(container, digest);
  if (container.running) die('cannot move volumes of a running container');
  if (!storage) return badParameters({ storage: 'property is missing and it is not optional' });
  const text = container.config[volume];
  if (!text) return die(`volume '${volume}' does not exist`);
  const removes = call.parameters.delete === '1';
  return world.tasks.start({ node, type: 'move_volume', id: vmid, user: call.identity.authid }, (task) =>
    task.wait(
      world.locks.withConfig(Number(vmid), async () => {
        const mount = parseMountPoint(volume, text);
        const old = mount.volume;
        const known = volumeOf(world.state, old);
        if (!known) return die(`volume '${old}' does not exist`);
        mount.volume = allocate(world.state, storage, container, known.size, world.clock.seconds());
        await task.sleep(1.2);
        container.config[volume] = printMountPoint(volume, mount);
        if (removes) free(world.state, old);
        else addUnused(container.config, old);
        world.changed();
      }),
    ),
  );
}

export const containerCopyHandlers: Handlers = {
  'POST /nodes/{node}/lxc/{vmid}/clone': clone,
  'POST /nodes/{node}/lxc/{vmid}/template': template,
  'POST /nodes/{node}/lxc/{vmid}/move_volume': moveVolume,
};
