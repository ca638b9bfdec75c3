/**
 * A checked rule as the lines that iptables gets, for one family (SEMANTICS 3). Two things can still go wrong: the rule
 * *fails* (a name that exists, but not in the scope it is asked in; an ICMP type that is none), or the loader *refuses*
 * it, and with it every change on the node.
 */
import type { Family } from '@/lib/firewall/address';
import { parseAddresses } from '@/lib/firewall/addresses';
import { type Fault, type FaultKind, given } from '@/lib/firewall/check-rule';
import { type IcmpType, icmpTypes } from '@/lib/firewall/facts/icmp-types';
import { extensionHeaders, hasPorts, protocolNumber } from '@/lib/firewall/facts/protocols';
import { type AddressSet, intersect, type PortSet } from '@/lib/firewall/interval';
import type { LoadedSet } from '@/lib/firewall/ip-set';
import { expandMacro } from '@/lib/firewall/macro';
import type { Match } from '@/lib/firewall/match';
import type { Rule } from '@/lib/firewall/model';
import { aliasReference, findAlias, ownerOfSet, type Sight, setReference } from '@/lib/firewall/names';
import { loadPorts } from '@/lib/firewall/ports';
import { err, ok, type Result } from '@/lib/result';

/** What a rule sees, with the sets as they are loaded. */
export type Context = { sight: Sight; loaded: (owner: 'guest' | 'cluster', name: string) => LoadedSet };
export type Installed = { matches: Match[]; refusals: string[] };

/** All lines of a rule, or none: a macro is installed whole. */
export function installRule(rule: Rule, family: Family, context: Context): Result<Installed, Fault> {
  const matches: Match[] = [];
  const refusals: string[] = [];
  for (const line of given(rule.macro) ? expandMacro(rule, family) : [rule]) {
    const match = installLine(line, family, context, refusals);
    if (!match.ok) return match;
    if (match.value !== null) matches.push(match.value);
  }
  return ok({ matches, refusals });
}

const fails = (kind: FaultKind, field: keyof Rule, text: string) => err<Fault>({ kind, field, text, effect: 'fails' });

/** Null for a line that no packet of the family can match. */
function installLine(rule: Rule, family: Family, context: Context, refusals: string[]): Result<Match | null, Fault> {
  const match: Match = {};
  for (const field of ['source', 'dest'] as const) {
    const text = rule[field];
    if (!given(text)) continue;
    const set = addressesOf(text, field, family, context);
    if (!set.ok) return set;
    match[field] = set.value;
  }
  const proto = given(rule.proto) ? protocolNumber(rule.proto) : null;
  // `ip` and `hopopt` are number 0, which iptables takes for every protocol.
  if (proto === null || proto === 0) return ok(match);
  match.proto = proto;
  const target = rule.proto === 'icmp' || rule.proto === 'icmpv6' ? icmpPort(rule) : targetPorts(rule, proto, refusals);
  if (!target.ok) return target;
  const type = given(rule.icmpType) ? icmpRange(icmpTypes[rule.proto === 'icmp' ? 4 : 6].get(rule.icmpType)) : null;
  const dport = target.value !== null && type !== null ? intersect(target.value, type) : (target.value ?? type);
  if (dport !== null) match.dport = dport;
  if (given(rule.sport)) {
    const sport = load(rule.sport, proto, refusals);
    if (sport !== null) match.sport = sport;
  }
  return ok(family === 6 && extensionHeaders.has(proto) ? null : match);
}

function addressesOf(
  text: string,
  field: 'source' | 'dest',
  family: Family,
  { sight, loaded }: Context,
): Result<AddressSet, Fault> {
  const set = setReference(text);
  if (set !== null) {
    const owner = ownerOfSet(set, sight);
    if (owner === null) return fails('wrong-scope', field, `there is no ipset ${set.name} in the scope ${set.scope}`);
    return ok(loaded(owner, set.name)[family]);
  }
  const alias = aliasReference(text);
  if (alias !== null) {
    const value = findAlias(alias, sight);
    if (value === undefined)
      return fails('wrong-scope', field, `there is no alias ${alias.name} in the scope ${alias.scope}`);
    return ok([[value.range.first, value.range.last]]);
  }
  const parsed = parseAddresses(text);
  return parsed.ok ? ok(parsed.value.set) : fails('address', field, parsed.error.text);
}

/** Null for every port. What the loader refuses matches nothing here: nothing of the node is loaded then. */
function load(text: string, proto: number, refusals: string[]): PortSet | null {
  const ports = loadPorts(text, proto);
  if (!ports.ok) refusals.push(ports.error);
  return ports.ok ? ports.value : [];
}

function targetPorts(rule: Rule, proto: number, refusals: string[]): Result<PortSet | null, Fault> {
  if (rule.dport === undefined) return ok(null);
  if (!hasPorts.has(proto)) return fails('ports', 'dport', `${rule.proto} has no ports`);
  // 0 alone is not passed on, 0 in a list or range is [edge-dport-0, edge-dport-0-range].
  return ok(given(rule.dport) ? load(rule.dport, proto, refusals) : null);
}

/** The type that stands in `dport`: a name, or a number for a type with all its codes. */
function icmpPort(rule: Rule): Result<PortSet | null, Fault> {
  if (rule.dport === undefined) return ok(null);
  const named = icmpTypes[rule.proto === 'icmp' ? 4 : 6].get(rule.dport);
  if (named !== undefined) return ok(icmpRange(named));
  if (/^\d+$/.test(rule.dport) && Number(rule.dport) <= 255)
    return ok(icmpRange({ type: Number(rule.dport), code: null }));
  return fails('icmp-type', 'dport', `${rule.dport} is no type of ${rule.proto}`);
}

/** Null for every type. */
export function icmpRange(named: IcmpType | undefined): PortSet | null {
  if (named === undefined || named.type === null) return null;
  const first = named.type * 256 + (named.code ?? 0);
  return [[first, named.code === null ? first + 255 : first]];
}
