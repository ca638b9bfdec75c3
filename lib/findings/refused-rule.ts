/**
 * A desired firewall rule that Proxmox will not take: it knows one protocol a rule, and wants one for a port
 * (FACTS §6, "dport requires this property"). Such a rule never reaches the host, so it is sought in what is desired.
 */
import type { Finding } from '@/lib/findings/finding';
import type { Lab } from '@/lib/findings/lab';
import { countText } from '@/lib/format/list';
import type { FirewallRuleSpec } from '@/lib/spec/container';

export function refusedRule({ subjects }: Lab): Finding[] {
  return subjects.flatMap(({ vmid, hostname, desired, spec }): Finding[] => {
    const reasons = (desired ?? spec).firewall.rules.flatMap((rule, at) => {
      const reason = refusal(rule);
      return reason === null ? [] : [`Rule ${at + 1} ${reason}.`];
    });
    if (reasons.length === 0) return [];
    return [
      {
        id: `refused-rule/${vmid}`,
        rule: 'refused-rule',
        severity: 'warn',
        title: `${hostname} has ${countText(reasons.length, 'rule', 'rules')} that Proxmox refuses`,
        evidence: reasons.join(' '),
        vmids: [vmid],
      },
    ];
  });
}

function refusal({ proto, dport, sport, macro }: FirewallRuleSpec): string | null {
  const port = dport ?? sport;
  const protocols = proto?.split(',') ?? [];
  if (protocols.length > 1)
    return `names ${protocols.length} protocols, ${protocols.join(' and ')}${port ? `, for ports ${port}` : ''}: Proxmox takes one`;
  if (port !== undefined && proto === undefined && macro === undefined) return `names port ${port} without a protocol`;
  return null;
}
