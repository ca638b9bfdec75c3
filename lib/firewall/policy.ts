/**
 * A chain's end: the policy, and before a DROP or REJECT what Proxmox's chains `PVEFW-Drop` and `PVEFW-Reject` do first
 * (SEMANTICS 5). They belong to the policy alone; a DROP or REJECT rule has none of it.
 */
import type { Family } from '@/lib/firewall/address';
import { conntrackInvalid, line, multicast } from '@/lib/firewall/built-in';
import { icmpTypes } from '@/lib/firewall/facts/icmp-types';
import { protocol } from '@/lib/firewall/facts/protocols';
import { icmpRange } from '@/lib/firewall/install-rule';
import { type AddressSet, union } from '@/lib/firewall/interval';
import type { Line, Match } from '@/lib/firewall/match';
import type { Policy } from '@/lib/firewall/model';

const { tcp, udp, icmp, icmpv6 } = protocol;

const critical: Record<Family, string[]> = {
  4: ['fragmentation-needed', 'time-exceeded'],
  6: ['destination-unreachable', 'time-exceeded', 'packet-too-big'],
};
const smb: Match[] = [
  {
    proto: udp,
    dport: [
      [135, 135],
      [137, 139],
      [445, 445],
    ],
  },
  { proto: udp, sport: [[137, 137]], dport: [[1024, 65535]] },
  {
    proto: tcp,
    dport: [
      [135, 135],
      [139, 139],
      [445, 445],
    ],
  },
];

const made = new WeakMap<AddressSet, Map<string, Line[]>>();

/**
 * The same lines for every chain of a node. `broadcast`: the broadcast addresses of the host's networks, with
 * 255.255.255.255.
 */
export function policyLines(policy: Policy, family: Family, broadcast: AddressSet): Line[] {
  const known = made.get(broadcast) ?? new Map<string, Line[]>();
  made.set(broadcast, known);
  const key = `${policy} ${family}`;
  const lines = known.get(key) ?? makeLines(policy, family, broadcast);
  known.set(key, lines);
  return lines;
}

function makeLines(policy: Policy, family: Family, broadcast: AddressSet): Line[] {
  const end = line({}, policy, { kind: 'policy' });
  if (policy === 'ACCEPT') return [end];
  const before = (detail: string, match: Match, action: Policy) =>
    line(match, action, { kind: 'default-action', policy, detail });
  const noReply: AddressSet = family === 4 ? union([...broadcast, ...multicast[4]]) : multicast[6];
  const icmpMatch = (name: string): Match => ({
    proto: family === 4 ? icmp : icmpv6,
    dport: icmpRange(icmpTypes[family].get(name)) ?? [],
  });
  return [
    ...(family === 6 ? [before('tcp-43', { proto: tcp, dport: [[43, 43]] }, 'REJECT')] : []),
    before('broadcast', { dest: noReply }, 'DROP'),
    ...critical[family].map((name) => before('critical-icmp', icmpMatch(name), 'ACCEPT')),
    before('invalid', conntrackInvalid(family).match, 'DROP'),
    ...smb.map((match) => before('smb', match, policy)),
    before('upnp', { proto: udp, dport: [[1900, 1900]] }, 'DROP'),
    before('dns-reply', { proto: udp, sport: [[53, 53]] }, 'DROP'),
    end,
  ];
}
