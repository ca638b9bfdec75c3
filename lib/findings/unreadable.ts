/**
 * Containers whose configuration, or firewall, cannot be read or understood. The others go on; these are not guessed
 * at. A call that Proxmox refuses is refused for all of them alike (a lost right, an old version), so what has one
 * cause is one finding: the texts are the same but for the container's own number and name.
 */
import type { Finding } from '@/lib/findings/finding';
import type { Lab } from '@/lib/findings/lab';
import type { ObservedContainer } from '@/lib/live/observed';

export function unreadable({ observed }: Lab): Finding[] {
  const containers = [...observed.containers.values()].sort((a, b) => a.vmid - b.vmid);
  return [
    ...grouped(containers, 'unreadable', 'fault', 'configuration', (one) => one.unreadable),
    ...grouped(containers, 'firewall-unread', 'warn', 'firewall', (one) => one.firewallUnread),
  ];
}

function grouped(
  containers: ObservedContainer[],
  rule: string,
  severity: Finding['severity'],
  what: string,
  reasonOf: (container: ObservedContainer) => string | null,
): Finding[] {
  const byCause = new Map<string, { reason: string; some: ObservedContainer[] }>();
  for (const container of containers) {
    const reason = reasonOf(container);
    if (reason === null) continue;
    const cause = causeOf(reason, container);
    const group = byCause.get(cause) ?? { reason, some: [] };
    group.some.push(container);
    byCause.set(cause, group);
  }
  return [...byCause].map(([cause, { reason, some }]) => ({
    id: `${rule}/${some[0]?.vmid ?? cause}`,
    rule,
    severity,
    title:
      some.length === 1
        ? `The ${what} of ${some[0]?.name} cannot be read`
        : `The ${what} of ${some.length} containers cannot be read`,
    evidence: some.length === 1 ? reason : `${some.map(({ vmid }) => vmid).join(', ')}: ${cause}`,
    vmids: some.map(({ vmid }) => vmid),
  }));
}

/** The reason without what is this container's alone. */
function causeOf(reason: string, { vmid, name }: ObservedContainer): string {
  const words = [String(vmid), ...(name === '' ? [] : [name])];
  return words.reduce(
    (text, word) => text.replace(new RegExp(`(?<!\\w)${word.replaceAll('.', '\\.')}(?!\\w)`, 'g'), '…'),
    reason,
  );
}
