/** What every chain of a node is built from: the cluster's names and sets, the groups, the host's networks. */
import { type Family, parseCidr } from '@/lib/firewall/address';
import { builtIn, smurfs, tcpflags } from '@/lib/firewall/built-in';
import type { Fault } from '@/lib/firewall/check-rule';
import { checkGroups, createGroups, type Groups } from '@/lib/firewall/group';
import type { Context } from '@/lib/firewall/install-rule';
import { type AddressSet, union } from '@/lib/firewall/interval';
import { type LoadedSet, loadSet } from '@/lib/firewall/ip-set';
import type { Line } from '@/lib/firewall/match';
import type { HostFirewall, Lab } from '@/lib/firewall/model';
import { type AliasValue, type Names, readNames, withoutHostPrefix } from '@/lib/firewall/names';
import type { Scope } from '@/lib/firewall/packet';

/** Which rule: `pos` in the list of its scope. */
export type RuleAt = { scope: Scope; vmid?: number; group?: string; pos: number };
export type Complaints = {
  faults: { at: RuleAt; fault: Fault }[];
  /** What makes the loader refuse the whole node: where, and why. */
  refusals: { at: RuleAt | string; text: string }[];
};

export type Shared = {
  lab: Lab;
  names: Names;
  context: Context;
  groups: { 4: Groups; 6: Groups };
  groupNames: ReadonlySet<string>;
  localNetwork: AliasValue;
  broadcast: AddressSet;
  complaints: Complaints;
};

export function share(lab: Lab): Shared {
  const complaints: Complaints = { faults: [], refusals: [] };
  const names = readNames(lab.cluster.aliases, lab.cluster.ipsets);
  const localNetwork = localNetworkOf(lab, names);
  const loaded = createSets({ cluster: names, guest: null }, names, complaints, 'cluster', (name) =>
    name === 'management' ? [{ cidr: localNetwork.text }] : [],
  );
  // Without a set of that name the management set is the local network alone (SEMANTICS 9).
  const context: Context = { sight: { cluster: names, guest: null }, loaded: (_, name) => loaded(name) };
  const checked = checkGroups(lab.cluster.groups, context, complaints);
  const groups = () => createGroups(checked, context, complaints);
  return {
    lab,
    names,
    context,
    groups: { 4: groups(), 6: groups() },
    groupNames: new Set(checked.keys()),
    localNetwork,
    broadcast: broadcastAddresses(lab),
    complaints,
  };
}

/** The alias of that name, else what Proxmox detects (SEMANTICS 9). */
function localNetworkOf(lab: Lab, names: Names): AliasValue {
  const text = withoutHostPrefix(lab.localNetwork ?? '127.0.0.0/8');
  const range = parseCidr(text);
  const detected = range === null ? null : { text, range };
  return names.aliases.get('local_network') ?? detected ?? { text: '127.0.0.0/8', range: loopback };
}
const loopback = { family: 4 as const, first: 0x7f000000n, last: 0x7fffffffn, prefix: 8, hostBits: false };

/** The sets of one owner, each loaded once. */
export function createSets(
  sight: Context['sight'],
  own: Names,
  complaints: Complaints,
  owner: string,
  added: (name: string) => { cidr: string; nomatch?: boolean }[],
): (name: string) => LoadedSet {
  const sets = new Map<string, LoadedSet>();
  return (name) => {
    const known = sets.get(name);
    if (known !== undefined) return known;
    const set = loadSet(own.ipsets.get(name)?.entries ?? [], sight, added(name));
    for (const text of set.refusals) complaints.refusals.push({ at: `${owner} ipset ${name}`, text });
    sets.set(name, set);
    return set;
  };
}

/** Of the networks that the host has an address in, its loopback, and 255.255.255.255. */
function broadcastAddresses({ networks }: Lab): AddressSet {
  const own = networks.flatMap(({ cidr, host }) => {
    const range = host === undefined || cidr === undefined ? null : parseCidr(cidr);
    return range !== null && range.family === 4 && range.prefix < 31 ? [range.last] : [];
  });
  return union([...own, loopback.last, 0xffffffffn].map((address) => [address, address] as const));
}

/** What comes before everything on the way in, to guests and host alike (SEMANTICS 7). */
export function inputFilters({ names, context, broadcast }: Shared, host: HostFirewall, family: Family): Line[] {
  const lines: Line[] = [];
  if (names.ipsets.has('blacklist'))
    lines.push(builtIn('blacklist', { source: context.loaded('cluster', 'blacklist')[family] }, 'DROP'));
  if (family === 4 && host.nosmurfs !== false) lines.push(smurfs(broadcast));
  if (host.tcpflags === true) lines.push(tcpflags());
  return lines;
}
