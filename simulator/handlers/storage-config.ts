/** `/storage`: the datacenter's list of storages, made, changed and forgotten. What lies on one is not touched. */
import { splitList } from '@/simulator/interface/list';
import { badParameters, die } from '@/simulator/refusal';
import type { StorageState } from '@/simulator/state/state';
import type { Call, Handlers, World } from '@/simulator/world';

/** What each type cannot be without, and what it keeps if nobody says. */
const kinds: Record<string, { needs: string[]; content: string[]; shared?: boolean; snapshots?: boolean }> = {
  dir: { needs: ['path'], content: ['vztmpl', 'iso', 'backup'] },
  btrfs: { needs: ['path'], content: ['images', 'rootdir'], snapshots: true },
  nfs: { needs: ['server', 'export'], content: ['images', 'rootdir'], shared: true },
  cifs: { needs: ['server', 'share'], content: ['images', 'rootdir'], shared: true },
  cephfs: { needs: [], content: ['vztmpl', 'iso', 'backup'], shared: true },
  lvm: { needs: ['vgname'], content: ['images', 'rootdir'] },
  lvmthin: { needs: ['vgname', 'thinpool'], content: ['images', 'rootdir'], snapshots: true },
  rbd: { needs: ['pool'], content: ['images', 'rootdir'], shared: true, snapshots: true },
  zfspool: { needs: ['pool'], content: ['images', 'rootdir'], snapshots: true },
  pbs: { needs: ['server', 'datastore'], content: ['backup'], shared: true },
};

function create(world: World, { parameters: p }: Call): unknown {
  const { storage = '', type = '' } = p;
  const kind = kinds[type] ?? die(`create storage failed: the simulator has no storage of type '${type}'`);
  if (world.state.storages.some((one) => one.storage === storage))
    die(`create storage failed: storage ID '${storage}' already defined`);
  const missing = kind.needs.filter((key) => p[key] === undefined);
  if (missing.length)
    badParameters(Object.fromEntries(missing.map((key) => [key, 'property is missing and it is not optional'])));
  const made: StorageState = {
    storage,
    type,
    ...(p.path ? { path: p.path } : kind.needs.includes('server') ? { path: `/mnt/pve/${storage}` } : {}),
    content: kind.content,
    shared: kind.shared ?? false,
    totalBytes: world.state.nodes[0]?.rootfsBytes ?? 0,
    usedBytes: world.state.nodes[0]?.rootfsUsedBytes ?? 0,
    snapshots: kind.snapshots ?? false,
    linkedClone: kind.snapshots ?? false,
    volumes: [],
  };
  apply(made, p);
  world.state.storages.push(made);
  return { storage, type };
}

function apply(storage: StorageState, p: Record<string, string>): void {
  if (p.content !== undefined) storage.content = splitList(p.content).filter((one) => one !== 'none');
  if (p.nodes !== undefined) storage.nodes = splitList(p.nodes);
  if (p.shared !== undefined) storage.shared = p.shared === '1';
  if (p.disable !== undefined) storage.disabled = p.disable === '1';
  if (p['prune-backups'] !== undefined) storage.pruneBackups = p['prune-backups'];
  for (const key of splitList(p.delete ?? '')) {
    if (key === 'nodes') delete storage.nodes;
    if (key === 'disable') delete storage.disabled;
    if (key === 'prune-backups') delete storage.pruneBackups;
  }
}

function change(world: World, { parameters }: Call): unknown {
  const found = world.state.storages.find((one) => one.storage === parameters.storage);
  if (!found) return die(`update storage failed: storage '${parameters.storage}' does not exist`);
  apply(found, parameters);
  return { storage: found.storage, type: found.type };
}

function remove(world: World, { parameters }: Call): null {
  const { state } = world;
  if (!state.storages.some((one) => one.storage === parameters.storage))
    die(`delete storage failed: storage '${parameters.storage}' does not exist`);
  state.storages = state.storages.filter((one) => one.storage !== parameters.storage);
  return null;
}

export const storageConfigHandlers: Handlers = {
  'POST /storage': create,
  'PUT /storage/{storage}': change,
  'DELETE /storage/{storage}': remove,
};
