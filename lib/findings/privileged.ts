/** Root in a privileged container is root on the host. */
import type { Finding } from '@/lib/findings/finding';
import { type Lab, numbersOf, vmidsOf } from '@/lib/findings/lab';
import { countText } from '@/lib/format/list';

export function privileged({ subjects }: Lab): Finding[] {
  const some = subjects.filter(({ spec }) => !spec.unprivileged);
  if (some.length === 0) return [];
  return [
    {
      id: 'privileged',
      rule: 'privileged',
      severity: 'info',
      title: `${countText(some.length, 'container is', 'containers are')} privileged`,
      evidence: `${numbersOf(some)}: root inside is root on the host.`,
      vmids: vmidsOf(some),
    },
  ];
}
