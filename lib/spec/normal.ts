/**
 * A spec in the one form in which it is kept: tags lower case, unique and sorted, NICs, mounts and devices by their
 * number, dependencies by vmid, MAC addresses in upper case, and no optional object that says nothing. So the same
 * wish is always the same file.
 */
import { present } from '@/lib/pve/present';
import { normalTags } from '@/lib/pve/tags';
import type { ContainerSpec } from '@/lib/spec/container';

export function normalSpec(spec: ContainerSpec): ContainerSpec {
  return present({
    ...spec,
    tags: normalTags(spec.tags),
    description: spec.description?.replace(/\n+$/, '') || undefined,
    features: orNothing(spec.features),
    startup: orNothing(spec.startup),
    mounts: byNumber(spec.mounts),
    devices: byNumber(spec.devices),
    nics: byNumber(spec.nics).map((nic) => (nic.hwaddr ? { ...nic, hwaddr: nic.hwaddr.toUpperCase() } : nic)),
    dependsOn: [...new Set(spec.dependsOn)].sort((a, b) => a - b),
  });
}

function orNothing<T extends object>(value: T | undefined): T | undefined {
  return value && Object.values(value).some((item) => item !== undefined) ? value : undefined;
}

function byNumber<T extends { id: string }>(items: readonly T[]): T[] {
  return items.toSorted((a, b) => Number(a.id.replace(/\D+/, '')) - Number(b.id.replace(/\D+/, '')));
}
