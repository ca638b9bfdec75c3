/** The hash that an approval names: SHA-256 over the canonical JSON of the plan without its hash. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '@/lib/plan/canonical';
import type { Plan } from '@/lib/plan/plan';

export function hashPlan(plan: Omit<Plan, 'hash'>): string {
  const { steps, notes, observed, desired } = plan;
  return createHash('sha256').update(canonicalJson({ steps, notes, observed, desired })).digest('hex');
}
