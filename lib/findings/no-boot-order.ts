/**
 * A container whose gateway is another container, which need not have started before it. Proxmox starts what has an
 * order first, by the order, and then the rest by vmid; equal orders do not wait for each other.
 */
import type { Finding } from '@/lib/findings/finding';
import { type Lab, namesOf, numbersOf, ownerOfAddress, type Subject, vmidsOf } from '@/lib/findings/lab';
import { listText } from '@/lib/format/list';

export function noBootOrder({ subjects }: Lab): Finding[] {
  const owners = ownerOfAddress(subjects);
  const clients = new Map<Subject, Subject[]>();
  for (const subject of subjects) {
    const gateways = new Set(subject.spec.nics.map((nic) => (nic.gw === undefined ? undefined : owners.get(nic.gw))));
    for (const gateway of gateways)
      if (gateway && gateway !== subject && subject.spec.onboot && !startsBefore(gateway, subject))
        clients.set(gateway, [...(clients.get(gateway) ?? []), subject]);
  }
  return [...clients].map(([gateway, early]) => ({
    id: `no-boot-order/${gateway.vmid}`,
    rule: 'no-boot-order',
    severity: 'warn',
    title: `${listText(namesOf(early))} may start before ${early.length === 1 ? 'its' : 'their'} gateway ${gateway.hostname}`,
    evidence: `${gateway.vmid} ${reasonOf(gateway)}, and ${numbersOf(early)} ${
      early.length === 1 ? 'sends' : 'send'
    } everything through it.`,
    vmids: [...vmidsOf(early), gateway.vmid],
  }));
}

function startsBefore(gateway: Subject, client: Subject): boolean {
  const { order } = gateway.spec.startup ?? {};
  if (!gateway.spec.onboot || order === undefined) return false;
  return order < (client.spec.startup?.order ?? Number.POSITIVE_INFINITY);
}

function reasonOf({ spec }: Subject): string {
  if (!spec.onboot) return 'does not start on boot';
  const order = spec.startup?.order;
  return order === undefined ? 'is in no boot order' : `has order ${order}, no earlier than they have`;
}
