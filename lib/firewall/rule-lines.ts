/** A list of rules as lines of a chain, in order, each with the reason that names it. */
import type { Family } from '@/lib/firewall/address';
import { type Checked, checkRule } from '@/lib/firewall/check-rule';
import type { Direction, Groups } from '@/lib/firewall/group';
import { type Context, installRule } from '@/lib/firewall/install-rule';
import type { Line } from '@/lib/firewall/match';
import type { Policy, Rule } from '@/lib/firewall/model';
import type { Complaints, RuleAt } from '@/lib/firewall/shared';

export const asPolicy = (action: string): Policy => (action === 'ACCEPT' || action === 'REJECT' ? action : 'DROP');

export type RuleList = {
  scope: 'guest' | 'host' | 'cluster';
  vmid?: number;
  rules: readonly { rule: Rule; pos: number; checked: Checked }[];
};

/** The rules of a list with what the check says of them. */
export function checkList(
  scope: RuleList['scope'],
  rules: readonly Rule[],
  context: Context,
  complaints: Complaints,
  vmid?: number,
): RuleList {
  return {
    scope,
    vmid,
    rules: rules.map((rule, pos) => {
      const checked = checkRule(rule, scope, context.sight);
      if (checked.fault !== null) complaints.faults.push({ at: { scope, vmid, pos }, fault: checked.fault });
      return { rule, pos, checked };
    }),
  };
}

export type Installing = {
  family: Family;
  direction: Direction;
  context: Context;
  groups: Groups;
  complaints: Complaints;
};

export const viaOf = ({ scope, vmid }: Pick<RuleList, 'scope' | 'vmid'>, pos: number) =>
  scope === 'guest' ? `guest/${vmid}#${pos}` : `${scope}#${pos}`;

/** Whether a rule comes into a chain of this family and direction at all. */
export const takesPart = ({ rule, checked }: RuleList['rules'][number], { family, direction }: Installing): boolean =>
  rule.enable &&
  checked.fault === null &&
  (checked.family === null || checked.family === family) &&
  (rule.type === 'group' || rule.type === direction);

/** The lines of a rule that is no group; one that fails is skipped, and the others work. */
export function linesOf(
  list: RuleList,
  { rule, pos }: RuleList['rules'][number],
  { family, context, complaints }: Installing,
): Line[] {
  const at: RuleAt = { scope: list.scope, vmid: list.vmid, pos };
  const installed = installRule(rule, family, context);
  if (!installed.ok) {
    complaints.faults.push({ at, fault: installed.error });
    return [];
  }
  for (const text of installed.value.refusals) complaints.refusals.push({ at, text });
  const reason = { kind: 'rule', scope: list.scope, pos } as const;
  return installed.value.matches.map((match) => ({ match, action: asPolicy(rule.action), reason }));
}

/** The lines of an assigned group, each naming the assignment; null where the group cannot be made. */
export function groupLines(list: RuleList, { rule, pos }: RuleList['rules'][number], installing: Installing) {
  const lines = installing.groups.assign(rule.action, installing.direction, installing.family);
  const via = viaOf(list, pos);
  return lines?.map((line): Line => ({ ...line, reason: { ...line.reason, via } as Line['reason'] })) ?? null;
}
