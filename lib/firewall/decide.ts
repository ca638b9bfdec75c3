/**
 * What a node does to one packet (SEMANTICS 2). It passes its stages in order; the first DROP or REJECT ends it, and an
 * ACCEPT ends its own stage only:
 *
 * 1. guest-out, if the sending NIC has the flag;
 * 2. host-in or host-out; or else bridge or route, which have no rules and ask only whether the packet is invalid;
 * 3. guest-in, if the receiving NIC has the flag.
 *
 * The verdict names what decided: the stage that refused, or the last stage that had a say.
 *
 * SEMANTICS n, here and in the other files, is a section of the measured facts on pve-firewall 5.1.2 (Proxmox VE 8.4,
 * iptables, containers) that the engine is built from; [edge-…] is the smallest case that shows the rule.
 */
import { multicast } from '@/lib/firewall/built-in';
import type { Ruleset } from '@/lib/firewall/compile';
import { protocol } from '@/lib/firewall/facts/protocols';
import { contains } from '@/lib/firewall/interval';
import { firstMatch, type Line, type Surroundings } from '@/lib/firewall/match';
import type { Policy } from '@/lib/firewall/model';
import type { By, Packet, Place, Verdict } from '@/lib/firewall/packet';
import type { Step } from '@/lib/firewall/step';

/** The stages on the way, or the one reason why there are none. */
export type Way = { steps: Step[]; iface: string | null } | { by: By };

/** The verdict on a packet. */
export function decide(ruleset: Ruleset, packet: Packet): Verdict {
  const way = wayOf(ruleset, packet.from, packet.to, packet.family);
  if ('by' in way) return { verdict: 'ACCEPT', by: way.by, before: [] };
  const around: Surroundings = { iface: way.iface, marked: false, foreignMac: packet.sourceMac !== undefined };
  return walk(ruleset, way.steps, packet, (step) => {
    const line = step.lines[firstMatch(step.lines, packet, around)];
    around.marked ||= step.marks;
    return line;
  });
}

/** From stage to stage, where `find` says which line of it matches. */
export function walk(
  ruleset: Ruleset,
  steps: Step[],
  packet: Pick<Packet, 'proto' | 'family' | 'source' | 'dest'>,
  find: (step: Step, index: number) => Line | undefined,
): Verdict {
  const passed: By[] = [];
  for (const [index, step] of steps.entries()) {
    const line = find(step, index);
    const by = line === undefined ? step.open : { ...line.reason, ...step.at, action: line.action };
    if (by === null) continue;
    if (line !== undefined && line.action !== 'ACCEPT')
      return { verdict: seen(ruleset, packet, line.action), by, before: passed };
    passed.push(by);
  }
  const by = passed.pop() ?? { kind: 'unfiltered', reason: 'no-firewall-nic' };
  return { verdict: 'ACCEPT', by, before: passed };
}

export function wayOf(ruleset: Ruleset, from: Place, to: Place, family: Packet['family']): Way {
  const none = noWay(ruleset);
  if (none !== null) return { by: none };
  const steps: Step[] = [];
  const out = stepAt(ruleset, from, 'out', family);
  const inward = stepAt(ruleset, to, 'in', family);
  const [source, target] = [bridgeOf(ruleset, from), bridgeOf(ruleset, to)];
  // From itself to itself the host is asked once, on the way in.
  if (out !== null && !(from.kind === 'host' && to.kind === 'host')) steps.push(out);
  if (from.kind !== 'host' && to.kind !== 'host')
    steps.push(ruleset.steps[family][source === target ? 'bridge' : 'route']);
  if (inward !== null) steps.push(inward);
  return { steps, iface: to.kind === 'host' ? source : target };
}

/** Why nothing is filtered at all, if it is so. */
export function noWay({ lab, refused }: Ruleset): By | null {
  if (lab.cluster.enable !== true) return { kind: 'firewall-off' };
  return refused ? { kind: 'refused' } : null;
}

/** The stage of a place itself: its NIC's, if that has the flag, or the host's. */
export function stepAt(ruleset: Ruleset, place: Place, direction: 'in' | 'out', family: Packet['family']): Step | null {
  if (place.kind === 'host') return ruleset.steps[family].host[direction];
  if (place.kind === 'outside') return null;
  const { guest, nic } = nicOf(ruleset, place);
  return ruleset.guests.get(guest)?.nics[family].get(nic.id)?.[direction] ?? null;
}

/** The bridge that a place is on; the host is on all of them. */
export function bridgeOf(ruleset: Ruleset, place: Place): string | null {
  if (place.kind === 'outside') return place.bridge;
  return place.kind === 'host' ? null : nicOf(ruleset, place).nic.bridge;
}

function nicOf({ byVmid }: Ruleset, place: Extract<Place, { kind: 'guest' }>) {
  const guest = byVmid.get(place.vmid);
  const nic = guest?.nics.find(({ id }) => id === place.nic);
  if (guest === undefined || nic === undefined) throw new Error(`there is no NIC ${place.nic} of ${place.vmid}`);
  return { guest, nic };
}

/** A REJECT to which nobody may reply is a DROP (SEMANTICS 5): of ICMP, and to or from broadcast and multicast. */
function seen(
  { shared }: Ruleset,
  { proto, family, source, dest }: Pick<Packet, 'proto' | 'family' | 'source' | 'dest'>,
  action: Policy,
): Policy {
  const silent =
    proto === (family === 4 ? protocol.icmp : protocol.icmpv6) ||
    (family === 4 && contains(shared.broadcast, dest)) ||
    contains(multicast[family], dest) ||
    contains(multicast[family], source);
  return action === 'REJECT' && silent ? 'DROP' : action;
}
