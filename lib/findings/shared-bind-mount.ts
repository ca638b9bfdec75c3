/**
 * One directory of the host, written by privileged and unprivileged containers: root inside is uid 0 on the host for
 * the one and uid 100000 for the other (the default map), so that neither may write what the other made.
 */
import type { Finding } from '@/lib/findings/finding';
import { type Lab, numbersOf, type Subject, vmidsOf } from '@/lib/findings/lab';

export function sharedBindMount({ subjects }: Lab): Finding[] {
  const writers = new Map<string, Set<Subject>>();
  for (const subject of subjects)
    for (const mount of subject.spec.mounts)
      if (mount.kind === 'bind' && !mount.readOnly)
        writers.set(mount.source, (writers.get(mount.source) ?? new Set()).add(subject));
  return [...writers]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([source, set]): Finding[] => {
      const all = [...set];
      const asRoot = all.filter(({ spec }) => !spec.unprivileged);
      if (asRoot.length === 0 || asRoot.length === all.length) return [];
      return [
        {
          id: `shared-bind-mount${source}`,
          rule: 'shared-bind-mount',
          severity: 'warn',
          title: `${all.length} containers write ${source} under different user ids`,
          evidence: `${numbersOf(asRoot)} ${asRoot.length === 1 ? 'is' : 'are'} privileged and ${
            asRoot.length === 1 ? 'writes' : 'write'
          } as uid 0, the other ${all.length - asRoot.length} as 100000 and up.`,
          vmids: vmidsOf(asRoot),
        },
      ];
    });
}
