/** What Proxmox would refuse of a firewall rule (FACTS §6), in words; null for a rule that it takes. */
import type { FirewallRuleSpec } from '@/lib/spec/container';

const actions = new Set(['ACCEPT', 'DROP', 'REJECT']);
/** Protocols that have ports, or, for ICMP, types in their place. */
const withPorts = new Set([
  'tcp',
  'udp',
  'udplite',
  'sctp',
  'dccp',
  'icmp',
  'icmpv6',
  'ipv6-icmp',
  '6',
  '17',
  '132',
  '33',
]);
const levels = new Set(['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug', 'nolog']);

export function refusedRule(rule: FirewallRuleSpec): string | null {
  if (rule.type !== 'group' && !actions.has(rule.action))
    return `action ${rule.action} is not known: ACCEPT, DROP or REJECT`;
  if (rule.proto !== undefined && /[,;\s]/.test(rule.proto)) return `${rule.proto} is more than one protocol`;
  for (const port of ['dport', 'sport'] as const) {
    if (rule[port] === undefined) continue;
    if (rule.proto === undefined && rule.macro === undefined) return `${port} ${rule[port]} wants a protocol`;
    if (rule.proto !== undefined && !withPorts.has(rule.proto)) return `${rule.proto} has no ports`;
    const wrong = refusedPorts(rule[port]);
    if (wrong !== null) return wrong;
  }
  if (rule.iface !== undefined && !/^net\d+$/.test(rule.iface)) return `interface ${rule.iface} is not netN`;
  if (rule.log !== undefined && !levels.has(rule.log)) return `log level ${rule.log} is not known`;
  return null;
}

/** `80,443`, `8000:8100` and service names are taken. */
function refusedPorts(text: string): string | null {
  for (const part of text.split(',')) {
    const ends = part.split(':');
    if (ends.length > 2 || ends.some((end) => !/^[A-Za-z0-9-]+$/.test(end))) return `${part} is not a port`;
    const numbers = ends.filter((end) => /^\d+$/.test(end)).map(Number);
    if (numbers.some((port) => port > 65535)) return `${part} is not a port: 0 to 65535`;
    const [from, to] = numbers;
    if (from !== undefined && to !== undefined && from > to) return `${part} runs backwards`;
  }
  return null;
}
