/**
 * The lab as the rules look at it: each container as it is, with what its owner wants beside it.
 *
 * A finding is about what is, so the live configuration counts; where it cannot be read, or has not been yet, what is
 * desired stands in for it, and so for a firewall that could not be read. Containers that Proxmox does not have, and templates, are nobody's risk.
 */
import type { Observed, ObservedContainer } from '@/lib/live/observed';
import { configuredOf } from '@/lib/plan/settle';
import type { ConfiguredSpec, ContainerSpec, NicSpec } from '@/lib/spec/container';

export type Subject = {
  vmid: number;
  hostname: string;
  spec: ConfiguredSpec;
  desired: ContainerSpec | null;
  observed: ObservedContainer;
};

export type Lab = { subjects: Subject[]; observed: Observed };

export function labOf(desired: ContainerSpec[], observed: Observed): Lab {
  const desiredOf = new Map(desired.map((spec) => [spec.vmid, spec]));
  const subjects = [...observed.containers.values()]
    .filter((container) => !container.template)
    .sort((a, b) => a.vmid - b.vmid)
    .flatMap((container): Subject[] => {
      const wanted = desiredOf.get(container.vmid) ?? null;
      const own = container.config ?? (wanted && configuredOf(wanted));
      if (!own) return [];
      const spec = wanted && container.firewallUnread !== null ? { ...own, firewall: wanted.firewall } : own;
      return [{ vmid: container.vmid, hostname: spec.hostname, spec, desired: wanted, observed: container }];
    });
  return { subjects, observed };
}

/** A NIC's address without its prefix; null when Proxmox does not give it one. */
export function addressOf(nic: NicSpec): string | null {
  const address = nic.ip?.split('/')[0];
  return address === undefined || address === 'dhcp' || address === 'manual' ? null : address;
}

/** The container that each address in the lab belongs to. */
export function ownerOfAddress(subjects: Subject[]): Map<string, Subject> {
  const owners = new Map<string, Subject>();
  for (const subject of subjects)
    for (const nic of subject.spec.nics) {
      const address = addressOf(nic);
      if (address !== null && !owners.has(address)) owners.set(address, subject);
    }
  return owners;
}

/** Whether packets of this NIC are filtered: all three gates are on. An unknown cluster firewall is taken as on. */
export function isFiltered({ spec }: Subject, nic: NicSpec, clusterFirewall: boolean | null): boolean {
  return clusterFirewall !== false && spec.firewall.enable && nic.firewall === true;
}

export const vmidsOf = (subjects: Subject[]) => subjects.map((subject) => subject.vmid);
export const numbersOf = (subjects: Subject[]) => vmidsOf(subjects).join(', ');
export const namesOf = (subjects: Subject[]) => subjects.map((subject) => subject.hostname);
