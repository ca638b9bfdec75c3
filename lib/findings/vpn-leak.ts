/**
 * A VPN client with a second way out. A default gateway that is another container's address is a tunnel's; a second
 * default gateway beside it takes what the tunnel should, whenever the tunnel is down or the metric says so.
 */
import type { Finding } from '@/lib/findings/finding';
import { isFiltered, type Lab, namesOf, ownerOfAddress, type Subject, vmidsOf } from '@/lib/findings/lab';
import { listText } from '@/lib/format/list';
import type { NicSpec } from '@/lib/spec/container';

export function vpnLeak({ subjects, observed }: Lab): Finding[] {
  const owners = ownerOfAddress(subjects);
  const byCause = new Map<string, { gateway: string; nic: string; filtered: boolean; leaking: Subject[] }>();
  for (const subject of subjects) {
    const gateways = subject.spec.nics.filter((nic) => nic.gw);
    const isTunnel = (nic: NicSpec) =>
      nic.gw !== undefined && (owners.get(nic.gw)?.vmid ?? subject.vmid) !== subject.vmid;
    if (!gateways.some(isTunnel)) continue;
    for (const nic of gateways) {
      if (isTunnel(nic) || nic.gw === undefined) continue;
      const filtered = isFiltered(subject, nic, observed.clusterFirewall);
      const shut =
        filtered && subject.spec.firewall.policyOut !== undefined && subject.spec.firewall.policyOut !== 'ACCEPT';
      if (shut) continue;
      const key = `${nic.gw}/${nic.id}${filtered ? '/filtered' : ''}`;
      const cause = byCause.get(key) ?? { gateway: nic.gw, nic: nic.id, filtered, leaking: [] };
      cause.leaking.push(subject);
      byCause.set(key, cause);
    }
  }
  return [...byCause].map(([key, { gateway, nic, filtered, leaking }]) => ({
    id: `vpn-leak/${key}`,
    rule: 'vpn-leak',
    severity: 'fault',
    title: `${listText(namesOf(leaking))} can leak around the VPN`,
    evidence: `${leaking.length === 1 ? 'It has' : 'Each has'} a second default gateway, ${gateway} on ${nic}, where ${
      filtered ? 'everything may leave' : 'nothing is filtered'
    }.`,
    vmids: vmidsOf(leaking),
  }));
}
