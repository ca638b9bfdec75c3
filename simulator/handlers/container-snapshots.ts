/** Snapshots of containers: making, reading, changing the description, going back, removing (FACTS §5). */
import { type Config, digestOf, readBack, typed } from '@/simulator/lxc/config-file';
import { checkLock, containerOf } from '@/simulator/lxc/containers';
import { kindOf, volumesOf } from '@/simulator/lxc/mount-point';
import { bringUp, startSeconds, takeDown } from '@/simulator/lxc/power';
import { storageOf } from '@/simulator/lxc/volumes';
import { die } from '@/simulator/refusal';
import type { Container, Snapshot } from '@/simulator/state/state';
import type { Worker } from '@/simulator/tasks/tasks';
import type { Call, Handlers, World } from '@/simulator/world';

const containerIn = (world: World, { parameters }: Call) =>
  containerOf(world.state, parameters.node ?? '', parameters.vmid ?? '');

/** Whether every volume lies on a storage that can make snapshots. */
function canSnapshot(world: World, container: Container): boolean {
  return volumesOf(container.config)
    .filter(({ key, mount }) => !key.startsWith('unused') && kindOf(mount) === 'volume')
    .every(({ mount }) => storageOf(world.state, mount.volume.split(':')[0] ?? '').snapshots);
}

function snapshotOf(container: Container, name: string | undefined): Snapshot {
  return container.snapshots.find((one) => one.name === name) ?? die(`snapshot '${name}' does not exist`);
}

function list(world: World, call: Call): unknown {
  const container = containerIn(world, call);
  const { parent } = container.config;
  const rows = container.snapshots.map((one) => ({
    name: one.name,
    snaptime: one.snaptime,
    description: one.description ?? '',
    ...(one.parent ? { parent: one.parent } : {}),
  }));
  const current = {
    name: 'current',
    description: 'You are here!',
    digest: digestOf(container),
    running: container.running ? 1 : 0,
    ...(parent ? { parent } : {}),
  };
  return [...rows, current];
}

/** A worker that holds the lock of the configuration. */
function work(world: World, call: Call, type: string, job: (task: Worker) => Promise<void>): string {
  const { node = '', vmid = '' } = call.parameters;
  return world.tasks.start({ node, type, id: vmid, user: call.identity.authid }, (task) =>
    task.wait(world.locks.withConfig(Number(vmid), () => job(task))),
  );
}

function create(world: World, call: Call): string {
  const { snapname = '', description } = call.parameters;
  if (snapname === 'current') die("unable to use snapshot name 'current' (reserved name)");
  return work(world, call, 'vzsnapshot', async (task) => {
    const container = containerIn(world, call);
    checkLock(container);
    if (container.snapshots.some((one) => one.name === snapname)) die(`snapshot name '${snapname}' already used`);
    if (!canSnapshot(world, container)) die('snapshot feature is not available');
    container.config.lock = 'snapshot';
    await task.sleep(0.7);
    delete container.config.lock;
    const { description: _, parent, ...config } = container.config;
    container.snapshots.push({
      name: snapname,
      snaptime: world.clock.seconds(),
      config,
      ...(parent ? { parent } : {}),
      ...(description ? { description: description.endsWith('\n') ? description : `${description}\n` } : {}),
    });
    container.config.parent = snapname;
    world.changed();
  });
}

function readConfig(world: World, call: Call): unknown {
  const snapshot = snapshotOf(containerIn(world, call), call.parameters.snapname);
  return snapshotView(snapshot);
}

export function snapshotView(snapshot: Snapshot): Record<string, unknown> {
  return {
    ...typed(snapshot.config),
    snaptime: snapshot.snaptime,
    ...(snapshot.description ? { description: snapshot.description } : {}),
    ...(snapshot.parent ? { parent: snapshot.parent } : {}),
  };
}

function describe(world: World, call: Call): null {
  const container = containerIn(world, call);
  checkLock(container);
  const snapshot = snapshotOf(container, call.parameters.snapname);
  const read = readBack({ description: call.parameters.description ?? '' });
  if (read.description) snapshot.description = read.description;
  else delete snapshot.description;
  return null;
}

function rollback(world: World, call: Call): string {
  return work(world, call, 'vzrollback', async (task) => {
    const container = containerIn(world, call);
    const snapshot = snapshotOf(container, call.parameters.snapname);
    checkLock(container);
    if (container.running) takeDown(world, container);
    container.config.lock = 'rollback';
    await task.sleep(0.9);
    // The description is the container's own, not the snapshot's.
    const { description } = container.config;
    const config: Config = { ...snapshot.config, parent: snapshot.name };
    container.config = description ? { ...config, description } : config;
    container.pending = {};
    container.pendingDelete = [];
    if (call.parameters.start === '1') {
      await task.sleep(startSeconds);
      bringUp(world, container.node, container.vmid);
    }
    world.changed();
  });
}

function remove(world: World, call: Call): string {
  return work(world, call, 'vzdelsnapshot', async (task) => {
    const container = containerIn(world, call);
    const snapshot = snapshotOf(container, call.parameters.snapname);
    if (call.parameters.force !== '1') checkLock(container);
    await task.sleep(0.6);
    container.snapshots = container.snapshots.filter((one) => one !== snapshot);
    for (const one of container.snapshots) if (one.parent === snapshot.name) adopt(one, snapshot.parent);
    if (container.config.parent === snapshot.name) adopt(container.config, snapshot.parent);
    world.changed();
  });
}

/** A child of the removed one becomes a child of its parent. */
function adopt(child: { parent?: string }, parent: string | undefined): void {
  if (parent) child.parent = parent;
  else delete child.parent;
}

const path = '/nodes/{node}/lxc/{vmid}/snapshot';

export const containerSnapshotHandlers: Handlers = {
  [`GET ${path}`]: list,
  [`POST ${path}`]: create,
  [`GET ${path}/{snapname}/config`]: readConfig,
  [`PUT ${path}/{snapname}/config`]: describe,
  [`POST ${path}/{snapname}/rollback`]: rollback,
  [`DELETE ${path}/{snapname}`]: remove,
};
