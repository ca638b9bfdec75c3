/** A container that shall run and does not. While a task works on it, it is only on its way. */
import type { Finding } from '@/lib/findings/finding';
import type { Lab } from '@/lib/findings/lab';

export function notRunning({ subjects, observed }: Lab): Finding[] {
  const inMotion = new Set(observed.tasks.filter((task) => task.endedAt === null).map((task) => task.id));
  return subjects
    .filter(
      ({ vmid, desired, observed: { status } }) =>
        desired?.power === 'running' && status === 'stopped' && !inMotion.has(String(vmid)),
    )
    .map(({ vmid, hostname, observed: { lock } }) => ({
      id: `not-running/${vmid}`,
      rule: 'not-running',
      severity: 'fault',
      title: `${hostname} is stopped and shall run`,
      evidence: lock === null ? 'Nothing works on it now.' : `Proxmox holds it locked: ${lock}.`,
      vmids: [vmid],
    }));
}
