/** A container that uses 85 % of its memory or more, as measured. */
import type { Finding } from '@/lib/findings/finding';
import type { Lab } from '@/lib/findings/lab';
import { formatUsedOf } from '@/lib/format/bytes';

const nearlyFull = 0.85;

export function memoryNearlyFull({ subjects }: Lab): Finding[] {
  return subjects.flatMap(({ vmid, hostname, observed }): Finding[] => {
    const { usage, status } = observed;
    if (status !== 'running' || !usage || usage.maxMemoryBytes <= 0) return [];
    const share = usage.memoryBytes / usage.maxMemoryBytes;
    if (share < nearlyFull) return [];
    const { used, total, unit } = formatUsedOf(usage.memoryBytes, usage.maxMemoryBytes);
    return [
      {
        id: `memory-nearly-full/${vmid}`,
        rule: 'memory-nearly-full',
        severity: 'warn',
        title: `${hostname} uses ${Math.floor(share * 100)} % of its memory`,
        evidence: `${used} of ${total} ${unit}.`,
        vmids: [vmid],
      },
    ];
  });
}
