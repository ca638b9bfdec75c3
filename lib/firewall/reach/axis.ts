/**
 * What a packet asks for, beside who sends it to whom: a protocol, a destination and a source port. Protocols with ports
 * and the family's ICMP have an axis each (ICMP with type × 256 + code for the destination port); all others lie on one
 * axis with the protocol's number for the port.
 */
import type { Family } from '@/lib/firewall/address';
import { protocol } from '@/lib/firewall/facts/protocols';
import type { PortSet } from '@/lib/firewall/interval';
import type { Match } from '@/lib/firewall/match';

export const axes = ['tcp', 'udp', 'icmp', 'dccp', 'sctp', 'udplite', 'other'] as const;
export type Axis = (typeof axes)[number];

/** What is asked for, as a packet has it. */
export type Service = { proto: number; sport: number; dport: number };

const numbers: Record<Family, (number | null)[]> = {
  4: [protocol.tcp, protocol.udp, protocol.icmp, protocol.dccp, protocol.sctp, protocol.udplite, null],
  6: [protocol.tcp, protocol.udp, protocol.icmpv6, protocol.dccp, protocol.sctp, protocol.udplite, null],
};
const other = axes.length - 1;

/** The index of the axis that a protocol is on. */
export function axisOf(proto: number, family: Family): number {
  const index = numbers[family].indexOf(proto);
  return index === -1 ? other : index;
}

/** Where a service lies on its axis. */
export const positionOf = ({ proto, dport }: Service, axis: number): number => (axis === other ? proto : dport);

/** The protocol's number at a position of an axis. */
export const protocolAt = (axis: number, position: number, family: Family): number => numbers[family][axis] ?? position;

/** The positions that a line takes on an axis that it is on; null for all. */
export function takes(match: Match, axis: number): PortSet | null {
  if (axis === other && match.proto !== undefined) return [[match.proto, match.proto]];
  return match.dport ?? null;
}
