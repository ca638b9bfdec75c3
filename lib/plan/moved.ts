/**
 * What moved since a plan was made. A plan stands only for the state that it was made against: every field counts,
 * and so does a digest that moved without a field that we read, because then somebody wrote the config.
 */
import { diffContainer, differences } from '@/lib/diff/diff';
import type { Plan } from '@/lib/plan/plan';
import type { Moved } from '@/lib/refusal';
import type { ConfiguredSpec } from '@/lib/spec/container';

export function whatMoved(
  plan: Plan,
  now: { vmid: number; live: ConfiguredSpec | null; digest: string | null }[],
): Moved[] {
  const nowOf = new Map(now.map((one) => [one.vmid, one]));
  return plan.observed.flatMap(({ vmid, digest, live }) => {
    const at = { vmid, hostname: live.hostname };
    const current = nowOf.get(vmid);
    if (!current?.live)
      return [{ ...at, field: 'config', label: 'configuration', planned: 'read', now: 'cannot be read' }];
    // the own words do not matter: the difference is between two things that a host reported
    const planned = { ...live, category: '-', purpose: '', services: [], dependsOn: [] };
    const rows = differences(diffContainer(planned, current.live));
    if (rows.length > 0)
      return rows.map((row) => ({
        ...at,
        field: row.field,
        label: row.label,
        planned: row.desired ?? 'not set',
        now: row.live ?? 'not set',
      }));
    if (current.digest === digest) return [];
    const label = 'the config file';
    return [{ ...at, field: 'digest', label, planned: shown(digest), now: shown(current.digest) }];
  });
}

const shown = (digest: string | null) => (digest === null ? 'not known' : digest.slice(0, 8));
