/**
 * What `rootfs` and `mpN` have in common: a volume, a directory or a device, and options.
 *
 * `/dev/…` is a device of the host, another absolute path a directory of the host, anything else `storage:volume`
 * (Proxmox's `classify_mountpoint`). `storage:4` asks for a new volume of 4 GiB (FACTS §4).
 */
import type { PropertyReader } from '@/lib/pve/property-reader';
import { formatBoolean } from '@/lib/pve/scalar';
import { bytesOfGiB, formatGiB, formatSize } from '@/lib/pve/size';

export type VolumeOptions = {
  acl?: boolean;
  quota?: boolean;
  replicate?: boolean;
  shared?: boolean;
  readOnly?: boolean;
  mountOptions?: string[];
};

export type StorageVolume = { storage: string; volume?: string; sizeBytes?: number };

export type VolumeSource =
  | ({ kind: 'volume' } & StorageVolume)
  | { kind: 'bind'; source: string }
  | { kind: 'device'; source: string };

/** Null if it is neither a path nor `storage:volume`. */
export function parseVolumeSource(text: string): VolumeSource | null {
  if (text.startsWith('/dev/')) return { kind: 'device', source: text };
  if (text.startsWith('/')) return { kind: 'bind', source: text };
  const [, storage, volume] = /^([^:\s]+):(\S+)$/.exec(text) ?? [];
  if (storage === undefined || volume === undefined) return null;
  return /^\d+(?:\.\d+)?$/.test(volume)
    ? { kind: 'volume', storage, sizeBytes: bytesOfGiB(Number(volume)) }
    : { kind: 'volume', storage, volume };
}

/** `local-lvm:vm-107-disk-0`, or what asks Proxmox to make one. */
export function formatVolumeSource({ storage, volume, sizeBytes }: StorageVolume, defaultGiB = ''): string {
  return `${storage}:${volume ?? (sizeBytes === undefined ? defaultGiB : formatGiB(sizeBytes))}`;
}

/** Proxmox writes the size of a volume that exists; one that is asked for has it in its name. */
export function formatVolumeSize({ volume, sizeBytes }: StorageVolume): { size?: string } {
  return volume === undefined || sizeBytes === undefined ? {} : { size: formatSize(sizeBytes) };
}

export function readVolumeOptions(read: PropertyReader): VolumeOptions {
  return {
    acl: read.boolean('acl'),
    quota: read.boolean('quota'),
    replicate: read.boolean('replicate'),
    shared: read.boolean('shared'),
    readOnly: read.boolean('ro'),
    mountOptions: read.list('mountoptions'),
  };
}

export function formatVolumeOptions(options: VolumeOptions): Record<string, string> {
  const flags = {
    acl: options.acl,
    quota: options.quota,
    replicate: options.replicate,
    shared: options.shared,
    ro: options.readOnly,
  };
  const written: Record<string, string> = {};
  for (const [key, flag] of Object.entries(flags)) if (flag !== undefined) written[key] = formatBoolean(flag);
  if (options.mountOptions && options.mountOptions.length > 0) written.mountoptions = options.mountOptions.join(';');
  return written;
}
