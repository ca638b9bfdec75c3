/**
 * For every rule of a node: can it ever fire, and if not, why not. The gates come first (cluster, host or container off,
 * the NIC's flag, the rule itself), then what is wrong with the rule, then the lines above it, and last whether it says
 * what would be so anyway. A rule in several chains (families, NICs, users of its group) fires if it does in one.
 */

import type { Fault } from '@/lib/firewall/check-rule';
import { complaintsOf, type Ruleset } from '@/lib/firewall/compile';
import type { Rule } from '@/lib/firewall/model';
import type { Reason } from '@/lib/firewall/packet';
import { viaOf } from '@/lib/firewall/rule-lines';
import type { RuleAt } from '@/lib/firewall/shared';
import { type Chains, chainsOf } from '@/lib/firewall/why/chains';
import { fateOf, type LineFate } from '@/lib/firewall/why/line-fate';

export type WhyNot =
  | { kind: 'cluster-off' }
  | { kind: 'host-off' }
  | { kind: 'guest-off' }
  | { kind: 'nic-flag-off'; nics: string[] }
  | { kind: 'disabled' }
  /** Rules of type `forward` have no effect in this implementation. */
  | { kind: 'no-effect' }
  | { kind: 'wrong-interface'; iface: string }
  | { kind: 'unknown-group'; group: string }
  | { kind: 'group-unused' }
  /** The group has no rule that works here. */
  | { kind: 'group-empty'; group: string }
  | { kind: 'fault'; fault: Fault }
  /** A failing group took the chain that the rule would be in, or cut the group off before it. */
  | { kind: 'group-abort' }
  /** The loader refuses the node's rules. */
  | { kind: 'refused' }
  /** The sets that it names are empty. */
  | { kind: 'matches-nothing' }
  | { kind: 'shadowed'; by: Reason[] }
  /** It fires, and changes nothing. */
  | { kind: 'redundant'; by: Reason[] };

export type RuleFate = { at: RuleAt; rule: Rule; fires: boolean; why: WhyNot | null };

export function ruleFates(ruleset: Ruleset): RuleFate[] {
  const { lab } = ruleset;
  const chains = chainsOf(ruleset);
  const faults = new Map(complaintsOf(ruleset).faults.map(({ at, fault }) => [keyOf(at), fault]));
  const list = (rules: readonly Rule[], at: Omit<RuleAt, 'pos'>) =>
    rules.map((rule, pos) => fate(ruleset, chains, faults, { ...at, pos }, rule));
  return [
    ...list(lab.host.rules, { scope: 'host' }),
    ...list(lab.cluster.rules, { scope: 'cluster' }),
    ...lab.guests.flatMap(({ vmid, firewall }) => list(firewall.rules, { scope: 'guest', vmid })),
    ...lab.cluster.groups.flatMap(({ name, rules }) => list(rules, { scope: 'group', group: name.toLowerCase() })),
  ];
}

const keyOf = ({ scope, vmid, group, pos }: RuleAt) => `${scope} ${vmid ?? group ?? ''} ${pos}`;

function fate(ruleset: Ruleset, chains: Chains, faults: Map<string, Fault>, at: RuleAt, rule: Rule): RuleFate {
  const never = (why: WhyNot): RuleFate => ({ at, rule, fires: false, why });
  const gate = gateOf(ruleset, chains, at, rule);
  if (gate !== null) return never(gate);
  const fault = faults.get(keyOf(at));
  if (fault !== undefined) return never({ kind: 'fault', fault });
  if (ruleset.refused) return never({ kind: 'refused' });

  const isOwn = (reason: Reason): boolean => {
    if (rule.type === 'group')
      return reason.kind === 'rule' && reason.via === viaOf({ scope: scopeOf(at), vmid: at.vmid }, at.pos);
    if (reason.kind !== 'rule' || reason.scope !== at.scope || reason.pos !== at.pos) return false;
    return reason.group === at.group;
  };
  const fates: { fate: LineFate; reasons: (indexes: number[]) => Reason[] }[] = [];
  for (const { vmid, chain, family } of chains.all) {
    if (at.scope === 'guest' && vmid !== at.vmid) continue;
    const own = chain.flatMap(({ reason }, index) => (isOwn(reason) ? [index] : []));
    if (own.length === 0) continue;
    const reasons = (indexes: number[]) => unique(indexes.flatMap((index) => chain[index]?.reason ?? []));
    // A group is assigned as a whole, and each of its rules answers for itself.
    for (const some of rule.type === 'group' ? own.map((index) => [index]) : [own])
      fates.push({ fate: fateOf(chain, some, family), reasons });
  }
  if (fates.length === 0) return never(absent(ruleset, at, rule));
  if (fates.some(({ fate: { kind } }) => kind === 'fires')) return { at, rule, fires: true, why: null };
  const redundant = fates.filter(({ fate: { kind } }) => kind === 'redundant');
  const shadowed = fates.filter(({ fate: { kind } }) => kind === 'shadowed');
  const by = (some: typeof fates) =>
    unique(some.flatMap(({ fate: one, reasons }) => ('by' in one ? reasons(one.by) : [])));
  if (redundant.length > 0) return { at, rule, fires: true, why: { kind: 'redundant', by: by(redundant) } };
  return never(shadowed.length > 0 ? { kind: 'shadowed', by: by(shadowed) } : { kind: 'matches-nothing' });
}

const scopeOf = ({ scope }: RuleAt) => (scope === 'group' ? 'cluster' : scope);
const unique = (reasons: Reason[]): Reason[] => [
  ...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values(),
];

/** What is off or missing before the rule itself is looked at. */
function gateOf({ lab, byVmid, shared }: Ruleset, { bridges }: Chains, at: RuleAt, rule: Rule): WhyNot | null {
  if (!rule.enable) return { kind: 'disabled' };
  if (rule.type === 'forward') return { kind: 'no-effect' };
  if (lab.cluster.enable !== true) return { kind: 'cluster-off' };
  if (at.scope === 'guest') {
    const guest = byVmid.get(at.vmid ?? 0);
    if (guest?.firewall.enable !== true) return { kind: 'guest-off' };
    const nics = guest.nics.filter(({ id }) => rule.iface === undefined || rule.iface === id);
    if (nics.length === 0) return { kind: 'wrong-interface', iface: rule.iface ?? 'none' };
    if (nics.every(({ firewall }) => !firewall)) return { kind: 'nic-flag-off', nics: nics.map(({ id }) => id) };
  } else if (at.scope !== 'group') {
    if (lab.host.enable === false) return { kind: 'host-off' };
    // A bridge's port, such as eno1, never is where a packet comes from [edge-host-iface].
    if (rule.iface !== undefined && !bridges.has(rule.iface)) return { kind: 'wrong-interface', iface: rule.iface };
  }
  const isGone = rule.type === 'group' && at.scope !== 'group' && !shared.groupNames.has(rule.action);
  return isGone ? { kind: 'unknown-group', group: rule.action } : null;
}

/** Why a rule without a fault is in no chain. */
function absent({ lab, shared }: Ruleset, at: RuleAt, rule: Rule): WhyNot {
  const aborted = shared.groups[4].failed || shared.groups[6].failed;
  const assigned = (rules: readonly Rule[]) =>
    rules.some(({ type, action, enable }) => type === 'group' && enable && action === at.group);
  if (at.scope === 'group') {
    const used =
      assigned(lab.host.rules) ||
      assigned(lab.cluster.rules) ||
      lab.guests.some(({ firewall }) => firewall.enable === true && assigned(firewall.rules));
    if (!used) return { kind: 'group-unused' };
  }
  if (aborted) return { kind: 'group-abort' };
  return rule.type === 'group' ? { kind: 'group-empty', group: rule.action } : { kind: 'matches-nothing' };
}
