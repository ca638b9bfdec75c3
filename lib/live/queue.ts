/**
 * What needs a person, most urgent first: changes that wait for an approval, then findings that are not mere remarks,
 * then drift. Within each the order is stable: changes by number, findings as they come, drift by vmid.
 */
import type { Finding } from '@/lib/findings/finding';
import { countText } from '@/lib/format/list';
import { formatTime } from '@/lib/format/time';
import type { ChangeSummary, QueueItem } from '@/lib/live/view';

export function approvalItems(changes: ChangeSummary[], now: number, timeZone: string): QueueItem[] {
  return changes
    .filter((change) => change.status === 'proposed')
    .sort((a, b) => a.id - b.id)
    .map((change) => ({
      id: `change/${change.id}`,
      kind: 'approve',
      severity: 'info',
      title: change.title,
      evidence: `Change ${change.id} by ${change.proposedBy}, ${formatTime(change.proposedAt, now, timeZone)}. ${countText(change.steps, 'step', 'steps')}.`,
      vmids: change.vmids,
      changeId: change.id,
      adoptable: false,
    }));
}

export function findingItems(findings: Finding[]): QueueItem[] {
  const of = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity);
  return [...of('fault'), ...of('warn')].map((finding) => ({
    id: `finding/${finding.id}`,
    kind: 'finding',
    severity: finding.severity,
    title: finding.title,
    evidence: finding.evidence,
    vmids: finding.vmids,
    changeId: null,
    adoptable: false,
  }));
}

/** A container that is asked for and that Proxmox does not have. */
export function missingItem({ vmid, hostname, node }: { vmid: number; hostname: string; node: string }): QueueItem {
  return {
    id: `missing/${vmid}`,
    kind: 'drift',
    severity: 'warn',
    title: `${hostname}: asked for, and Proxmox has no container ${vmid}`,
    evidence: `It was to be on ${node}. A plan does not create containers.`,
    vmids: [vmid],
    changeId: null,
    adoptable: false,
  };
}

/** A container that Proxmox has and nobody asked for. */
export function unmanagedItem({ vmid, hostname, node }: { vmid: number; hostname: string; node: string }): QueueItem {
  return {
    id: `unmanaged/${vmid}`,
    kind: 'drift',
    severity: 'info',
    title: `${hostname}: on ${node}, and in no file of the lab`,
    evidence: `Container ${vmid} has no desired state, so nothing watches what changes in it.`,
    vmids: [vmid],
    changeId: null,
    adoptable: false,
  };
}
