/** Which part of the firewall a call is about: the datacenter, a security group, a node or a guest. */
import { die } from '@/simulator/refusal';
import {
  type Alias,
  emptyGuestFirewall,
  type GuestFirewall,
  type IpSet,
  type NodeFirewall,
  type Rule,
  type State,
} from '@/simulator/state/state';
import type { Call, World } from '@/simulator/world';

export type RuleEnvironment = 'cluster' | 'group' | 'host' | 'ct';

/** Names that rules may refer to, guest's own first. */
export type References = { aliases: Alias[]; ipsets: IpSet[] };

/** The firewall of a guest; it is there for any number, even one without a guest (FACTS §6). */
export function guestFirewall(state: State, vmid: string | undefined): GuestFirewall {
  const key = vmid ?? '';
  state.firewall.guests[key] ??= emptyGuestFirewall();
  return state.firewall.guests[key];
}

export function nodeFirewall(state: State, node: string | undefined): NodeFirewall {
  const key = node ?? '';
  state.firewall.nodes[key] ??= { options: {}, rules: [] };
  return state.firewall.nodes[key];
}

export function groupOf(state: State, name: string | undefined) {
  return state.firewall.cluster.groups.find((one) => one.group === name) ?? die(`no such security group '${name}'`);
}

/** Everything that a call's section has. */
export function sectionOf(world: World, { endpoint, parameters }: Call) {
  const { state } = world;
  const { cluster } = state.firewall;
  if (endpoint.path.startsWith('/nodes/{node}/lxc/')) {
    const guest = guestFirewall(state, parameters.vmid);
    const references = {
      aliases: [...guest.aliases, ...cluster.aliases],
      ipsets: [...guest.ipsets, ...cluster.ipsets],
    };
    return { environment: 'ct' as const, firewall: guest, references };
  }
  const references: References = cluster;
  if (endpoint.path.startsWith('/nodes/'))
    return { environment: 'host' as const, firewall: nodeFirewall(state, parameters.node), references };
  return { environment: 'cluster' as const, firewall: cluster, references };
}

/** The rule list of a call, which for a security group is the group's. */
export function rulesOf(
  world: World,
  call: Call,
): { environment: RuleEnvironment; rules: Rule[]; references: References } {
  if (call.parameters.group !== undefined && call.endpoint.path.startsWith('/cluster/firewall/groups')) {
    const { rules } = groupOf(world.state, call.parameters.group);
    return { environment: 'group', rules, references: world.state.firewall.cluster };
  }
  const { environment, firewall, references } = sectionOf(world, call);
  return { environment, rules: firewall.rules, references };
}
