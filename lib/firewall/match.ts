/**
 * One line of a chain: what a packet must be, and what happens to it then. All conditions that are given must hold.
 * A chain is a list of lines of which the first that matches decides, and its last matches everything.
 */
import { type AddressSet, contains, type PortSet } from '@/lib/firewall/interval';
import type { Policy } from '@/lib/firewall/model';
import type { Packet, Reason } from '@/lib/firewall/packet';

export type Match = {
  /** The IP protocol's number. */
  proto?: number;
  source?: AddressSet;
  dest?: AddressSet;
  sport?: PortSet;
  /** Destination ports, or type × 256 + code of ICMP. */
  dport?: PortSet;
  /** The host's interface: incoming on the way in, outgoing on the way out. */
  iface?: string;
  notIface?: string;
  /** The packet carries the mark of an accepting guest-out (SEMANTICS 10). */
  marked?: true;
  /** The source MAC is not the NIC's. */
  foreignMac?: true;
};

export type Line = { match: Match; action: Policy; reason: Reason };
export type Chain = readonly Line[];

/** What a line may ask beside the packet itself. */
export type Surroundings = { iface: string | null; marked: boolean; foreignMac: boolean };

export function matches(match: Match, packet: Packet, around: Surroundings): boolean {
  return (
    (match.proto === undefined || match.proto === packet.proto) &&
    (match.dport === undefined || contains(match.dport, packet.dport)) &&
    (match.sport === undefined || contains(match.sport, packet.sport)) &&
    (match.source === undefined || contains(match.source, packet.source)) &&
    (match.dest === undefined || contains(match.dest, packet.dest)) &&
    holdsAround(match, around)
  );
}

/** The conditions that hold for a whole chain or for none of it, whatever the packet. */
export function holdsAround(match: Match, around: Surroundings): boolean {
  return (
    (match.iface === undefined || match.iface === around.iface) &&
    (match.notIface === undefined || match.notIface !== around.iface) &&
    (match.marked === undefined || around.marked) &&
    (match.foreignMac === undefined || around.foreignMac)
  );
}

/** The index of the first line that matches; -1 never comes from a whole chain. */
export function firstMatch(chain: Chain, packet: Packet, around: Surroundings): number {
  return chain.findIndex((line) => matches(line.match, packet, around));
}
