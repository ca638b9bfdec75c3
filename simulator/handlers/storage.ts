/** Storages of a node and what lies on them. */
import { createHash } from 'node:crypto';
import { splitList } from '@/simulator/interface/list';
import type { Endpoint } from '@/simulator/interface/notation';
import { checkNode, freeBytes, isOnNode, storageOf as knownStorage, liesOn, usedBytes } from '@/simulator/lxc/volumes';
import { badParameters } from '@/simulator/refusal';
import type { StorageState, Volume } from '@/simulator/state/state';
import type { Call, Handlers, World } from '@/simulator/world';

const readable = ['Datastore.Audit', 'Datastore.AllocateSpace'];

function statusRow(storage: StorageState, node: string): Record<string, unknown> {
  const used = usedBytes(storage, node);
  return {
    storage: storage.storage,
    type: storage.type,
    content: storage.content.join(','),
    active: storage.disabled ? 0 : 1,
    enabled: storage.disabled ? 0 : 1,
    shared: storage.shared ? 1 : 0,
    total: storage.totalBytes,
    used,
    avail: freeBytes(storage, node),
    used_fraction: storage.totalBytes ? used / storage.totalBytes : 0,
  };
}

function list(world: World, { endpoint, parameters, access }: Call): unknown {
  const { node = '' } = parameters;
  const kinds = splitList(parameters.content ?? '');
  return world.state.storages
    .filter((one) => isOnNode(one, node) && (!parameters.target || isOnNode(one, parameters.target)))
    .filter((one) => access.hasAny(`/storage/${one.storage}`, readable))
    .filter((one) => !parameters.storage || one.storage === parameters.storage)
    .filter((one) => parameters.enabled !== '1' || !one.disabled)
    .filter((one) => !kinds.length || kinds.some((kind) => one.content.includes(kind)))
    .map((one) => ({ ...statusRow(one, node), ...(parameters.format === '1' ? formatsOf(one, endpoint) : {}) }));
}

/** What images may be there: a pair in 8, and said more plainly in 9. */
function formatsOf({ type }: StorageState, { gains }: Endpoint): Record<string, unknown> {
  const format = type === 'zfspool' ? 'subvol' : 'raw';
  return {
    format: [{ [format]: 1 }, format],
    ...(gains.has('formats') ? { formats: { default: format, supported: [format] } } : {}),
  };
}

function storageOf(world: World, { parameters }: Call): StorageState {
  const storage = world.state.storages.find((one) => one.storage === parameters.storage);
  return storage ?? badParameters({ storage: 'No such storage.' });
}

function status(world: World, call: Call): unknown {
  const { storage: _, used_fraction: __, ...row } = statusRow(storageOf(world, call), call.parameters.node ?? '');
  return row;
}

/** What tells two storages apart, however they are named. */
const identity = (world: World, call: Call) => ({
  id: createHash('sha256').update(storageOf(world, call).storage).digest('hex').slice(0, 32),
});

export function contentRow(storage: StorageState, volume: Volume): Record<string, unknown> {
  const image = volume.content === 'rootdir' || volume.content === 'images';
  return {
    volid: `${storage.storage}:${volume.name}`,
    content: volume.content,
    format: volume.format,
    size: volume.size,
    ctime: volume.ctime,
    ...(image ? { used: volume.used ?? volume.size, parent: volume.parent ?? null } : {}),
    ...(volume.vmid !== undefined ? { vmid: volume.vmid } : {}),
    ...(volume.content === 'backup' ? { subtype: 'lxc' } : {}),
    ...(volume.notes ? { notes: volume.notes } : {}),
    ...(volume.protected ? { protected: 1 } : {}),
  };
}

function content(world: World, call: Call): unknown {
  const storage = knownStorage(world.state, call.parameters.storage ?? '');
  const { content: kind, vmid, node = '' } = call.parameters;
  checkNode(storage, node);
  return storage.volumes
    .filter((volume) => liesOn(volume, node))
    .filter((volume) => (!kind || volume.content === kind) && (!vmid || volume.vmid === Number(vmid)))
    .map((volume) => contentRow(storage, volume));
}

/** The digest is that of `storage.cfg`: one for all. */
function configRow(world: World, one: StorageState): Record<string, unknown> {
  const file = world.state.storages.map(({ storage, type, content: kinds }) => [storage, type, kinds]);
  return {
    storage: one.storage,
    type: one.type,
    content: one.content.join(','),
    digest: createHash('sha1').update(JSON.stringify(file)).digest('hex'),
    ...(one.path ? { path: one.path } : {}),
    ...(one.shared ? { shared: 1 } : {}),
    ...(one.nodes ? { nodes: one.nodes.join(',') } : {}),
    ...(one.disabled ? { disable: 1 } : {}),
    ...(one.pruneBackups ? { 'prune-backups': one.pruneBackups } : {}),
  };
}

function configured(world: World, { access, parameters }: Call): unknown {
  return world.state.storages
    .filter((one) => access.hasAny(`/storage/${one.storage}`, [...readable, 'Datastore.Allocate']))
    .filter((one) => !parameters.type || one.type === parameters.type)
    .map((one) => configRow(world, one));
}

const configuredOne = (world: World, { parameters }: Call) =>
  configRow(world, knownStorage(world.state, parameters.storage ?? ''));

export const storageHandlers: Handlers = {
  'GET /storage': configured,
  'GET /storage/{storage}': configuredOne,
  'GET /nodes/{node}/storage': list,
  'GET /nodes/{node}/storage/{storage}/status': status,
  'GET /nodes/{node}/storage/{storage}/identity': identity,
  'GET /nodes/{node}/storage/{storage}/content': content,
};
