/**
 * Migration between the nodes of a cluster, as `PVE::LXC::Migrate` does it: what can be known is refused at once, the
 * rest ends the task as `migration aborted` with the reason in its log. Volumes on local storages are copied, those on
 * shared ones only change hands; a running container is shut down, moved and started there (FACTS §5).
 */
import { checkLock, containerOf } from '@/simulator/lxc/containers';
import { kindOf, parseMountPoint, printMountPoint, volumesOf } from '@/simulator/lxc/mount-point';
import { bringUp, startSeconds, takeDown } from '@/simulator/lxc/power';
import { addUsage, checkNode, freeBytes, isOnNode, placeOf, storageOf, volumeOf } from '@/simulator/lxc/volumes';
import { badParameters, die, Refused } from '@/simulator/refusal';
import type { Container, StorageState, Volume } from '@/simulator/state/state';
import type { Worker } from '@/simulator/tasks/tasks';
import type { Call, Handlers, World } from '@/simulator/world';

/** How fast a volume goes over the wire. */
const copiedBytesPerSecond = 2e9;

type Move = { key: string; volid: string; volume: Volume; from: StorageState; to: StorageState };

/** What stands in the way of a container's going to `target`; the volumes that have to be copied, if nothing does. */
export function planMove(world: World, container: Container, target: string, storageMap: Map<string, string>): Move[] {
  const moves: Move[] = [];
  for (const { key, mount } of volumesOf(container.config)) {
    const kind = kindOf(mount);
    if (kind !== 'volume') {
      if (mount.shared !== '1') die(`cannot migrate local ${kind} mount point '${key}'`);
      continue;
    }
    const volid = mount.volume;
    const from = storageOf(world.state, volid.split(':')[0] ?? '');
    const to = storageOf(world.state, storageMap.get(from.storage) ?? storageMap.get('*') ?? from.storage);
    checkNode(to, target);
    if (!to.content.includes('rootdir'))
      die(`${volid}: content type 'rootdir' is not available on storage '${to.storage}'`);
    if (from.shared && to === from) continue;
    const volume = volumeOf(world.state, volid);
    if (!volume) return die(`volume '${volid}' does not exist`);
    if (container.snapshots.length && from.type !== 'zfspool' && from.type !== 'btrfs')
      die(`can't migrate local volume '${volid}': non-migratable snapshot exists`);
    if (freeBytes(to, target) < (volume.used ?? 0))
      die(`unable to create image: no space left on storage '${to.storage}'`);
    moves.push({ key, volid, volume, from, to });
  }
  return moves;
}

/** `a:b,c:d` or one name for all. */
function readStorageMap(text: string | undefined): Map<string, string> {
  const pairs = (text ?? '').split(/[,; ]+/).filter(Boolean);
  return new Map(
    pairs.map((pair): [string, string] => {
      const [from = '', to] = pair.split(':');
      return to === undefined ? ['*', from] : [from, to];
    }),
  );
}

function migrate(world: World, call: Call): string {
  const { node = '', vmid = '', target = '', restart, online } = call.parameters;
  if (target === node) badParameters({ target: 'target is local node.' });
  const host = world.state.nodes.find((one) => one.name === target);
  if (!host) return die(`no such cluster node '${target}'`);
  const container = containerOf(world.state, node, vmid);
  if (container.running && restart !== '1' && online !== '1')
    die("can't migrate running container without --online or --restart");
  const storageMap = readStorageMap(call.parameters['target-storage']);
  return world.tasks.start({ node, type: 'vzmigrate', id: vmid, user: call.identity.authid }, (task) =>
    task.wait(
      world.locks.withConfig(Number(vmid), async () => {
        const began = world.clock.now();
        const line = (text: string) => task.log(`${timeText(world)} ${text}`);
        const took = () => `(duration ${durationText(world.clock.now() - began)})`;
        try {
          if (!host.online) die("Can't connect to destination address using public key");
          await move(world, task, container, { target, ip: host.ip, storageMap, live: online === '1' }, line);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          delete container.config.lock;
          line(`ERROR: migration aborted ${took()}: ${error.message}`);
          die('migration aborted');
        }
        line(`migration finished successfully ${took()}`);
      }),
    ),
  );
}

type Way = { target: string; ip: string; storageMap: Map<string, string>; live: boolean };

async function move(world: World, task: Worker, container: Container, way: Way, line: (text: string) => void) {
  const { target, ip } = way;
  const wasRunning = container.running !== null;
  checkLock(container);
  if (wasRunning && way.live) die('lxc live migration is currently not implemented');
  planMove(world, container, target, way.storageMap);
  if (wasRunning) {
    line(`shutdown CT ${container.vmid}`);
    await task.sleep(container.guest.shutdownSeconds);
    takeDown(world, container);
  }
  line(`starting migration of CT ${container.vmid} to node '${target}' (${ip})`);
  container.config.lock = 'migrate';
  world.changed();
  for (const one of planMove(world, container, target, way.storageMap)) {
    line(`found local volume '${one.volid}' (in current VM config)`);
    await task.sleep(0.3 + (one.volume.used ?? 0) / copiedBytesPerSecond);
    carry(container, one, target);
    line(`volume '${one.volid}' is '${one.to.storage}:${one.volume.name}' on the target`);
  }
  await task.sleep(0.4);
  line('start final cleanup');
  delete container.config.lock;
  container.node = target;
  world.changed();
  if (!wasRunning) return;
  line('start container on target node');
  // The other node has a task of its own for it, as root.
  const upid = world.tasks.start(
    { node: target, type: 'vzstart', id: String(container.vmid), user: 'root@pam' },
    (start) => start.sleep(startSeconds).then(() => bringUp(world, target, container.vmid)),
  );
  await task.wait(world.tasks.ended(upid));
}

/** The volume is now on the target, and its bytes with it. */
function carry(container: Container, { key, volume, from, to }: Move, target: string): void {
  const used = volume.used ?? 0;
  addUsage(from, volume.node ?? container.node, -used);
  addUsage(to, target, used);
  if (from !== to) {
    from.volumes = from.volumes.filter((one) => one !== volume);
    to.volumes.push(volume);
    const mount = parseMountPoint(key, container.config[key] ?? '');
    container.config[key] = printMountPoint(key, { ...mount, volume: `${to.storage}:${volume.name}` });
  }
  delete volume.node;
  Object.assign(volume, placeOf(to, target));
}

const timeText = (world: World) => new Date(world.clock.now() * 1000).toISOString().slice(0, 19).replace('T', ' ');
const durationText = (seconds: number) => new Date(Math.max(0, seconds) * 1000).toISOString().slice(11, 19);

/** Where the container could go, and why not elsewhere (9 only). */
function preconditions(world: World, { parameters }: Call): unknown {
  const container = containerOf(world.state, parameters.node ?? '', parameters.vmid ?? '');
  const allowed: string[] = [];
  const refused: Record<string, unknown> = {};
  const all = world.state.nodes.map((node) => node.name).filter((name) => name !== container.node);
  for (const node of parameters.target ? all.filter((name) => name === parameters.target) : all) {
    const missing = volumesOf(container.config)
      .filter(({ mount }) => kindOf(mount) === 'volume')
      .map(({ mount }) => mount.volume.split(':')[0] ?? '')
      .filter((id) => !isOnNode(storageOf(world.state, id), node));
    if (missing.length) refused[node] = { unavailable_storages: [...new Set(missing)] };
    else allowed.push(node);
  }
  return { running: container.running ? 1 : 0, 'allowed-nodes': allowed, 'not-allowed-nodes': refused };
}

const path = '/nodes/{node}/lxc/{vmid}/migrate';

export const containerMigrateHandlers: Handlers = { [`GET ${path}`]: preconditions, [`POST ${path}`]: migrate };
