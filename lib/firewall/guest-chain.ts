/** The chains of one container, in the order of SEMANTICS 2 (guest-out, guest-in). */
import type { Family } from '@/lib/firewall/address';
import { builtIn, dhcp, ipfilter, ndp, ownEntries, routerAdvertisement } from '@/lib/firewall/built-in';
import type { Direction } from '@/lib/firewall/group';
import type { Context } from '@/lib/firewall/install-rule';
import type { Chain, Line } from '@/lib/firewall/match';
import type { Guest, Nic } from '@/lib/firewall/model';
import { readNames } from '@/lib/firewall/names';
import { policyLines } from '@/lib/firewall/policy';
import { checkList, groupLines, type Installing, linesOf, type RuleList, takesPart } from '@/lib/firewall/rule-lines';
import { createSets, type Shared } from '@/lib/firewall/shared';

/** What a container brings of its own: its names with its sets, and its rules as checked. */
export type GuestContext = { guest: Guest; context: Context; list: RuleList };
/** `in` or `out` is missing where compiling was aborted: that NIC has no chain in that direction. */
export type NicChains = Partial<Record<Direction, Chain>>;

export function readGuest(shared: Shared, guest: Guest): GuestContext {
  const { firewall, vmid } = guest;
  const names = readNames(firewall.aliases ?? [], firewall.ipsets ?? []);
  const sight = { cluster: shared.names, guest: names };
  const own = createSets(sight, names, shared.complaints, `guest ${vmid}`, (name) => {
    const nic = guest.nics.find(({ id, firewall: flag }) => flag && name === `ipfilter-${id}`);
    return nic === undefined ? [] : ownEntries(nic);
  });
  // Every set is loaded, used or not, and so every one can make the loader refuse.
  for (const name of names.ipsets.keys()) own(name);
  const context: Context = {
    sight,
    loaded: (owner, name) => (owner === 'guest' ? own(name) : shared.context.loaded(owner, name)),
  };
  return { guest, context, list: checkList('guest', firewall.rules, context, shared.complaints, vmid) };
}

/** The chains of each NIC with the flag, by its id, as far as Proxmox gets with them. */
export function compileGuest(shared: Shared, own: GuestContext, family: Family): Map<string, NicChains> {
  const result = new Map<string, NicChains>();
  const nics = own.guest.nics.filter(({ firewall }) => firewall);
  for (const nic of nics.sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const chains: NicChains = {};
    result.set(nic.id, chains);
    for (const direction of ['in', 'out'] as const) {
      const chain = chainOf(shared, own, nic, direction, family);
      // A failing group ends the container: this chain is never hooked in, later NICs get none (SEMANTICS 4).
      if (chain === null) return result;
      chains[direction] = chain;
    }
  }
  return result;
}

function chainOf(
  shared: Shared,
  { guest, context, list }: GuestContext,
  nic: Nic,
  direction: Direction,
  family: Family,
): Chain | null {
  const installing: Installing = {
    family,
    direction,
    context,
    groups: shared.groups[family],
    complaints: shared.complaints,
  };
  const lines = before(guest, nic, context, direction, family);
  for (const entry of list.rules) {
    if (entry.rule.iface !== undefined && entry.rule.iface !== nic.id) continue;
    if (!takesPart(entry, installing)) continue;
    const added = entry.rule.type === 'group' ? groupLines(list, entry, installing) : linesOf(list, entry, installing);
    if (added === null) return null;
    lines.push(...added);
  }
  const { policyIn = 'DROP', policyOut = 'ACCEPT' } = guest.firewall;
  lines.push(...policyLines(direction === 'in' ? policyIn : policyOut, family, shared.broadcast));
  return lines;
}

/** What comes before the rules. `dhcp` and `ndp` are on unless set to 0, whatever the API's schema says. */
function before({ firewall }: Guest, nic: Nic, context: Context, direction: Direction, family: Family): Line[] {
  const lines: Line[] = firewall.dhcp === false ? [] : [dhcp(family, direction)];
  if (direction === 'out') {
    if (firewall.macfilter !== false) lines.push(builtIn('macfilter', { foreignMac: true }, 'DROP'));
    if (family === 6 && firewall.radv !== true) lines.push(builtIn('radv', routerAdvertisement, 'DROP'));
    const set = `ipfilter-${nic.id}`;
    if (firewall.ipfilter === true || context.sight.guest?.ipsets.has(set))
      lines.push(ipfilter(family, context.loaded('guest', set)[family]));
  }
  if (family === 6 && firewall.ndp !== false) lines.push(ndp(direction === 'in' || firewall.radv === true));
  return lines;
}
