/** `mpN`: `vault:subvol-102-disk-1,mp=/docker,size=128G`, or `/vault/data,mp=/data,shared=1`. */
import { present } from '@/lib/pve/present';
import { readProperties } from '@/lib/pve/property-reader';
import { formatPropertyString } from '@/lib/pve/property-string';
import { formatBoolean } from '@/lib/pve/scalar';
import { formatSize } from '@/lib/pve/size';
import {
  formatVolumeOptions,
  formatVolumeSize,
  formatVolumeSource,
  parseVolumeSource,
  readVolumeOptions,
} from '@/lib/pve/volume';
import type { Result } from '@/lib/result';
import type { MountSpec } from '@/lib/spec/container';

const format = { defaultKey: 'volume', first: ['mp'] };

export function parseMountPoint(id: string, text: string): Result<MountSpec, string> {
  const read = readProperties(text, format);
  const volume = read.required('volume');
  const path = read.required('mp');
  const source = parseVolumeSource(volume);
  if (source === null) {
    read.fail(`'${volume}' is neither a path nor storage:volume`);
    return read.end({ id, kind: 'bind', source: '/', path: '/' });
  }
  // A directory has no size; the `size=0T` that some hosts write for one stays in `extra`.
  const sizeBytes = source.kind === 'bind' ? undefined : read.size('size');
  const common = {
    id,
    // Proxmox puts the slash before it when it mounts.
    path: path.startsWith('/') ? path : `/${path}`,
    backup: read.boolean('backup'),
    ...readVolumeOptions(read),
    extra: read.extra(),
  };
  if (source.kind === 'bind') return read.end(present({ ...common, ...source }));
  if (source.kind === 'device') return read.end(present({ ...common, ...source, sizeBytes }));
  return read.end(present({ ...common, ...source, sizeBytes: sizeBytes ?? source.sizeBytes }));
}

export function formatMountPoint(mount: MountSpec): string {
  return formatPropertyString(
    {
      ...mount.extra,
      ...sourceOf(mount),
      mp: mount.path,
      ...(mount.backup === undefined ? {} : { backup: formatBoolean(mount.backup) }),
      ...formatVolumeOptions(mount),
    },
    format,
  );
}

function sourceOf(mount: MountSpec): Record<string, string> {
  if (mount.kind === 'volume') return { volume: formatVolumeSource(mount), ...formatVolumeSize(mount) };
  if (mount.kind === 'device' && mount.sizeBytes !== undefined)
    return { volume: mount.source, size: formatSize(mount.sizeBytes) };
  return { volume: mount.source };
}
