/**
 * The firewall of one container: its options and its rules.
 *
 * Options that are absent have Proxmox's defaults (FACTS §6: enable 0, policy in DROP, out ACCEPT). A rule without
 * `enable` is off. `pos`, `digest`, `ipversion` and `errors` are Proxmox's own remarks on a rule and no part of it.
 */
import { present } from '@/lib/pve/present';
import { formatBoolean, parseBoolean } from '@/lib/pve/scalar';
import { err, ok, type Result } from '@/lib/result';
import type { FirewallRuleSpec, GuestFirewallSpec } from '@/lib/spec/container';

export type FirewallConfig = { options: Record<string, unknown>; rules: Record<string, unknown>[] };

const flags = {
  dhcp: 'dhcp',
  ndp: 'ndp',
  radv: 'radv',
  macfilter: 'macfilter',
  ipfilter: 'ipfilter',
} as const;
const texts = {
  policy_in: 'policyIn',
  policy_out: 'policyOut',
  log_level_in: 'logLevelIn',
  log_level_out: 'logLevelOut',
} as const;
const ruleTexts = {
  macro: 'macro',
  source: 'source',
  dest: 'dest',
  proto: 'proto',
  sport: 'sport',
  dport: 'dport',
  'icmp-type': 'icmpType',
  iface: 'iface',
  log: 'log',
  comment: 'comment',
} as const;

/** A draft of the spec's `firewall`; the schema judges its values. */
export function parseFirewall(config: FirewallConfig | null): Result<Record<string, unknown>, string> {
  if (config === null) return ok({ enable: false, rules: [] });
  const draft: Record<string, unknown> = { enable: false };
  for (const [key, field] of Object.entries({ enable: 'enable', ...flags })) {
    const given = config.options[key];
    if (given === undefined || given === null) continue;
    const flag = parseBoolean(String(given));
    if (flag === null) return err(`firewall option ${key}: '${String(given)}' is not 1 or 0`);
    draft[field] = flag;
  }
  for (const [key, field] of Object.entries(texts)) {
    const given = config.options[key];
    if (given !== undefined && given !== null) draft[field] = String(given);
  }
  const rules: unknown[] = [];
  for (const [index, rule] of inOrder(config.rules).entries()) {
    const enable = rule.enable === undefined ? false : parseBoolean(String(rule.enable));
    if (enable === null) return err(`firewall rule ${index}: enable '${String(rule.enable)}' is not 1 or 0`);
    rules.push(parseRule(rule, enable));
  }
  return ok({ ...draft, rules });
}

/** The list comes in order; `pos`, where it is given, decides. */
function inOrder(rules: Record<string, unknown>[]): Record<string, unknown>[] {
  const position = (rule: Record<string, unknown>, index: number) =>
    rule.pos === undefined || Number.isNaN(Number(rule.pos)) ? index : Number(rule.pos);
  return rules
    .map((rule, index) => ({ rule, at: position(rule, index) }))
    .sort((a, b) => a.at - b.at)
    .map(({ rule }) => rule);
}

function parseRule(rule: Record<string, unknown>, enable: boolean): Record<string, unknown> {
  const text = (key: string) => {
    const given = rule[key];
    const value = given === undefined || given === null ? '' : String(given).replace(/\n+$/, '');
    return value === '' ? undefined : value;
  };
  return present({
    type: text('type'),
    action: text('action'),
    enable,
    ...Object.fromEntries(Object.entries(ruleTexts).map(([key, field]) => [field, text(key)])),
  });
}

/** Options and rules as Proxmox stores them; a rule's place in the list is its `pos`. */
export function formatFirewall(firewall: GuestFirewallSpec): {
  options: Record<string, string>;
  rules: Record<string, string>[];
} {
  const options: Record<string, string> = { enable: formatBoolean(firewall.enable) };
  for (const [key, field] of Object.entries(flags)) {
    const flag = firewall[field];
    if (flag !== undefined) options[key] = formatBoolean(flag);
  }
  for (const [key, field] of Object.entries(texts)) {
    const text = firewall[field];
    if (text !== undefined) options[key] = text;
  }
  return { options, rules: firewall.rules.map(formatRule) };
}

/** One rule as the parameters that Proxmox takes. */
export function formatRule(rule: FirewallRuleSpec): Record<string, string> {
  const written: Record<string, string> = {
    type: rule.type,
    action: rule.action,
    enable: formatBoolean(rule.enable),
  };
  for (const [key, field] of Object.entries(ruleTexts)) {
    const text = rule[field];
    if (text !== undefined && text !== '') written[key] = text;
  }
  return written;
}
