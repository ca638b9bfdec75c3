/** The first of the three gates. While it is off, which is Proxmox's default, no guest's rule acts (FACTS §6). */
import type { Finding } from '@/lib/findings/finding';
import type { Lab } from '@/lib/findings/lab';
import { countText } from '@/lib/format/list';

export function clusterFirewallOff({ subjects, observed }: Lab): Finding[] {
  if (observed.clusterFirewall !== false) return [];
  const guarded = subjects.filter(({ spec }) => spec.firewall.enable);
  const promised = countText(guarded.length, 'container has its firewall on', 'containers have their firewall on');
  return [
    {
      id: 'cluster-firewall-off',
      rule: 'cluster-firewall-off',
      severity: guarded.length > 0 ? 'fault' : 'warn',
      title: 'Nothing is filtered: the cluster firewall is off',
      evidence:
        guarded.length > 0 ? `${promised}, and no rule of theirs acts.` : 'No container has its firewall on either.',
      vmids: [],
    },
  ];
}
