/**
 * The desired state with what only the host knows filled in: the MAC address that Proxmox generated, the name and
 * size of a volume that it allocated. A person leaves these out of a new spec, and must not be asked to change them.
 */
import { type ConfiguredSpec, type ContainerSpec, configuredSpecSchema, type MountSpec } from '@/lib/spec/container';

const configuredKeys = Object.keys(configuredSpecSchema.shape);

export function settle(desired: ContainerSpec, live: ConfiguredSpec): ConfiguredSpec {
  const own = configuredOf(desired);
  const nicOf = new Map(live.nics.map((nic) => [nic.id, nic]));
  const mountOf = new Map(live.mounts.map((mount) => [mount.id, mount]));
  return {
    ...own,
    rootfs: own.rootfs.storage === live.rootfs.storage ? keepVolume(own.rootfs, live.rootfs) : own.rootfs,
    nics: own.nics.map((nic) => ({ ...nic, hwaddr: nic.hwaddr ?? nicOf.get(nic.id)?.hwaddr })),
    mounts: own.mounts.map((mount) => settleMount(mount, mountOf.get(mount.id))),
  };
}

/** A spec without the owner's own words, which no host stores. */
export function configuredOf(spec: ContainerSpec): ConfiguredSpec {
  const entries = Object.entries(spec).filter(([key]) => configuredKeys.includes(key));
  return Object.fromEntries(entries) as ConfiguredSpec;
}

function settleMount(mount: MountSpec, live: MountSpec | undefined): MountSpec {
  if (mount.kind === 'volume' && live?.kind === 'volume' && mount.storage === live.storage)
    return keepVolume(mount, live);
  if (mount.kind === 'device' && live?.kind === 'device' && mount.source === live.source)
    return { ...mount, sizeBytes: mount.sizeBytes ?? live.sizeBytes };
  return mount;
}

function keepVolume<T extends { volume?: string; sizeBytes?: number }>(own: T, live: T): T {
  return { ...own, volume: own.volume ?? live.volume, sizeBytes: own.sizeBytes ?? live.sizeBytes };
}
