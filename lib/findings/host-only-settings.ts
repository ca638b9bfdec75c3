/** Settings that Proxmox takes from root on the host alone, not from a token, not even root's (FACTS §2). */
import type { Finding } from '@/lib/findings/finding';
import { type Lab, numbersOf, type Subject, vmidsOf } from '@/lib/findings/lab';
import { countText, listText } from '@/lib/format/list';

const kinds: { name: string; has: (subject: Subject) => boolean }[] = [
  { name: 'bind mounts', has: ({ spec }) => spec.mounts.some((mount) => mount.kind !== 'volume') },
  { name: 'devices', has: ({ spec }) => spec.devices.length > 0 },
  {
    name: 'features other than nesting',
    has: ({ spec }) => Object.entries(spec.features ?? {}).some(([name, value]) => name !== 'nesting' && isSet(value)),
  },
  { name: 'hook scripts', has: ({ spec }) => spec.hookscript !== undefined },
];

export function hostOnlySettings({ subjects }: Lab): Finding[] {
  const some = subjects.filter((subject) => kinds.some((kind) => kind.has(subject)));
  if (some.length === 0) return [];
  const present = kinds.filter((kind) => some.some(kind.has)).map((kind) => kind.name);
  return [
    {
      id: 'host-only-settings',
      rule: 'host-only-settings',
      severity: 'info',
      title: `${countText(some.length, 'container has', 'containers have')} settings that only root on the host may write`,
      evidence: `${numbersOf(some)}: ${listText(present)}. No API token may set them.`,
      vmids: vmidsOf(some),
    },
  ];
}

const isSet = (value: unknown) =>
  value === true || (typeof value === 'object' && value !== null && Object.keys(value).length > 0);
