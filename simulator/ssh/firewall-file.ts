/** Firewall files as Proxmox writes them: `cluster.fw`, `VMID.fw`, `host.fw`. */
import type { ClusterFirewall, GuestFirewall, NodeFirewall, Rule } from '@/simulator/state/state';

const flags: [keyof Rule & string, string][] = [
  ['iface', '-i'],
  ['source', '-source'],
  ['dest', '-dest'],
  ['proto', '-p'],
  ['dport', '-dport'],
  ['sport', '-sport'],
  ['icmp-type', '-icmp-type'],
  ['log', '-log'],
];

function ruleLine(rule: Rule): string {
  const off = rule.enable === '1' ? '' : '|';
  const what =
    rule.type === 'group'
      ? `GROUP ${rule.action}`
      : `${rule.type?.toUpperCase()} ${rule.macro ? `${rule.macro}(${rule.action})` : rule.action}`;
  const options = flags.flatMap(([key, flag]) => (rule[key] ? [`${flag} ${rule[key]}`] : []));
  return `${[`${off}${what}`, ...options].join(' ')}${rule.comment ? ` # ${rule.comment}` : ''}\n`;
}

const section = (head: string, lines: string[]) => (lines.length ? `[${head}]\n\n${lines.join('')}\n` : '');
const note = (comment: string | undefined) => (comment ? ` # ${comment}` : '');

function optionLines(options: Record<string, string>): string[] {
  return Object.keys(options)
    .sort()
    .map((key) => `${key}: ${options[key]}\n`);
}

function nameSections(firewall: Pick<GuestFirewall, 'aliases' | 'ipsets'>): string {
  const aliases = firewall.aliases.map(({ name, cidr, comment }) => `${name} ${cidr}${note(comment)}\n`);
  const sets = firewall.ipsets.map((set) => {
    const entries = set.entries.map((one) => `${one.nomatch ? '!' : ''}${one.cidr}${note(one.comment)}\n`);
    return `[IPSET ${set.name}]${note(set.comment)}\n\n${entries.join('')}\n`;
  });
  return section('ALIASES', aliases) + sets.join('');
}

export const hostFile = (firewall: NodeFirewall): string =>
  section('OPTIONS', optionLines(firewall.options)) + section('RULES', firewall.rules.map(ruleLine));

export const guestFile = (firewall: GuestFirewall): string =>
  section('OPTIONS', optionLines(firewall.options)) +
  nameSections(firewall) +
  section('RULES', firewall.rules.map(ruleLine));

export const clusterFile = (firewall: ClusterFirewall): string =>
  guestFile(firewall) +
  firewall.groups
    .map(({ group, comment, rules }) => `[group ${group}]${note(comment)}\n\n${rules.map(ruleLine).join('')}\n`)
    .join('');
