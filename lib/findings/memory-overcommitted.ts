/** More memory promised to what starts on boot than the node has. */
import { memoryPromises } from '@/lib/capacity/memory';
import type { Finding } from '@/lib/findings/finding';
import type { Lab } from '@/lib/findings/lab';
import { formatGiB } from '@/lib/format/bytes';
import { countText, listText } from '@/lib/format/list';

export function memoryOvercommitted({ subjects, observed }: Lab): Finding[] {
  return memoryPromises(subjects.map(({ spec }) => spec)).flatMap((sums): Finding[] => {
    const physical = observed.hosts.find((host) => host.node === sums.node)?.memoryPhysicalBytes ?? null;
    if (physical === null || sums.promisedOnBootBytes <= physical) return [];
    const onBoot = subjects.filter(({ spec }) => spec.node === sums.node && spec.onboot);
    const rest = sums.notOnBoot;
    const others = rest.length > 3 ? `the other ${rest.length}` : listText(rest.map(String));
    return [
      {
        id: `memory-overcommitted/${sums.node}`,
        rule: 'memory-overcommitted',
        severity: 'warn',
        title: `${formatGiB(sums.promisedOnBootBytes)} GiB start on boot, ${sums.node} has ${formatGiB(physical)}`,
        evidence: `The limits of ${countText(onBoot.length, 'container', 'containers')}.${
          rest.length > 0 ? ` With ${others} running it is ${formatGiB(sums.promisedAllBytes)} GiB.` : ''
        }`,
        vmids: [],
      },
    ];
  });
}
