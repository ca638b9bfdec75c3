/** A host name in upper case: DNS does not tell it from lower case, scripts and tags do. */
import type { Finding } from '@/lib/findings/finding';
import { type Lab, namesOf, numbersOf, vmidsOf } from '@/lib/findings/lab';
import { listText } from '@/lib/format/list';

export function uppercaseHostname({ subjects }: Lab): Finding[] {
  const some = subjects.filter(({ hostname }) => hostname !== hostname.toLowerCase());
  if (some.length === 0) return [];
  return [
    {
      id: 'uppercase-hostname',
      rule: 'uppercase-hostname',
      severity: 'info',
      title: `${listText(namesOf(some))} ${some.length === 1 ? 'is' : 'are'} written in upper case`,
      evidence: `${numbersOf(some)}: DNS does not tell upper from lower case, scripts and tags do.`,
      vmids: vmidsOf(some),
    },
  ];
}
