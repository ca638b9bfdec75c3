/** An address that DHCP may change, of a container that others reach by it: it has services. */
import type { Finding } from '@/lib/findings/finding';
import { type Lab, namesOf, vmidsOf } from '@/lib/findings/lab';
import { listText } from '@/lib/format/list';

export function dhcpScraped({ subjects }: Lab): Finding[] {
  const some = subjects.filter(
    ({ spec, desired }) => spec.nics.some((nic) => nic.ip === 'dhcp') && (desired?.services.length ?? 0) > 0,
  );
  if (some.length === 0) return [];
  const reached = some.map(({ vmid, desired }) => {
    const ports = (desired?.services ?? []).map((service) => `${service.protocol} ${service.port}`);
    return `${vmid} at ${listText(ports)}`;
  });
  return [
    {
      id: 'dhcp-scraped',
      rule: 'dhcp-scraped',
      severity: 'info',
      title: `${listText(namesOf(some))} may move to another address`,
      evidence: `DHCP gives the address, and others ask ${listText(reached)}.`,
      vmids: vmidsOf(some),
    },
  ];
}
