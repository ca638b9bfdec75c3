/**
 * The rules of a whole node, as Proxmox compiles them (pve-firewall 5.1, the iptables implementation): per family first
 * the host, then the containers in the text order of their numbers, because a group that fails harms whoever assigns it
 * first (SEMANTICS 4). The result is one list of lines a chain, so that a verdict is the first line that matches, and
 * the reason costs nothing.
 *
 * Given the ruleset of an earlier state, what has not changed (the same objects) is taken from there: an edit of one
 * container compiles that container.
 */
import type { Family } from '@/lib/firewall/address';
import { conntrackInvalid } from '@/lib/firewall/built-in';
import { compileGuest, type NicChains, readGuest } from '@/lib/firewall/guest-chain';
import { hostChain } from '@/lib/firewall/host-chain';
import type { Chain, Line } from '@/lib/firewall/match';
import type { Guest, Lab } from '@/lib/firewall/model';
import { checkList } from '@/lib/firewall/rule-lines';
import { type Complaints, inputFilters, type Shared, share } from '@/lib/firewall/shared';
import { type FamilySteps, familySteps, type NicSteps, nicSteps } from '@/lib/firewall/step';

export type GuestSteps = {
  complaints: Complaints;
  /** By the id of the NIC; those without the flag are not here. */
  nics: { 4: Map<string, NicSteps>; 6: Map<string, NicSteps> };
};

export type FamilyRules = {
  /** The check of guest, bridge and route stages; none with `allowInvalid`. */
  invalid: Line | null;
  /** Blacklist, smurfs and flags in front of every guest-in. */
  front: Line[];
  /** Null where the host's firewall is off. */
  host: { in: Chain; out: Chain } | null;
};

export type Ruleset = {
  lab: Lab;
  shared: Shared;
  families: { 4: FamilyRules; 6: FamilyRules };
  steps: { 4: FamilySteps; 6: FamilySteps };
  guests: Map<Guest, GuestSteps>;
  byVmid: ReadonlyMap<number, Guest>;
  /** Why the loader refuses the node's rules; then nothing is filtered, if nothing was active before. */
  refused: boolean;
};

export function compile(lab: Lab, earlier?: Ruleset): Ruleset {
  const kept = earlier !== undefined && sameSurroundings(lab, earlier) ? earlier : null;
  const shared = kept === null ? share(lab) : { ...kept.shared, lab };
  const rules = kept?.families ?? nodeRules(shared);
  const steps = kept?.steps ?? { 4: familySteps(rules[4]), 6: familySteps(rules[6]) };
  const guests = new Map<Guest, GuestSteps>();
  // The order tells only where a group fails, and then nothing is kept.
  for (const guest of kept === null ? inTextOrder(lab.guests) : lab.guests)
    guests.set(guest, kept?.guests.get(guest) ?? guestSteps(shared, rules, guest));
  const refused =
    shared.complaints.refusals.length > 0 ||
    [...guests.values()].some(({ complaints }) => complaints.refusals.length > 0);
  const byVmid = new Map(lab.guests.map((guest) => [guest.vmid, guest]));
  return { lab, shared, families: rules, steps, guests, byVmid, refused };
}

const inTextOrder = (guests: Guest[]): Guest[] =>
  [...guests].sort((a, b) => (String(a.vmid) < String(b.vmid) ? -1 : 1));

/** A group that failed binds the containers together: then everything is compiled anew. */
const sameSurroundings = (lab: Lab, { lab: was, shared }: Ruleset): boolean =>
  lab.cluster === was.cluster &&
  lab.host === was.host &&
  lab.networks === was.networks &&
  lab.corosync === was.corosync &&
  lab.localNetwork === was.localNetwork &&
  lab.node === was.node &&
  !shared.groups[4].failed &&
  !shared.groups[6].failed;

function nodeRules(shared: Shared): Ruleset['families'] {
  const { lab, context, complaints } = shared;
  // Every set is loaded, used or not, and so every one can make the loader refuse.
  for (const name of shared.names.ipsets.keys()) context.loaded('cluster', name);
  const lists = [
    checkList('host', lab.host.rules, context, complaints),
    checkList('cluster', lab.cluster.rules, context, complaints),
  ];
  const hostOn = lab.host.enable !== false;
  const of = (family: Family): FamilyRules => ({
    invalid: lab.host.allowInvalid === true ? null : conntrackInvalid(family),
    front: inputFilters(shared, lab.host, family),
    host: hostOn ? { in: hostChain(shared, lists, 'in', family), out: hostChain(shared, lists, 'out', family) } : null,
  });
  return { 4: of(4), 6: of(6) };
}

function guestSteps(shared: Shared, rules: Ruleset['families'], guest: Guest): GuestSteps {
  const complaints: Complaints = { faults: [], refusals: [] };
  const own = readGuest({ ...shared, complaints }, guest);
  const on = guest.firewall.enable === true;
  const of = (family: Family) => {
    const chains = on ? compileGuest({ ...shared, complaints }, own, family) : new Map<string, NicChains>();
    const nics = guest.nics.filter(({ firewall }) => firewall);
    return new Map(nics.map((nic) => [nic.id, nicSteps(guest, nic, chains.get(nic.id) ?? {}, rules[family])]));
  };
  return { complaints, nics: { 4: of(4), 6: of(6) } };
}

/** Everything that is wrong with the rules of the node. */
export function complaintsOf({ shared, guests }: Ruleset): Complaints {
  const all = [shared.complaints, ...[...guests.values()].map(({ complaints }) => complaints)];
  return { faults: all.flatMap(({ faults }) => faults), refusals: all.flatMap(({ refusals }) => refusals) };
}
