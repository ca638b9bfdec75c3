/**
 * The host's own chains, in the order of SEMANTICS 2 (host-in, host-out): host rules come before cluster rules, and the
 * policies are the cluster's.
 *
 * The stale mark (SEMANTICS 10): after each assigned group Proxmox accepts what carries the accept mark. The group clears
 * the mark of what enters it; with an `iface` that does not match, nothing enters, and a packet that an accepting
 * guest-out has marked passes. Only the first assignment can do this: afterwards every packet was cleared or accepted.
 */
import type { Family } from '@/lib/firewall/address';
import { parseAddress } from '@/lib/firewall/address';
import { builtIn, conntrackInvalid, line, multicast, ndp } from '@/lib/firewall/built-in';
import { protocol } from '@/lib/firewall/facts/protocols';
import type { Direction } from '@/lib/firewall/group';
import type { PortSet } from '@/lib/firewall/interval';
import type { Chain, Line, Match } from '@/lib/firewall/match';
import { policyLines } from '@/lib/firewall/policy';
import { groupLines, type Installing, linesOf, type RuleList, takesPart, viaOf } from '@/lib/firewall/rule-lines';
import { inputFilters, type Shared } from '@/lib/firewall/shared';

const { tcp, udp, igmp } = protocol;
const outPorts: PortSet = [
  [22, 22],
  [3128, 3128],
  [5900, 5999],
  [8006, 8006],
];
const managementPorts: PortSet = [...outPorts, [60000, 60050]];
const corosyncPorts: PortSet = [[5404, 5405]];

export function hostChain(shared: Shared, lists: RuleList[], direction: Direction, family: Family): Chain {
  const { lab, context, broadcast, complaints } = shared;
  const inward = direction === 'in';
  const lines: Line[] = [conntrackInvalid(family)];
  if (family === 6 && lab.host.ndp !== false) lines.push(ndp(inward));
  if (inward) lines.push(...inputFilters(shared, lab.host, family));
  lines.push(builtIn('igmp', { proto: igmp }, 'ACCEPT'));
  lines.push(...ruleLines(lists, { family, direction, context, groups: shared.groups[family], complaints }));
  lines.push(inward ? management(shared, family) : localNetwork(shared, family));
  lines.push(...corosync(shared, direction, family));
  const { policyIn = 'DROP', policyOut = 'ACCEPT' } = lab.cluster;
  lines.push(...policyLines(inward ? policyIn : policyOut, family, broadcast));
  return lines;
}

function ruleLines(lists: RuleList[], installing: Installing): Line[] {
  const lines: Line[] = [];
  let marked = installing.direction === 'in';
  for (const list of lists)
    for (const entry of list.rules) {
      if (!takesPart(entry, installing)) continue;
      const { iface } = entry.rule;
      const at: Match = iface === undefined ? {} : { iface };
      if (entry.rule.type !== 'group') {
        for (const own of linesOf(list, entry, installing)) lines.push({ ...own, match: { ...own.match, ...at } });
        continue;
      }
      const group = groupLines(list, entry, installing);
      // A group that cannot be made costs the host this one assignment.
      if (group === null) continue;
      for (const own of group) lines.push({ ...own, match: { ...own.match, ...at } });
      const via = viaOf(list, entry.pos);
      if (marked && iface !== undefined)
        lines.push(line({ marked: true, notIface: iface }, 'ACCEPT', { kind: 'stale-mark', via }));
      marked = false;
    }
  return lines;
}

/** What always reaches the host, from the management set and the local network (SEMANTICS 9). */
const management = ({ context }: Shared, family: Family): Line =>
  builtIn(
    'management',
    { proto: tcp, source: context.loaded('cluster', 'management')[family], dport: managementPorts },
    'ACCEPT',
  );

/** Migration's 60000-60050 is missing on the way out [edge-host-out-local]. */
function localNetwork({ localNetwork: { range } }: Shared, family: Family): Line {
  const dest = range.family === family ? ([[range.first, range.last]] as const) : [];
  return builtIn('local-network', { proto: tcp, dest, dport: outPorts }, 'ACCEPT');
}

/** Between this node and each other node, on the same ring; multicast with the transport `udp` alone. */
function corosync({ lab }: Shared, direction: Direction, family: Family): Line[] {
  if (lab.corosync === undefined) return [];
  const accept = (match: Match) => builtIn('corosync', { proto: udp, dport: corosyncPorts, ...match }, 'ACCEPT');
  const lines = lab.corosync.transport === 'udp' ? [accept({ dest: multicast[family] })] : [];
  const own = lab.corosync.nodes.find(({ name }) => name === lab.node);
  for (const node of lab.corosync.nodes)
    for (const [ring, text] of Object.entries(node.rings)) {
      const there = parseAddress(text);
      const here = parseAddress(own?.rings[ring] ?? '');
      if (node === own || there?.family !== family || here?.family !== family) continue;
      const [source, dest] = direction === 'in' ? [there, here] : [here, there];
      lines.push(accept({ source: [[source.value, source.value]], dest: [[dest.value, dest.value]] }));
    }
  return lines;
}
