/** No backup job on the cluster. Not known is not none. */
import type { Finding } from '@/lib/findings/finding';
import type { Lab } from '@/lib/findings/lab';

export function noBackupJob({ subjects, observed }: Lab): Finding[] {
  if (observed.backupJobs !== 0 || subjects.length === 0) return [];
  return [
    {
      id: 'no-backup-job',
      rule: 'no-backup-job',
      severity: 'warn',
      title: 'No container has a backup job',
      evidence: 'Proxmox lists no job: a volume that is lost stays lost.',
      vmids: [],
    },
  ];
}
