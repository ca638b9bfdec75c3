/** What a caller needs for each config key, and what only a root@pam ticket may set (FACTS §2). */
import type { Access } from '@/simulator/access/check';
import { isRootTicket } from '@/simulator/access/identity';
import { parsePropertyString } from '@/simulator/interface/property-string';
import type { Config } from '@/simulator/lxc/config-file';
import { kindOf, newDiskOf, parseMountPoint } from '@/simulator/lxc/mount-point';
import { parseNet } from '@/simulator/lxc/network';
import { splitVolumeId } from '@/simulator/lxc/volumes';
import { forbidden } from '@/simulator/refusal';

export type ConfigChange = {
  vmid: number;
  /** The pool that a new container goes into: rights there count too. */
  pool?: string;
  old: Config;
  set: Config;
  remove: string[];
  unprivileged: boolean;
};

/** Refuses with the 403 of the first key that the caller may not change. */
export function checkKeys(access: Access, change: ConfigChange): void {
  if (isRootTicket(access.identity)) return;
  for (const key of Object.keys(change.set)) checkKey(access, change, key, false);
  for (const key of change.remove) checkKey(access, change, key, true);
}

/** Rights on a guest, or on the pool that it will be a member of. */
export function requireVm(access: Access, change: { vmid: number; pool?: string }, privilege: string): void {
  if (change.pool && access.has(`/pool/${change.pool}`, privilege)) return;
  access.require(`/vms/${change.vmid}`, [privilege]);
}

const cpuKeys = ['cores', 'cpuunits', 'cpulimit'];
const networkKeys = ['hostname', 'nameserver', 'searchdomain'];

function checkKey(access: Access, change: ConfigChange, key: string, remove: boolean): void {
  const need = (privilege: string) => requireVm(access, change, privilege);
  if (cpuKeys.includes(key)) need('VM.Config.CPU');
  else if (key === 'memory' || key === 'swap') need('VM.Config.Memory');
  else if (key === 'rootfs' || /^mp\d+$/.test(key)) {
    need('VM.Config.Disk');
    if (!remove) checkVolume(access, change, key);
  } else if (/^unused\d+$/.test(key)) need('VM.Config.Disk');
  else if (/^net\d+$/.test(key)) {
    need('VM.Config.Network');
    for (const text of [change.old[key], change.set[key]]) if (text) checkBridge(access, text);
  } else if (networkKeys.includes(key)) need('VM.Config.Network');
  else if (/^dev\d+$/.test(key)) forbidden('configuring device passthrough is only allowed for root@pam');
  else if (key === 'features') checkFeatures(access, change, remove);
  else if (key === 'hookscript') forbidden('changing the hookscript is only allowed for root@pam');
  else need('VM.Config.Options');
}

function checkVolume(access: Access, change: ConfigChange, key: string): void {
  const mount = parseMountPoint(key, change.set[key] ?? '');
  const kind = kindOf(mount);
  if (kind !== 'volume') forbidden(`mount point type ${kind} is only allowed for root@pam`);
  const storage = newDiskOf(mount)?.storage;
  if (storage) access.require(`/storage/${storage}`, ['Datastore.AllocateSpace']);
  else {
    const id = splitVolumeId(mount.volume);
    const owner = /(?:^|\/)(?:vm|base|subvol|basevol)-(\d+)-/.exec(id?.name ?? '')?.[1];
    if (id && Number(owner) !== change.vmid) access.require(`/storage/${id.storage}`, ['Datastore.Allocate']);
  }
}

function checkBridge(access: Access, text: string): void {
  const { bridge } = parseNet(text);
  if (bridge) access.require(`/sdn/zones/localnetwork/${bridge}`, ['SDN.Use']);
}

function checkFeatures(access: Access, change: ConfigChange, remove: boolean): void {
  if (!change.unprivileged) forbidden('changing feature flags for privileged container is only allowed for root@pam');
  const read = (text: string | undefined) => (text ? parsePropertyString('features', text, 'features') : {});
  const before: Config = read(change.old.features);
  const after: Config = remove ? {} : read(change.set.features);
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => (before[name] ?? '') !== (after[name] ?? ''),
  );
  if (changed.some((name) => name !== 'nesting'))
    forbidden('changing feature flags (except nesting) is only allowed for root@pam');
  if (changed.length) requireVm(access, change, 'VM.Allocate');
}
