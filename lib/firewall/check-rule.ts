/**
 * What Proxmox makes of a rule when it reads the configuration (SEMANTICS 3 and 4). A rule with an error is *skipped*,
 * and the others work: for a DROP that opens. One whose families contradict each other *vanishes* even from the list
 * that the API returns, and with the next change from the file. Some errors are seen only when the rule is installed:
 * see `install-rule`.
 *
 * Proxmox asks for truth in Perl's sense: a protocol or port of `0` counts as not given here, and so `dport: 0` alone
 * matches every port [edge-dport-0].
 */
import type { Family } from '@/lib/firewall/address';
import { parseAddresses } from '@/lib/firewall/addresses';
import { icmpTypes } from '@/lib/firewall/facts/icmp-types';
import { macros } from '@/lib/firewall/facts/macros';
import { hasPorts, protocolNumber } from '@/lib/firewall/facts/protocols';
import { macroConflict } from '@/lib/firewall/macro';
import type { Rule } from '@/lib/firewall/model';
import {
  aliasExists,
  aliasReference,
  findAlias,
  isName,
  type Sight,
  setExists,
  setReference,
} from '@/lib/firewall/names';
import type { Scope } from '@/lib/firewall/packet';
import { checkPorts } from '@/lib/firewall/ports';

export type FaultKind =
  | 'action'
  | 'address'
  | 'icmp-type'
  | 'interface'
  | 'macro'
  | 'mixed-families'
  | 'ports'
  | 'protocol'
  | 'unknown-alias'
  | 'unknown-set'
  | 'wrong-scope';

/** `fails`: passes the check and fails when installed, which takes a group's users with it (SEMANTICS 4). */
export type Fault = { kind: FaultKind; field: keyof Rule; text: string; effect: 'skipped' | 'vanishes' | 'fails' };

/** `family` is null for a rule that is installed in both. */
export type Checked = { family: Family | null; fault: Fault | null };

export const given = (value: string | undefined): value is string =>
  value !== undefined && value !== '' && value !== '0';
const isPolicy = (action: string) => action === 'ACCEPT' || action === 'DROP' || action === 'REJECT';
const icmpFamily: Record<string, Family> = { icmp: 4, icmpv6: 6, 'ipv6-icmp': 6 };

export function checkRule(rule: Rule, scope: Scope, sight: Sight): Checked {
  let family: Family | null = null;
  let fault: Fault | null = null;
  let vanished: Fault | null = null;
  const object = (kind: FaultKind, field: keyof Rule, text: string | null) => {
    if (text !== null) fault ??= { kind, field, text, effect: 'skipped' };
  };

  if (rule.type === 'group') {
    if (scope === 'group') object('action', 'type', 'a group cannot contain a group');
    if (!isName(rule.action)) object('action', 'action', `${rule.action} cannot be a group's name`);
  } else if (!isPolicy(rule.action)) object('action', 'action', `${rule.action} is no action`);
  object('interface', 'iface', checkInterface(rule, scope));
  if (rule.type === 'group') return { family, fault };

  if (given(rule.macro) && !macros.has(rule.macro.toLowerCase()))
    object('macro', 'macro', `there is no macro ${rule.macro}`);
  if (given(rule.proto)) {
    if (protocolNumber(rule.proto) === null) object('protocol', 'proto', `${rule.proto} is no known protocol`);
    family = icmpFamily[rule.proto] ?? null;
  }
  object('ports', 'dport', checkPort(rule, 'dport'));
  object('icmp-type', 'icmpType', checkIcmpType(rule));
  object('ports', 'sport', checkPort(rule, 'sport'));

  for (const field of ['source', 'dest'] as const) {
    const text = rule[field];
    if (!given(text)) continue;
    const found = familyOf(text, field, sight);
    if ('fault' in found) fault ??= found.fault;
    else if (found.family !== null) {
      const other = family !== null && family !== found.family;
      const mixed = `${text} is IPv${found.family}, and the rule is IPv${family}`;
      if (!other) family = found.family;
      else if (found.literal) object('mixed-families', field, mixed);
      else vanished ??= { kind: 'mixed-families', field, text: mixed, effect: 'vanishes' };
    }
  }
  if (given(rule.macro) && fault === null) object('macro', 'macro', macroConflict(rule, family));
  return { family, fault: vanished ?? fault };
}

function checkInterface({ iface }: Rule, scope: Scope): string | null {
  if (!given(iface)) return null;
  if (scope === 'group') return 'a rule in a group cannot have an interface';
  if (!/^[a-z][a-z0-9_]{1,20}([:.]\d+)?$/i.test(iface)) return `${iface} cannot be an interface`;
  return scope === 'guest' && !/^net\d+$/.test(iface) ? `${iface} is not netN` : null;
}

/** ICMP types may stand in `dport` for `icmp` and `icmpv6`, by these names only [edge-icmp-types]. */
function checkPort(rule: Rule, field: 'dport' | 'sport'): string | null {
  const text = rule[field];
  if (!given(text)) return null;
  if (!given(rule.proto)) return `${field} needs a protocol`;
  const wrong = checkPorts(text, field === 'dport' ? 'dest' : 'source', rule.proto);
  if (wrong !== null) return wrong;
  const icmp = field === 'dport' && (rule.proto === 'icmp' || rule.proto === 'icmpv6');
  return icmp || hasPorts.has(protocolNumber(rule.proto) ?? -1) ? null : `${rule.proto} has no ports`;
}

function checkIcmpType(rule: Rule): string | null {
  if (!given(rule.icmpType)) return null;
  const family = icmpFamily[rule.proto ?? ''];
  if (family === undefined) return 'an ICMP type needs an ICMP protocol';
  if (given(rule.dport)) return 'an ICMP type and a port exclude each other';
  return icmpTypes[family].has(rule.icmpType) ? null : `${rule.icmpType} is no type of ${rule.proto}`;
}

/** The family that an address brings into the rule, as far as it does. */
function familyOf(
  text: string,
  field: 'source' | 'dest',
  sight: Sight,
): { family: Family | null; literal: boolean } | { fault: Fault } {
  const wrong = (kind: FaultKind, words: string) => ({
    fault: { kind, field, text: words, effect: 'skipped' as const },
  });
  if (text.startsWith('+')) {
    const ref = setReference(text);
    if (ref === null) return wrong('address', `${text} is no name of an ipset`);
    return setExists(ref, sight)
      ? { family: null, literal: false }
      : wrong('unknown-set', `there is no ipset ${ref.name}`);
  }
  const ref = aliasReference(text);
  if (ref !== null) {
    if (!aliasExists(ref, sight)) return wrong('unknown-alias', `there is no alias ${ref.name}`);
    return { family: findAlias(ref, sight)?.range.family ?? null, literal: false };
  }
  const parsed = parseAddresses(text);
  if (parsed.ok) return { family: parsed.value.family, literal: true };
  return wrong(parsed.error.mixed ? 'mixed-families' : 'address', parsed.error.text);
}
