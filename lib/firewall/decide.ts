/**
 * What a node does to one packet (SEMANTICS 2). It passes its stages in order; the first DROP or REJECT ends it, and an
 * ACCEPT ends its own stage only:
 *
 * 1. guest-out, if the sending NIC has the flag;
 * 2. host-in or host-out; or else bridge or route, which have no rules and ask only whether the packet is invalid;
 * 3. guest-in, if the receiving NIC has the flag.
 *
 * The verdict names what decided: the stage that refused, or the last stage that had a say.
 */

import { multicast } from '@/lib/firewall/built-in';
import { complaintsOf, type Ruleset } from '@/lib/firewall/compile';
import { protocol } from '@/lib/firewall/facts/protocols';
import { contains } from '@/lib/firewall/interval';
import { type Chain, firstMatch, type Line, type Surroundings } from '@/lib/firewall/match';
import type { Guest, Nic, Policy } from '@/lib/firewall/model';
import type { By, Packet, Place, Stage, Verdict } from '@/lib/firewall/packet';

/** One stage on the way. `open`: what to say where none of the lines matches. */
export type Step = {
  at: Pick<By, 'stage' | 'vmid' | 'nic'>;
  lines: Chain;
  open: By | null;
  iface: string | null;
  /** Accepting here marks the packet (SEMANTICS 10). */
  marks: boolean;
};

export type Way = { steps: Step[] } | { by: By };

type End = { kind: 'guest'; guest: Guest; nic: Nic } | { kind: 'host' } | { kind: 'outside'; bridge: string };

/** The stages between two places in a family, or the one reason why there are none. */
export function wayOf(ruleset: Ruleset, from: Place, to: Place, family: Packet['family']): Way {
  if (ruleset.lab.cluster.enable !== true) return { by: { kind: 'firewall-off' } };
  if (isRefused(ruleset)) return { by: { kind: 'refused' } };
  const [source, target] = [endOf(ruleset, from), endOf(ruleset, to)];
  const rules = ruleset.families[family];
  const invalid = rules.invalid === null ? [] : [rules.invalid];
  const steps: Step[] = [];
  if (source.kind === 'guest' && source.nic.firewall)
    steps.push(guestStep(ruleset, source, 'out', family, [...invalid]));
  if (target.kind === 'host') steps.push(hostStep(ruleset, 'in', family, bridgeOf(source)));
  else if (source.kind === 'host') steps.push(hostStep(ruleset, 'out', family, bridgeOf(target)));
  else {
    const stage: Stage = bridgeOf(source) === bridgeOf(target) ? 'bridge' : 'route';
    steps.push({ at: { stage }, lines: invalid, open: null, iface: null, marks: false });
  }
  if (target.kind === 'guest' && target.nic.firewall)
    steps.push(guestStep(ruleset, target, 'in', family, [...invalid, ...rules.front]));
  return { steps };
}

const refused = new WeakMap<Ruleset, boolean>();
function isRefused(ruleset: Ruleset): boolean {
  const known = refused.get(ruleset);
  if (known !== undefined) return known;
  const answer = complaintsOf(ruleset).refusals.length > 0;
  refused.set(ruleset, answer);
  return answer;
}

function endOf({ lab }: Ruleset, place: Place): End {
  if (place.kind !== 'guest') return place;
  const guest = lab.guests.find(({ vmid }) => vmid === place.vmid);
  const nic = guest?.nics.find(({ id }) => id === place.nic);
  if (guest === undefined || nic === undefined) throw new Error(`there is no NIC ${place.nic} of ${place.vmid}`);
  return { kind: 'guest', guest, nic };
}

const bridgeOf = (end: End): string | null =>
  end.kind === 'guest' ? end.nic.bridge : end.kind === 'outside' ? end.bridge : null;

function guestStep(
  { guests }: Ruleset,
  { guest, nic }: { guest: Guest; nic: Nic },
  direction: 'in' | 'out',
  family: Packet['family'],
  first: Line[],
): Step {
  const at = { stage: `guest-${direction}` as const, vmid: guest.vmid, nic: nic.id };
  const chain = guests.get(guest)?.nics[family].get(nic.id)?.[direction];
  const reason = guest.firewall.enable === true ? 'no-chain' : 'guest-firewall-off';
  return {
    at,
    lines: chain === undefined ? first : [...first, ...chain],
    open: { ...at, kind: 'unfiltered', reason },
    iface: null,
    marks: direction === 'out' && chain !== undefined,
  };
}

function hostStep(
  { families }: Ruleset,
  direction: 'in' | 'out',
  family: Packet['family'],
  iface: string | null,
): Step {
  const at = { stage: `host-${direction}` as const };
  const chain = families[family].host?.[direction] ?? [];
  return { at, lines: chain, open: { ...at, kind: 'unfiltered', reason: 'host-firewall-off' }, iface, marks: false };
}

/** The verdict on a packet. */
export function decide(ruleset: Ruleset, packet: Packet): Verdict {
  const way = wayOf(ruleset, packet.from, packet.to, packet.family);
  if ('by' in way) return { verdict: 'ACCEPT', by: way.by, before: [] };
  const foreignMac = packet.sourceMac !== undefined;
  const passed: By[] = [];
  let marked = false;
  for (const step of way.steps) {
    const around: Surroundings = { iface: step.iface, marked, foreignMac };
    const line = step.lines[firstMatch(step.lines, packet, around)];
    const by = line === undefined ? step.open : { ...line.reason, ...step.at, action: line.action };
    if (by === null) continue;
    if (line !== undefined && line.action !== 'ACCEPT')
      return { verdict: seen(ruleset, packet, line.action), by, before: passed };
    passed.push(by);
    marked ||= step.marks;
  }
  const by = passed.pop() ?? { kind: 'unfiltered', reason: 'no-firewall-nic' };
  return { verdict: 'ACCEPT', by, before: passed };
}

/** A REJECT to which nobody may reply is a DROP (SEMANTICS 5): of ICMP, and to or from broadcast and multicast. */
function seen({ shared }: Ruleset, { proto, family, source, dest }: Packet, action: Policy): Policy {
  const silent =
    proto === (family === 4 ? protocol.icmp : protocol.icmpv6) ||
    (family === 4 && contains(shared.broadcast, dest)) ||
    contains(multicast[family], dest) ||
    contains(multicast[family], source);
  return action === 'REJECT' && silent ? 'DROP' : action;
}
