/** The lines that Proxmox adds to a chain by itself, whatever the rules say. */
import { addressIn, type Family, formatAddress, linkLocal } from '@/lib/firewall/address';
import { type IcmpType, icmpTypes } from '@/lib/firewall/facts/icmp-types';
import { protocol } from '@/lib/firewall/facts/protocols';
import { icmpRange } from '@/lib/firewall/install-rule';
import { type AddressSet, type PortSet, subtract, union } from '@/lib/firewall/interval';
import { everyAddress } from '@/lib/firewall/ip-set';
import type { Line, Match } from '@/lib/firewall/match';
import type { IpSetEntry, Nic, Policy } from '@/lib/firewall/model';
import type { BuiltIn, Reason } from '@/lib/firewall/packet';

export const builtIn = (kind: BuiltIn, match: Match, action: Policy): Line => ({ match, action, reason: { kind } });
export const line = (match: Match, action: Policy, reason: Reason): Line => ({ match, action, reason });

const { tcp, udp, icmp, icmpv6 } = protocol;
const types = (named: (IcmpType | undefined)[]): PortSet => union(named.flatMap((type) => icmpRange(type) ?? []));
const icmpv6Named = (...names: string[]) => types(names.map((name) => icmpTypes[6].get(name)));
const numbered = (...numbers: number[]) => types(numbers.map((type) => ({ type, code: null })));
const everyType: PortSet = [[0, 65535]];

/**
 * What cannot start a connection (SEMANTICS 6): ICMP but echo, timestamp, information and address mask requests; ICMPv6
 * but echo and node information requests (the kernel's `valid_new`), and what it does not track: NDP and MLD.
 */
const invalid: Record<Family, Match> = {
  4: { proto: icmp, dport: subtract(everyType, numbered(8, 13, 15, 17)) },
  6: { proto: icmpv6, dport: subtract(everyType, numbered(128, 139, 130, 131, 132, 133, 134, 135, 136, 143)) },
};
const invalidLine: Record<Family, Line> = {
  4: builtIn('conntrack-invalid', invalid[4], 'DROP'),
  6: builtIn('conntrack-invalid', invalid[6], 'DROP'),
};
export const conntrackInvalid = (family: Family): Line => invalidLine[family];

/** DHCP of a container, which passes before every filter (SEMANTICS 2). */
export function dhcp(family: Family, direction: 'in' | 'out'): Line {
  const [client, server] = family === 4 ? [68, 67] : [546, 547];
  const [from, to] = direction === 'out' ? [client, server] : [server, client];
  return builtIn('dhcp', { proto: udp, sport: [[from, from]], dport: [[to, to]] }, 'ACCEPT');
}

const advertisement = icmpv6Named('router-advertisement');
const withoutAdvertisement = icmpv6Named('router-solicitation', 'neighbor-solicitation', 'neighbor-advertisement');
export const routerAdvertisement: Match = { proto: icmpv6, dport: advertisement };

/** Neighbour discovery: router advertisements pass on the way in, and out only for a router. */
export const ndp = (advertises: boolean): Line => (advertises ? ndpWithAdvertisement : ndpWithout);
const ndpWithout = builtIn('ndp', { proto: icmpv6, dport: withoutAdvertisement }, 'ACCEPT');
const ndpWithAdvertisement = builtIn(
  'ndp',
  { proto: icmpv6, dport: union([...withoutAdvertisement, ...advertisement]) },
  'ACCEPT',
);

export const multicast: Record<Family, AddressSet> = {
  4: [[0xe0000000n, 0xefffffffn]],
  6: [[0xffn << 120n, (1n << 128n) - 1n]],
};

/** Sources that no packet may have: broadcast addresses and multicast; 0.0.0.0 is none of them (SEMANTICS 7). */
export const smurfs = (broadcast: AddressSet): Line =>
  builtIn('smurfs', { source: union([...broadcast, ...multicast[4]]) }, 'DROP');

/** Of the impossible flags, a first packet can only have source port 0 (SEMANTICS 7). */
export const tcpflags = (): Line => builtIn('tcpflags', { proto: tcp, sport: [[0, 0]] }, 'DROP');

/** The addresses that a NIC's ipfilter gets beside its set's entries (SEMANTICS 8); the last entry overrules. */
export function ownEntries(nic: Nic): IpSetEntry[] {
  const own = linkLocal(nic.mac);
  const addresses = [addressIn(nic.ip), addressIn(nic.ip6)].filter((address) => address !== null);
  return [
    ...(own === null ? [] : [{ cidr: formatAddress(own) }]),
    { cidr: 'fe80::/10', nomatch: true },
    ...addresses.map((address) => ({ cidr: formatAddress(address) })),
  ];
}

export const ipfilter = (family: Family, allowed: AddressSet): Line =>
  builtIn('ipfilter', { source: subtract(everyAddress(family), allowed) }, 'DROP');
