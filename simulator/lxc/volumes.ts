/** Volumes on storages: finding, allocating and freeing them, named as each kind of storage names them. */
import { die } from '@/simulator/refusal';
import type { State, StorageState, Volume } from '@/simulator/state/state';

export type VolumeId = { storage: string; name: string };

export function splitVolumeId(volid: string): VolumeId | null {
  const match = /^([a-zA-Z][a-zA-Z0-9\-_.]*[a-zA-Z0-9]):(.+)$/.exec(volid);
  return match ? { storage: match[1] ?? '', name: match[2] ?? '' } : null;
}

/** Whether a node has this storage. */
export const isOnNode = (storage: StorageState, node: string) => !storage.nodes || storage.nodes.includes(node);

/** Whether a volume can be seen from a node: those of a local storage lie on one. */
export const liesOn = (volume: Volume, node: string) => volume.node === undefined || volume.node === node;

/** Where a new volume of a storage is: on one node, or everywhere. */
export const placeOf = (storage: StorageState, node: string) => (storage.shared ? {} : { node });

export function usedBytes(storage: StorageState, node: string): number {
  return storage.usedBytes + (storage.usedOn?.[node] ?? 0);
}

/** Counts bytes that a volume takes, or gives back if they are negative. */
export function addUsage(storage: StorageState, node: string, bytes: number): void {
  if (storage.shared) storage.usedBytes += bytes;
  else {
    storage.usedOn ??= {};
    storage.usedOn[node] = (storage.usedOn[node] ?? 0) + bytes;
  }
}

/** Refuses a storage that the node does not have. */
export function checkNode(storage: StorageState, node: string): void {
  if (storage.disabled) die(`storage '${storage.storage}' is disabled`);
  if (!isOnNode(storage, node)) die(`storage '${storage.storage}' is not available on node '${node}'`);
}

export function storageOf(state: State, id: string): StorageState {
  const storage = state.storages.find((one) => one.storage === id);
  return storage ?? die(`storage '${id}' does not exist`);
}

/** Container volumes need a storage that takes them. */
export function checkRootdir(state: State, id: string): StorageState {
  const storage = storageOf(state, id);
  if (!storage.content.includes('rootdir')) die(`storage '${id}' does not allow content type 'rootdir' (Container)`);
  return storage;
}

export function volumeOf(state: State, volid: string): Volume | undefined {
  const id = splitVolumeId(volid);
  const storage = state.storages.find((one) => one.storage === id?.storage);
  return storage?.volumes.find((volume) => volume.name === id?.name);
}

const isFileBased = (type: string) => ['dir', 'btrfs', 'nfs', 'cifs', 'cephfs', 'glusterfs'].includes(type);

function nameOf(type: string, vmid: number, disk: number, base = false): string {
  if (type === 'zfspool') return `${base ? 'basevol' : 'subvol'}-${vmid}-disk-${disk}`;
  const file = `${base ? 'base' : 'vm'}-${vmid}-disk-${disk}`;
  return isFileBased(type) ? `${vmid}/${file}.raw` : file;
}

/** The name that the next volume of a container gets: the lowest free number. */
export function freeName(storage: StorageState, vmid: number): string {
  for (let disk = 0; ; disk++) {
    const taken = [nameOf(storage.type, vmid, disk), nameOf(storage.type, vmid, disk, true)];
    if (!storage.volumes.some((volume) => taken.includes(volume.name))) return taken[0] ?? '';
  }
}

/** How much of a new file system is used at once: journal and inode tables. */
const freshBytes = (size: number) => Math.min(size, Math.round(size * 0.004) + 32 * 2 ** 20);

/** Allocates a volume for a container's data on a node. Refuses when the storage is full. */
export function allocate(
  state: State,
  storageId: string,
  at: { node: string; vmid: number },
  size: number,
  now: number,
): string {
  const { node, vmid } = at;
  const storage = checkRootdir(state, storageId);
  checkNode(storage, node);
  const used = freshBytes(size);
  if (freeBytes(storage, node) < used) die(`unable to create image: no space left on storage '${storageId}'`);
  const name = freeName(storage, vmid);
  const format = storage.type === 'zfspool' ? 'subvol' : 'raw';
  const place = placeOf(storage, node);
  storage.volumes.push({ name, content: 'rootdir', format, size, used, ctime: now, vmid, ...place });
  addUsage(storage, node, used);
  return `${storageId}:${name}`;
}

export function freeBytes(storage: StorageState, node: string): number {
  const free = storage.totalBytes - usedBytes(storage, node);
  return storage.availBytes === undefined ? free : Math.min(storage.availBytes, free);
}

/** Removes a volume, if it is there. */
export function free(state: State, volid: string): void {
  const id = splitVolumeId(volid);
  const storage = state.storages.find((one) => one.storage === id?.storage);
  const index = storage?.volumes.findIndex((volume) => volume.name === id?.name) ?? -1;
  if (!storage || index < 0) return;
  const [volume] = storage.volumes.splice(index, 1);
  addUsage(storage, volume?.node ?? '', -(volume?.used ?? 0));
}

/** A volume becomes a base image when its container becomes a template. */
export function renameToBase(state: State, volid: string): string {
  const id = splitVolumeId(volid);
  const volume = volumeOf(state, volid);
  if (!id || !volume) return volid;
  volume.name = volume.name.replace(/(^|\/)vm-/, '$1base-').replace(/(^|\/)subvol-/, '$1basevol-');
  return `${id.storage}:${volume.name}`;
}
