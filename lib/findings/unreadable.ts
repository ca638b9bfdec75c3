/** A container whose configuration cannot be understood. The others go on; this one is not guessed at. */
import type { Finding } from '@/lib/findings/finding';
import type { Lab } from '@/lib/findings/lab';

export function unreadable({ observed }: Lab): Finding[] {
  return [...observed.containers.values()]
    .sort((a, b) => a.vmid - b.vmid)
    .flatMap(({ vmid, name, unreadable: reason }): Finding[] =>
      reason === null
        ? []
        : [
            {
              id: `unreadable/${vmid}`,
              rule: 'unreadable',
              severity: 'fault',
              title: `The configuration of ${name} cannot be read`,
              evidence: reason,
              vmids: [vmid],
            },
          ],
    );
}
