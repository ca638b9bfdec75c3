/** `features`: `mount=cifs;nfs,nesting=1`. */
import { present } from '@/lib/pve/present';
import { readProperties } from '@/lib/pve/property-reader';
import { formatPropertyString } from '@/lib/pve/property-string';
import { formatBoolean } from '@/lib/pve/scalar';
import type { Result } from '@/lib/result';
import type { ContainerSpec } from '@/lib/spec/container';

type Features = NonNullable<ContainerSpec['features']>;

export function parseFeatures(text: string): Result<Features, string> {
  const read = readProperties(text, {});
  const features: Features = {
    nesting: read.boolean('nesting'),
    keyctl: read.boolean('keyctl'),
    fuse: read.boolean('fuse'),
    mknod: read.boolean('mknod'),
    forceRwSys: read.boolean('force_rw_sys'),
    mount: read.list('mount'),
    extra: read.extra(),
  };
  return read.end(present(features));
}

/** Empty when nothing is set: then Proxmox has no such key. */
export function formatFeatures(features: Features): string {
  const flags = {
    nesting: features.nesting,
    keyctl: features.keyctl,
    fuse: features.fuse,
    mknod: features.mknod,
    force_rw_sys: features.forceRwSys,
  };
  const pairs: Record<string, string> = { ...features.extra };
  for (const [key, flag] of Object.entries(flags)) if (flag !== undefined) pairs[key] = formatBoolean(flag);
  if (features.mount && features.mount.length > 0) pairs.mount = features.mount.join(';');
  return formatPropertyString(pairs, {});
}
