/** Case files as the model: the API's field names become ours, and nothing is judged. */
import { parseAddress } from '@/lib/firewall/address';
import type { CaseFile, CaseIpSet, CaseLab, CaseOptions, CasePacket, CaseRule } from '@/lib/firewall/case/case-file';
import { icmpTypes } from '@/lib/firewall/facts/icmp-types';
import { protocolNumber } from '@/lib/firewall/facts/protocols';
import type { GuestFirewall, IpSet, Lab, Policy, Rule } from '@/lib/firewall/model';
import type { Packet, Place } from '@/lib/firewall/packet';
import { err, ok, type Result } from '@/lib/result';

export const readLab = (lab: CaseLab): Lab => ({
  node: lab.host.node,
  localNetwork: lab.localNetwork,
  networks: lab.networks.map(({ id, ...network }) => ({ bridge: id, ...network })),
  corosync: lab.corosync && {
    transport: lab.corosync.transport,
    nodes: lab.corosync.nodes.map(({ name, ...rings }) => ({ name, rings })),
  },
  cluster: {
    enable: flag(lab.cluster.options, 'enable'),
    ...policies(lab.cluster.options),
    aliases: lab.cluster.aliases,
    ipsets: lab.cluster.ipsets.map(readIpSet),
    groups: lab.cluster.groups.map(({ group, rules }) => ({ name: group, rules: rules.map(readRule) })),
    rules: lab.cluster.rules.map(readRule),
  },
  host: {
    enable: flag(lab.host.options, 'enable'),
    ndp: flag(lab.host.options, 'ndp'),
    nosmurfs: flag(lab.host.options, 'nosmurfs'),
    tcpflags: flag(lab.host.options, 'tcpflags'),
    allowInvalid: flag(lab.host.options, 'nf_conntrack_allow_invalid'),
    rules: lab.host.rules.map(readRule),
  },
  guests: lab.guests.map((guest) => ({
    vmid: guest.vmid,
    name: guest.name,
    nics: guest.nics.map((nic) => ({ ...nic, firewall: nic.firewall === 1 })),
    firewall: readGuest(guest),
  })),
});

function readGuest({ options, aliases, ipsets, rules }: CaseLab['guests'][number]): GuestFirewall {
  const flags = ['enable', 'dhcp', 'ndp', 'radv', 'macfilter', 'ipfilter'] as const;
  return {
    ...Object.fromEntries(flags.map((name) => [name, flag(options, name)])),
    ...policies(options),
    aliases,
    ipsets: ipsets.map(readIpSet),
    rules: rules.map(readRule),
  };
}

const flag = (options: CaseOptions, name: string): boolean | undefined =>
  options[name] === undefined ? undefined : Number(options[name]) === 1;

const policy = (value: unknown): Policy | undefined =>
  value === 'ACCEPT' || value === 'DROP' || value === 'REJECT' ? value : undefined;
const policies = (options: CaseOptions) => ({
  policyIn: policy(options.policy_in),
  policyOut: policy(options.policy_out),
});

const readIpSet = ({ name, entries }: CaseIpSet): IpSet => ({
  name,
  entries: entries.map(({ cidr, nomatch }) => ({ cidr, nomatch: nomatch === 1 })),
});

/** A rule without `enable` is stored as an enabled one. */
function readRule({ enable, 'icmp-type': icmpType, ...rule }: CaseRule): Rule {
  const read: Rule = { type: rule.type, action: rule.action, enable: enable !== 0 };
  for (const field of ['macro', 'iface', 'proto', 'source', 'dest', 'sport', 'dport'] as const)
    if (rule[field] !== undefined) read[field] = rule[field];
  if (icmpType !== undefined) read.icmpType = icmpType;
  return read;
}

export function readPlace(text: string): Place {
  const [kind = '', first = '', nic = ''] = text.split('/');
  if (kind === 'guest') return { kind, vmid: Number(first), nic };
  return kind === 'outside' ? { kind, bridge: first } : { kind: 'host' };
}

/** An ICMP type that has codes is sent with code 0. */
export function readPacket(packet: CasePacket): Result<Packet, string> {
  const source = parseAddress(packet.source);
  const dest = parseAddress(packet.dest);
  const proto = protocolNumber(packet.proto);
  if (source === null || dest === null || source.family !== dest.family)
    return err(`${packet.source} and ${packet.dest} are no two addresses of one family`);
  if (proto === null) return err(`${packet.proto} is no protocol`);
  const type = packet.icmpType === undefined ? undefined : icmpTypes[source.family].get(packet.icmpType);
  if (packet.icmpType !== undefined && type === undefined) return err(`${packet.icmpType} is no ICMP type`);
  const dport = type === undefined ? (packet.dport ?? 0) : (type.type ?? 0) * 256 + (type.code ?? 0);
  return ok({
    from: readPlace(packet.from),
    to: readPlace(packet.to),
    family: source.family,
    proto,
    source: source.value,
    dest: dest.value,
    sport: packet.sport ?? 0,
    dport,
    ...(packet.sourceMac === undefined ? {} : { sourceMac: packet.sourceMac }),
  });
}

/** The rules' positions are those of their lists. */
export const readCase = (file: CaseFile) => ({ lab: readLab(file.lab), packets: file.packets });
