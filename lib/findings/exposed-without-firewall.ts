/**
 * A container with an address and no firewall: whatever listens in it can be reached by whoever shares its bridge.
 * Its owner chose that, so it is a remark and no alarm.
 */
import type { Finding } from '@/lib/findings/finding';
import { type Lab, numbersOf, vmidsOf } from '@/lib/findings/lab';
import { countText } from '@/lib/format/list';

export function exposedWithoutFirewall({ subjects }: Lab): Finding[] {
  const open = subjects.filter(
    ({ spec }) => !spec.firewall.enable && spec.nics.some((nic) => nic.ip !== undefined && nic.ip !== 'manual'),
  );
  if (open.length === 0) return [];
  return [
    {
      id: 'exposed-without-firewall',
      rule: 'exposed-without-firewall',
      severity: 'info',
      title: `${countText(open.length, 'container is', 'containers are')} on the LAN without a firewall`,
      evidence: `${numbersOf(open)}: the firewall is off, every port that listens can be reached.`,
      vmids: vmidsOf(open),
    },
  ];
}
