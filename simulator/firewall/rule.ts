/** One firewall rule: taking parameters into it, checking it, and showing it, with Proxmox's texts (FACTS §6). */

import { macroNamed } from '@/simulator/firewall/macros';
import type { References, RuleEnvironment } from '@/simulator/firewall/section';
import { checkAddressSpec, versionOf } from '@/simulator/interface/firewall-formats';
import { FormatError } from '@/simulator/interface/format-error';
import { badParameters } from '@/simulator/refusal';
import type { Rule } from '@/simulator/state/state';

const properties = [
  'type',
  'action',
  'enable',
  'macro',
  'source',
  'dest',
  'proto',
  'sport',
  'dport',
  'icmp-type',
  'iface',
  'log',
  'comment',
];
const icmpProtocols = new Set(['icmp', 'icmpv6', 'ipv6-icmp']);
const portProtocols = new Set(['tcp', 'udp', 'udplite', 'sctp', 'dccp', '6', '17', '33', '132', '136']);

/** Takes what was given into a rule; an empty value takes it away, a comment ends at its first line. */
export function takeInto(rule: Rule, parameters: Record<string, string>): void {
  for (const key of properties) {
    const value = parameters[key];
    if (value === undefined) continue;
    if (key === 'enable') rule.enable = Number(value) ? '1' : '0';
    // Perl's zero is false: a port 0 is never written.
    else if (value === '' || value === '-' || value === '0') delete rule[key];
    else rule[key] = key === 'comment' ? (value.split('\n')[0] ?? '') : value;
  }
}

export function removeProperties(rule: Rule, names: string[]): void {
  for (const name of names) {
    if (!properties.includes(name)) badParameters({ delete: `no such property ('${name}')` });
    delete rule[name];
  }
}

/** Refuses a rule that Proxmox would refuse; spells its macro as Proxmox does. */
export function checkRule(rule: Rule, environment: RuleEnvironment, references: References): void {
  const errors = findErrors(rule, environment, references);
  if (Object.keys(errors).length) badParameters(errors);
}

/** What is wrong with a rule, by property. */
export function findErrors(rule: Rule, environment: RuleEnvironment, references: References): Record<string, string> {
  const errors: Record<string, string> = {};
  const add = (property: string, text: string) => {
    errors[property] ??= text;
  };
  checkKind(rule, environment, add);
  if (rule.macro) {
    const name = macroNamed(rule.macro);
    if (name) rule.macro = name;
    else add('macro', `unknown macro '${rule.macro}'`);
  }
  checkPorts(rule, add);
  checkAddresses(rule, references, add);
  return errors;
}

type Add = (property: string, text: string) => void;

function checkKind({ type, action = '', iface }: Rule, environment: RuleEnvironment, add: Add): void {
  if (type === 'group') {
    if (environment === 'group') add('type', 'security groups not allowed');
    if (!/^[A-Za-z][A-Za-z0-9\-_]+$/.test(action)) add('action', 'invalid characters in security group name');
  } else {
    if (type === 'forward' && environment === 'ct') add('type', "invalid rule type 'forward' for rule_env 'ct'");
    if (!/^(?:ACCEPT|DROP|REJECT)$/.test(action)) add('action', `unknown action '${action}'`);
  }
  if (!iface) return;
  if (environment === 'group') add('type', 'parameter -i not allowed for this rule type');
  if (environment === 'ct' && !/^net\d+$/.test(iface)) add('iface', "value does not match the regex pattern 'net\\d+'");
}

function checkPorts(rule: Rule, add: Add): void {
  const { proto } = rule;
  const icmp = icmpProtocols.has(proto ?? '');
  for (const key of ['dport', 'sport']) {
    if (!rule[key]) continue;
    if (!proto) add('proto', `missing property - '${key}' requires this property`);
    else if (!portProtocols.has(proto) && !icmp) add(key, `protocol '${proto}' does not support ports`);
  }
  if (!rule['icmp-type']) return;
  if (!icmp) add('proto', "missing property - 'icmp-type' requires this property");
  if (rule.dport) add('icmp-type', 'cannot be specified together with dport');
}

function checkAddresses(rule: Rule, references: References, add: Add): void {
  let version = protocolVersion(rule);
  for (const key of ['source', 'dest']) {
    const value = rule[key];
    if (!value) continue;
    const found = versionOfSpec(value, references, (text) => add(key, text));
    if (found && version && found !== version) add(key, 'detected mixed ipv4/ipv6 addresses in rule');
    version ??= found ?? undefined;
  }
}

const protocolVersion = (rule: Rule): 4 | 6 | undefined =>
  rule.proto === 'icmp' ? 4 : icmpProtocols.has(rule.proto ?? '') ? 6 : undefined;

const bare = (name: string) => name.replace(/^(?:dc|guest)\//, '');

function versionOfSpec(value: string, references: References, fail: (text: string) => void): 4 | 6 | null {
  if (value.startsWith('+')) {
    const name = bare(value.slice(1));
    if (!references.ipsets.some((set) => set.name.toLowerCase() === name.toLowerCase()))
      fail(`no such ipset '${name}'`);
    return null;
  }
  if (/^(?:(?:dc|guest)\/)?[A-Za-z][A-Za-z0-9\-_]+$/.test(value)) {
    const alias = references.aliases.find((one) => one.name.toLowerCase() === bare(value).toLowerCase());
    if (!alias) fail(`no such alias '${value}'`);
    return alias ? versionOf(alias.cidr) : null;
  }
  try {
    checkAddressSpec(value);
    return versionOf(value.split(',')[0] ?? '');
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    fail(error.message);
    return null;
  }
}

/** A rule as lists show it: `enable` a number, the IP version it is bound to, and what is wrong with it. */
export function showRule(rule: Rule, pos: number, environment: RuleEnvironment, references: References) {
  const copy = { ...rule };
  const errors = findErrors(copy, environment, references);
  const version = versionOfRule(rule, references);
  return {
    ...copy,
    enable: Number(rule.enable ?? 0),
    pos,
    ...(version ? { ipversion: version } : {}),
    ...(Object.keys(errors).length ? { errors } : {}),
  };
}

function versionOfRule(rule: Rule, references: References): 4 | 6 | null {
  const ignore = () => undefined;
  const ends = ['source', 'dest'].map((key) => (rule[key] ? versionOfSpec(rule[key] ?? '', references, ignore) : null));
  return protocolVersion(rule) ?? ends[0] ?? ends[1] ?? null;
}
