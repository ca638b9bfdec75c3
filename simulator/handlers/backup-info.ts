/** What backups there are to be pruned, which guests no job saves, and what a job takes of each. */

import { kindOf, volumesOf } from '@/simulator/lxc/mount-point';
import { parsePrune } from '@/simulator/lxc/prune';
import { type Mark, markBackups } from '@/simulator/lxc/retention';
import { nameOf } from '@/simulator/lxc/status';
import { isOnNode, storageOf } from '@/simulator/lxc/volumes';
import { die } from '@/simulator/refusal';
import type { Container, StorageState, Volume } from '@/simulator/state/state';
import type { Call, Handlers, World } from '@/simulator/world';

/** Marks every backup of a storage, guest by guest. */
function marksOf(storage: StorageState, rules: string | undefined, vmid: string | undefined): Map<Volume, Mark> {
  const keep = parsePrune(rules ?? storage.pruneBackups ?? 'keep-all=1') as Record<string, string>;
  const backups = storage.volumes.filter((one) => one.content === 'backup' && (!vmid || one.vmid === Number(vmid)));
  const guests = new Set(backups.map((one) => one.vmid));
  return new Map(
    [...guests].flatMap((guest) => [
      ...markBackups(
        backups.filter((one) => one.vmid === guest),
        keep,
      ),
    ]),
  );
}

function preview(world: World, { parameters }: Call): unknown {
  const storage = storageOf(world.state, parameters.storage ?? '');
  return [...marksOf(storage, parameters['prune-backups'], parameters.vmid)].map(([one, mark]) => ({
    volid: `${storage.storage}:${one.name}`,
    ctime: one.ctime,
    mark,
    type: 'lxc',
    vmid: one.vmid,
  }));
}

/** Removes what the retention does not keep; the names of what went. */
export function prune(storage: StorageState, rules: string | undefined, vmid: string | undefined): string[] {
  const marks = marksOf(storage, rules, vmid);
  const gone = storage.volumes.filter((one) => marks.get(one) === 'remove');
  storage.volumes = storage.volumes.filter((one) => !gone.includes(one));
  return gone.map((one) => `${storage.storage}:${one.name}`);
}

function pruneNow(world: World, { parameters, access, identity }: Call): string {
  const { node = '', storage: id = '', vmid } = parameters;
  const storage = storageOf(world.state, id);
  if (!isOnNode(storage, node)) die(`storage '${id}' is not available on node '${node}'`);
  access.require(`/storage/${id}`, ['Datastore.Allocate']);
  const task = { node, type: 'prunebackups', id: vmid ? `${vmid}@${id}` : id, user: identity.authid };
  return world.tasks.start(task, async (worker) => {
    await worker.sleep(0.4);
    for (const volid of prune(storage, parameters['prune-backups'], vmid)) worker.log(`removing backup '${volid}'`);
    world.changed();
  });
}

type Job = Record<string, unknown>;

function guestsOf(world: World, job: Job): Container[] {
  const all = Object.values(world.state.containers);
  const listed = (text: unknown) =>
    String(text ?? '')
      .split(',')
      .map(Number);
  if (job.pool) {
    const pool = world.state.pools.find((one) => one.poolid === job.pool);
    return all.filter((one) => pool?.vms.includes(one.vmid));
  }
  if (job.all) return all.filter((one) => !listed(job.exclude).includes(one.vmid));
  return all.filter((one) => listed(job.vmid).includes(one.vmid));
}

function notBackedUp(world: World): unknown {
  const saved = new Set(world.state.backupJobs.flatMap((job) => guestsOf(world, job).map((one) => one.vmid)));
  return Object.values(world.state.containers)
    .filter((one) => !saved.has(one.vmid))
    .map((one) => ({ vmid: one.vmid, name: nameOf(one), type: 'lxc' }));
}

function includedVolumes(world: World, { parameters }: Call): unknown {
  const job = world.state.backupJobs.find((one) => one.id === parameters.id) ?? die(`No such job '${parameters.id}'`);
  const children = guestsOf(world, job).map((container) => ({
    id: container.vmid,
    name: nameOf(container),
    type: 'lxc',
    children: volumesOf(container.config)
      .filter(({ key }) => !key.startsWith('unused'))
      .map(({ key, mount }) => {
        const reason =
          key === 'rootfs'
            ? 'rootfs'
            : kindOf(mount) !== 'volume'
              ? 'not a volume'
              : mount.backup === '1'
                ? 'enabled'
                : 'disabled';
        return { id: key, name: mount.volume, included: reason === 'rootfs' || reason === 'enabled' ? 1 : 0, reason };
      }),
  }));
  return { children };
}

const path = '/nodes/{node}/storage/{storage}/prunebackups';

export const backupInfoHandlers: Handlers = {
  [`GET ${path}`]: preview,
  [`DELETE ${path}`]: pruneNow,
  'GET /cluster/backup-info': () => [{ subdir: 'not-backed-up' }],
  'GET /cluster/backup-info/not-backed-up': notBackedUp,
  'GET /cluster/backup/{id}/included_volumes': includedVolumes,
};
