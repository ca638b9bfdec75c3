/** `rootfs`: `local-lvm:vm-107-disk-0,size=4G`. */
import { present } from '@/lib/pve/present';
import { readProperties } from '@/lib/pve/property-reader';
import { formatPropertyString } from '@/lib/pve/property-string';
import {
  formatVolumeOptions,
  formatVolumeSize,
  formatVolumeSource,
  parseVolumeSource,
  readVolumeOptions,
} from '@/lib/pve/volume';
import type { Result } from '@/lib/result';
import type { ContainerSpec } from '@/lib/spec/container';

type Rootfs = ContainerSpec['rootfs'];

const format = { defaultKey: 'volume' };
/** What Proxmox makes when no size is asked for (FACTS §5). */
const defaultGiB = '4';

export function parseRootfs(text: string): Result<Rootfs, string> {
  const read = readProperties(text, format);
  const volume = read.required('volume');
  const source = parseVolumeSource(volume);
  if (source?.kind !== 'volume') {
    read.fail(
      source
        ? `'${volume}' is a path of the host; only a volume of a storage can be managed`
        : `'${volume}' is not storage:volume`,
    );
    return read.end({ storage: '' });
  }
  const { kind: _, ...place } = source;
  const sizeBytes = read.size('size') ?? place.sizeBytes;
  return read.end(present({ ...place, sizeBytes, ...readVolumeOptions(read), extra: read.extra() }));
}

export function formatRootfs(rootfs: Rootfs): string {
  return formatPropertyString(
    {
      ...rootfs.extra,
      volume: formatVolumeSource(rootfs, defaultGiB),
      ...formatVolumeOptions(rootfs),
      ...formatVolumeSize(rootfs),
    },
    format,
  );
}
