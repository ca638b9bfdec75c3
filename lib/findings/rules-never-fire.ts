/** Rules that are written and never read: Proxmox asks them only for a NIC whose own flag is on (FACTS §6). */
import type { Finding } from '@/lib/findings/finding';
import { type Lab, namesOf, numbersOf, type Subject, vmidsOf } from '@/lib/findings/lab';
import { countText, listText } from '@/lib/format/list';

export function rulesNeverFire({ subjects }: Lab): Finding[] {
  const ruled = subjects.filter(
    ({ spec }) => spec.firewall.enable && spec.nics.length > 0 && spec.firewall.rules.some((rule) => rule.enable),
  );
  const open = (subject: Subject) => subject.spec.nics.filter((nic) => nic.firewall !== true);
  const wholly = ruled.filter((subject) => open(subject).length === subject.spec.nics.length);
  const partly = ruled.filter((subject) => open(subject).length > 0 && !wholly.includes(subject));
  const findings: Finding[] = [];
  if (wholly.length > 0)
    findings.push({
      id: 'rules-never-fire',
      rule: 'rules-never-fire',
      severity: 'warn',
      title: `${countText(wholly.length, 'container has', 'containers have')} firewall rules that can never fire`,
      evidence: `${numbersOf(wholly)}: the rules are on, the NIC has firewall=0.`,
      vmids: vmidsOf(wholly),
    });
  const byNics = new Map<string, Subject[]>();
  for (const subject of partly) {
    const nics = listText(open(subject).map((nic) => nic.id));
    byNics.set(nics, [...(byNics.get(nics) ?? []), subject]);
  }
  for (const [nics, some] of byNics)
    findings.push({
      id: `rules-never-fire/${nics}`,
      rule: 'rules-never-fire',
      severity: 'warn',
      title: `The firewall rules of ${listText(namesOf(some))} never fire on ${nics}`,
      evidence: `${numbersOf(some)}: the rules are on, ${nics} has firewall=0.`,
      vmids: vmidsOf(some),
    });
  return findings;
}
