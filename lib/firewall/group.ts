/**
 * Security groups. A group's chains are made when it is first assigned, in then out, and this is where Proxmox has a
 * fault (SEMANTICS 4, group abort): a rule that fails when installed takes with it whoever assigned the group first.
 * The chains stay as far as they got, so that later users have a group that is cut off before the bad rule; and if that
 * is an `in` rule, the missing out chain cannot be made either, because its sister exists already.
 */
import type { Family } from '@/lib/firewall/address';
import { type Checked, checkRule } from '@/lib/firewall/check-rule';
import { type Context, installRule } from '@/lib/firewall/install-rule';
import type { Line } from '@/lib/firewall/match';
import type { Group, Rule } from '@/lib/firewall/model';
import { isName } from '@/lib/firewall/names';
import { asPolicy } from '@/lib/firewall/rule-lines';
import type { Complaints } from '@/lib/firewall/shared';

export type Direction = 'in' | 'out';
/** The lines of a group for one family, or null where making its chains fails. */
export type Groups = { assign: (name: string, direction: Direction, family: Family) => Line[] | null; failed: boolean };

export type CheckedGroups = ReadonlyMap<string, { rule: Rule; checked: Checked }[]>;

/** Stored in lower case, and the later of two stands; a reference is compared as written. */
export function checkGroups(groups: Group[], context: Context, complaints: Complaints): CheckedGroups {
  const byName = new Map(groups.filter(({ name }) => isName(name)).map((group) => [group.name.toLowerCase(), group]));
  const check = (group: string, rule: Rule, pos: number) => {
    const checked = checkRule(rule, 'group', context.sight);
    if (checked.fault !== null) complaints.faults.push({ at: { scope: 'group', group, pos }, fault: checked.fault });
    return { rule, checked };
  };
  return new Map([...byName].map(([name, { rules }]) => [name, rules.map((rule, pos) => check(name, rule, pos))]));
}

/** iptables takes 28 characters for a chain's name. */
const fits = (name: string, direction: Direction) => `GROUP-${name}-${direction}`.length <= 28;

export function createGroups(groups: CheckedGroups, context: Context, complaints: Complaints): Groups {
  const chains = new Map<string, Partial<Record<Direction, Line[]>>>();

  function make(name: string, direction: Direction, family: Family, made: Partial<Record<Direction, Line[]>>): boolean {
    if (!fits(name, direction)) return false;
    const lines: Line[] = [];
    made[direction] = lines;
    for (const [pos, { rule, checked }] of (groups.get(name) ?? []).entries()) {
      if (rule.type !== direction || !rule.enable) continue;
      if (checked.fault !== null || (checked.family !== null && checked.family !== family)) continue;
      const at = { scope: 'group' as const, group: name, pos };
      const installed = installRule(rule, family, context);
      if (!installed.ok) {
        complaints.faults.push({ at, fault: installed.error });
        return false;
      }
      for (const text of installed.value.refusals) complaints.refusals.push({ at, text });
      const reason = { kind: 'rule', scope: 'group', pos, group: name } as const;
      for (const match of installed.value.matches) lines.push({ match, action: asPolicy(rule.action), reason });
    }
    return true;
  }

  const result: Groups = {
    failed: false,
    assign(name, direction, family) {
      const known = chains.get(name);
      if (known?.[direction] !== undefined) return known[direction];
      const made = known ?? {};
      chains.set(name, made);
      const whole = made.in === undefined && make(name, 'in', family, made) && make(name, 'out', family, made);
      if (!whole) result.failed = true;
      return whole ? (made[direction] ?? null) : null;
    },
  };
  return result;
}
