/**
 * One packet, the first of its connection, and what the firewall says to it.
 *
 * ICMP types are kept where other protocols have the destination port, as Proxmox itself does: type × 256 + code.
 * Protocols without ports have 0 there.
 */
import type { Address, Family } from '@/lib/firewall/address';
import type { Policy } from '@/lib/firewall/model';

/** Where a packet starts or ends: a container's NIC, the host, or whatever is beyond the host on a bridge. */
export type Place =
  | { kind: 'guest'; vmid: number; nic: string }
  | { kind: 'host' }
  | { kind: 'outside'; bridge: string };

export type Packet = {
  from: Place;
  to: Place;
  family: Family;
  proto: number;
  source: Address['value'];
  dest: Address['value'];
  sport: number;
  dport: number;
  /** Only where it is not the sending NIC's own. */
  sourceMac?: string;
};

export type Stage = 'guest-out' | 'guest-in' | 'host-in' | 'host-out' | 'bridge' | 'route';
export type Scope = 'guest' | 'host' | 'cluster' | 'group';

/** What decided, within a stage. */
export type Reason =
  /** `pos` counts the rules of its list from 0; a group's rule names the group and the rule that assigned it. */
  | { kind: 'rule'; scope: Scope; pos: number; group?: string; via?: string }
  | { kind: 'policy' }
  /** What comes before a DROP or REJECT policy (SEMANTICS 5). */
  | { kind: 'default-action'; policy: Policy; detail: string }
  | { kind: 'unfiltered'; reason: 'guest-firewall-off' | 'host-firewall-off' | 'no-chain' | 'no-firewall-nic' }
  | { kind: 'stale-mark'; via: string }
  | { kind: BuiltIn };

export type BuiltIn =
  | 'firewall-off'
  /** The loader refused the node's rules, and none were active. */
  | 'refused'
  | 'conntrack-invalid'
  | 'blacklist'
  | 'smurfs'
  | 'tcpflags'
  | 'dhcp'
  | 'ndp'
  | 'radv'
  | 'macfilter'
  | 'ipfilter'
  | 'management'
  | 'local-network'
  | 'corosync'
  | 'igmp';

/** A reason at its place. Unfiltered stages take no action. */
export type By = Reason & { stage?: Stage; vmid?: number; nic?: string; action?: Policy };

/** `by` refused the packet, or is the last stage that it passed; `before` are the stages passed earlier. */
export type Verdict = { verdict: Policy; by: By; before: By[] };
