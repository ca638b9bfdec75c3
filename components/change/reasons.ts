/** Why a decision cannot be taken now: each reason as a sentence that stands beside the button. */
import type { ChangeStatus } from '@/lib/live/view';
import { may, type Role, type Verb } from '@/lib/roles/table';

export type Standing = {
  role: Role;
  status: ChangeStatus;
  stale: boolean;
  /** Number of fields that moved since the plan was made. */
  moved: number;
  /** Containers of the plan that something holds, with what. */
  held: { hostname: string; by: string }[];
  /** The first step that only root on the host may do, as its command. */
  host: string | null;
  blocked: boolean;
};

const least = { approveChange: 'an admin', applyChange: 'an admin' } as const;

/** Nothing: the button is on. */
export function reasonsAgainst(verb: 'approveChange' | 'applyChange', standing: Standing): string[] {
  const reasons: string[] = [];
  if (!may(standing.role, verb))
    reasons.push(`You are ${standing.role === 'operator' ? 'an operator' : 'a viewer'}: ${least[verb]} decides.`);
  if (standing.blocked) reasons.push('The plan has something that cannot be: see its notes.');
  if (standing.moved > 0) reasons.push('The plan is void: what it was made from moved. Plan anew first.');
  if (standing.stale) reasons.push('The data is stale: nothing can be sent before Proxmox answers again.');
  for (const { hostname, by } of standing.held) reasons.push(`${hostname} is held by ${by}.`);
  if (standing.host !== null)
    reasons.push(`Only root on the host may do this; Wheelhouse cannot send it: ${standing.host}`);
  return reasons;
}

/** Why this role may not, or null. */
export function roleAgainst(role: Role, verb: Verb): string | null {
  return may(role, verb) ? null : `Your role, ${role}, may not.`;
}
