/**
 * `PUT …/config`: the changes go into the pending section first, then what can be is applied. A stopped container
 * takes everything at once; a running one takes what hotplug knows, and the rest waits for its next start (FACTS §4).
 * All or nothing: when one key fails to hotplug, nothing of the request is written.
 */
import type { Release } from '@/simulator/interface/interface';
import { type Config, optionOf, readBack } from '@/simulator/lxc/config-file';
import { checkDigest, checkLock, checkProtection } from '@/simulator/lxc/containers';
import {
  addUnused,
  formatSize,
  kindOf,
  newDiskOf,
  parseMountPoint,
  printMountPoint,
  unusedKeys,
  usesVolume,
} from '@/simulator/lxc/mount-point';
import { normaliseNet, parseNet } from '@/simulator/lxc/network';
import { normaliseTags } from '@/simulator/lxc/tags';
import { allocate, checkRootdir, free, volumeOf } from '@/simulator/lxc/volumes';
import { badParameters, die, Refused } from '@/simulator/refusal';
import type { Container } from '@/simulator/state/state';
import type { World } from '@/simulator/world';

export type Change = {
  set: Config;
  remove: string[];
  revert: string[];
  digest?: string;
  /** Whether a running container takes a new device at once. */
  plugsDevices?: boolean;
};

/** Keys that a running container takes at once just by being written. */
const fastKeys = new Set([
  'description',
  'onboot',
  'startup',
  'protection',
  'hostname',
  'hookscript',
  'cores',
  'tags',
  'lock',
]);
const required = new Set(['memory', 'rootfs', 'ostype']);
const readOnly = new Set(['unprivileged']);

/** Checks the names in `delete` and `revert`, before anything is locked or read. */
export function checkNames({ set, remove, revert }: Change, release: Release): void {
  for (const key of revert) {
    if (!optionOf(key, release)) badParameters({ revert: `unknown option '${key}'` });
    if (set[key] !== undefined)
      badParameters({ revert: `you can't use '-${key}' and '-revert ${key}' at the same time` });
  }
  for (const key of remove) {
    if (set[key] !== undefined)
      badParameters({ delete: `you can't use '-${key}' and -delete ${key}' at the same time` });
    if (!optionOf(key, release)) badParameters({ delete: `unknown option '${key}'` });
  }
}

/** Applies a change to a container whose lock the caller holds. */
export function updateConfig(world: World, container: Container, change: Change): void {
  checkLock(container);
  checkDigest(container, change.digest);
  const draft: Container = structuredClone(container);
  const touched = new Set<string>();
  for (const key of change.revert) {
    delete draft.pending[key];
    draft.pendingDelete = draft.pendingDelete.filter((one) => one !== key);
  }
  for (const key of change.remove) queueRemoval(draft, key, touched);
  for (const key of Object.keys(change.set).sort()) {
    touched.add(key);
    draft.pending[key] = prepare(world, draft, key, change.set[key] ?? '');
    draft.pendingDelete = draft.pendingDelete.filter((one) => one !== key);
  }
  dropIdle(draft);
  const errors = draft.running
    ? hotplug(world, draft, touched, change.plugsDevices ?? false)
    : applyPending(world, draft, touched);
  if (Object.keys(errors).length) badParameters(errors);
  store(container, draft);
  // The guest's own file is made from the configuration last: what it misses is told, but stays written.
  if (!container.config.arch) die("missing 'arch' - internal error");
}

function store(container: Container, draft: Container): void {
  for (const key of unusedKeys(draft.config))
    if (usesVolume(draft.config, draft.config[key] ?? '')) delete draft.config[key];
  container.config = readBack(draft.config);
  container.pending = readBack(draft.pending);
  container.pendingDelete = draft.pendingDelete;
}

function queueRemoval(draft: Container, key: string, touched: Set<string>): void {
  if (draft.config[key] === undefined && draft.pending[key] === undefined) return;
  touched.add(key);
  if (required.has(key)) die(`unable to delete required option '${key}'`);
  if (readOnly.has(key)) die(`unable to delete read-only option: '${key}'`);
  if (/^(?:mp|unused)\d+$/.test(key)) checkProtection(draft, `can't remove CT ${draft.vmid} drive '${key}'`);
  if (!draft.pendingDelete.includes(key)) draft.pendingDelete.push(key);
}

/** What a value becomes before it is kept, and what Proxmox refuses to keep. */
function prepare(world: World, draft: Container, key: string, value: string): string {
  if (readOnly.has(key)) return die(`unable to modify read-only option: '${key}'`);
  if (key === 'rootfs' || /^mp\d+$/.test(key)) {
    checkProtection(draft, `can't update CT ${draft.vmid} drive '${key}'`);
    const mount = parseMountPoint(key, value);
    const storage = newDiskOf(mount)?.storage ?? mount.volume.split(':')[0] ?? '';
    if (kindOf(mount) === 'volume') checkRootdir(world.state, storage);
    return value;
  }
  if (key === 'tags') return normaliseTags(value);
  if (key === 'nameserver' || key === 'searchdomain')
    return value
      .split(/[,; \t]+/)
      .filter(Boolean)
      .join(' ');
  return value;
}

/** Pending values that are what is set already, and removals of what is not set, wait for nothing. */
export function dropIdle(draft: Container): void {
  for (const [key, value] of Object.entries(draft.pending))
    if (draft.config[key] !== undefined && draft.config[key] === readBack({ [key]: value })[key])
      delete draft.pending[key];
  draft.pendingDelete = draft.pendingDelete.filter((key) => draft.config[key] !== undefined);
}

type Errors = Record<string, string>;
const attempt = (errors: Errors, key: string, prefix: string, work: () => void) => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    errors[key] = `${prefix}${error.message}`;
  }
};

function hotplug(world: World, draft: Container, touched: Set<string>, plugsDevices: boolean): Errors {
  const errors: Errors = {};
  for (const key of [...draft.pendingDelete].sort()) {
    if (!touched.has(key)) continue;
    // A NIC with two digits is not unplugged: Proxmox's pattern takes one digit only.
    const live = fastKeys.has(key) || ['swap', 'cpulimit', 'cpuunits'].includes(key) || /^net\d$/.test(key);
    if (/^unused\d+$/.test(key)) freeUnused(world, draft, key);
    else if (!live) continue;
    delete draft.config[key];
    draft.pendingDelete = draft.pendingDelete.filter((one) => one !== key);
  }
  for (const key of Object.keys(draft.pending).sort()) {
    if (!touched.has(key)) continue;
    attempt(errors, key, `unable to hotplug ${key}: `, () => plug(world, draft, key, plugsDevices));
  }
  return errors;
}

function plug(world: World, draft: Container, key: string, plugsDevices: boolean): void {
  const value = draft.pending[key] ?? '';
  if (/^net\d+$/.test(key)) {
    checkBridge(world, draft, value);
    draft.config[key] = normaliseNet(value, world.state, world.random);
  } else if (/^mp\d+$/.test(key)) {
    if (draft.config[key] !== undefined) return;
    applyMountPoint(world, draft, key);
  } else if (/^dev\d+$/.test(key) && plugsDevices && draft.config[key] === undefined) draft.config[key] = value;
  else if (fastKeys.has(key) || ['memory', 'swap', 'cpulimit', 'cpuunits'].includes(key)) draft.config[key] = value;
  else return;
  delete draft.pending[key];
}

/** A running container's NIC is plugged at once, so its bridge has to exist. */
function checkBridge(world: World, container: Container, text: string): void {
  const { bridge } = parseNet(text);
  const node = world.state.nodes.find((one) => one.name === container.node);
  if (bridge && !node?.network.some((one) => one.iface === bridge)) die(`bridge '${bridge}' does not exist`);
}

/** Applies all that waits, as a stopped container does at once and a running one when it next starts. */
export function applyPending(world: World, draft: Container, touched?: Set<string>): Errors {
  const errors: Errors = {};
  for (const key of [...draft.pendingDelete].sort()) {
    if (touched && !touched.has(key)) continue;
    const mount = /^mp\d+$/.test(key) ? parseMountPoint(key, draft.config[key] ?? '') : null;
    if (/^unused\d+$/.test(key)) freeUnused(world, draft, key);
    delete draft.config[key];
    if (mount && kindOf(mount) === 'volume' && !usesVolume(draft.config, mount.volume))
      addUnused(draft.config, mount.volume);
    draft.pendingDelete = draft.pendingDelete.filter((one) => one !== key);
  }
  dropIdle(draft);
  for (const key of Object.keys(draft.pending).sort()) {
    if (touched && !touched.has(key)) continue;
    attempt(errors, key, `unable to apply pending change ${key} : `, () => {
      const value = draft.pending[key] ?? '';
      if (/^mp\d+$/.test(key)) applyMountPoint(world, draft, key);
      else if (/^unused\d+$/.test(key)) addUnused(draft.config, value);
      else draft.config[key] = /^net\d+$/.test(key) ? normaliseNet(value, world.state, world.random) : value;
      delete draft.pending[key];
    });
  }
  return errors;
}

/** Makes the volume if it is new, and keeps the one that stood there as unused. */
function applyMountPoint(world: World, draft: Container, key: string): void {
  const mount = parseMountPoint(key, draft.pending[key] ?? '');
  const fresh = newDiskOf(mount);
  const old = draft.config[key] === undefined ? null : parseMountPoint(key, draft.config[key] ?? '');
  if (fresh) {
    mount.volume = allocate(world.state, fresh.storage, draft, fresh.bytes, world.clock.seconds());
    mount.size = formatSize(fresh.bytes);
  } else if (kindOf(mount) === 'volume') {
    const size = volumeOf(world.state, mount.volume)?.size;
    if (size !== undefined) mount.size = formatSize(size);
  }
  draft.config[key] = printMountPoint(key, mount);
  // Only what is really there is kept as unused.
  const left = old && kindOf(old) === 'volume' && volumeOf(world.state, old.volume) ? old.volume : null;
  if (left && !usesVolume(draft.config, left)) addUnused(draft.config, left);
}

function freeUnused(world: World, draft: Container, key: string): void {
  const volid = draft.config[key] ?? '';
  if (!usesVolume(draft.config, volid)) free(world.state, volid);
}
