/**
 * `iptables-save -c`: the filter table as `pve-firewall` writes it for the guests of this host, IPv4. A guest's NIC has
 * its two chains only if the datacenter's firewall, the guest's and the NIC's flag are on (FACTS §6). Packet counters
 * grow with the guest's traffic and are a function of seed and time, as everything that is measured here.
 */
import { macros } from '@/lib/firewall/facts/macros';
import { hostOf, type Plug, plugsOf } from '@/simulator/ssh/host-network';
import type { Alias, GuestFirewall, Rule, State } from '@/simulator/state/state';
import type { World } from '@/simulator/world';

type Line = { dport?: string; sport?: string; proto?: string; icmpType?: string };
type Direction = 'in' | 'out';

const isOn = (options: Record<string, string>) => Number(options.enable ?? 0) > 0;
const policyOf = (firewall: GuestFirewall, direction: Direction) =>
  firewall.options[`policy_${direction}`] ?? (direction === 'in' ? 'DROP' : 'ACCEPT');

export const isFirewallOn = (state: State) => isOn(state.firewall.cluster.options);

export function iptablesSave(world: World): string {
  const { state } = world;
  if (!isFirewallOn(state)) return '';
  const filtered = plugsOf(world).filter(
    ({ container, net }) => net.firewall === '1' && isOn(state.firewall.guests[container.vmid]?.options ?? {}),
  );
  const chains = ['PVEFW-FWBR-IN', 'PVEFW-FWBR-OUT', 'PVEFW-FORWARD', 'PVEFW-Drop', 'PVEFW-Reject'];
  const rules: string[] = ['-A FORWARD -j PVEFW-FORWARD', '-A PVEFW-FORWARD -m conntrack --ctstate INVALID -j DROP'];
  rules.push('-A PVEFW-FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT');
  rules.push('-A PVEFW-FORWARD -m physdev --physdev-in fwln+ --physdev-is-bridged -j PVEFW-FWBR-IN');
  rules.push('-A PVEFW-FORWARD -m physdev --physdev-out fwln+ --physdev-is-bridged -j PVEFW-FWBR-OUT');
  for (const plug of filtered) {
    const device = `veth${plug.container.vmid}i${plug.index}`;
    chains.push(`${device}-IN`, `${device}-OUT`);
    rules.push(`-A PVEFW-FWBR-IN -m physdev --physdev-out ${device} --physdev-is-bridged -j ${device}-IN`);
    rules.push(`-A PVEFW-FWBR-OUT -m physdev --physdev-in ${device} --physdev-is-bridged -j ${device}-OUT`);
    for (const direction of ['in', 'out'] as const) rules.push(...chainOf(state, plug, device, direction));
  }
  const heads = [':INPUT ACCEPT [0:0]', ':FORWARD ACCEPT [0:0]', ':OUTPUT ACCEPT [0:0]'];
  return [
    '*filter',
    ...heads,
    ...chains.sort().map((chain) => `:${chain} - [0:0]`),
    ...rules.map((rule) => `${counter(world, rule)} ${rule}`),
    'COMMIT',
    '',
  ].join('\n');
}

function chainOf(state: State, { container, index }: Plug, device: string, direction: Direction): string[] {
  const firewall = state.firewall.guests[container.vmid];
  if (!firewall) return [];
  const chain = `${device}-${direction.toUpperCase()}`;
  const accept = direction === 'in' ? 'ACCEPT' : 'RETURN';
  const target = (action: string | undefined) =>
    action === 'ACCEPT' ? accept : action === 'REJECT' ? 'PVEFW-reject' : 'DROP';
  const lines: string[] = [];
  // DHCP is let through unless it is switched off.
  if (firewall.options.dhcp !== '0') {
    const [from, to] = direction === 'in' ? ['67', '68'] : ['68', '67'];
    lines.push(`-A ${chain} -p udp -m udp --sport ${from} --dport ${to} -j ${accept}`);
  }
  const groups = (rule: Rule) =>
    rule.type === 'group'
      ? (state.firewall.cluster.groups.find((one) => one.group === rule.action)?.rules ?? [])
      : [rule];
  const active = firewall.rules
    .filter((rule) => rule.enable === '1' && (!rule.iface || rule.iface === `net${index}`))
    .flatMap(groups)
    .filter((rule) => rule.enable === '1' && rule.type === direction);
  for (const rule of active)
    for (const match of matchesOf(state, firewall, container.vmid, rule))
      lines.push(`-A ${chain}${match} -j ${target(rule.action)}`);
  const policy = policyOf(firewall, direction);
  if (policy !== 'ACCEPT') lines.push(`-A ${chain} -j PVEFW-${policy === 'DROP' ? 'Drop' : 'Reject'}`);
  lines.push(`-A ${chain} -j ${target(policy)}`);
  return lines;
}

/** The matches of a rule, one for each line of its macro. */
function matchesOf(state: State, firewall: GuestFirewall, vmid: number, rule: Rule): string[] {
  const own: Line = {
    ...(rule.proto ? { proto: rule.proto } : {}),
    ...(rule.dport ? { dport: rule.dport } : {}),
    ...(rule.sport ? { sport: rule.sport } : {}),
    ...(rule['icmp-type'] ? { icmpType: rule['icmp-type'] } : {}),
  };
  const known = rule.macro ? (macros.get(rule.macro.toLowerCase()) ?? []) : [{}];
  const lines = known
    .filter((line: { family?: number }) => line.family !== 6)
    .map((line: Line) => ({ ...line, ...own }));
  const ends = [end(state, firewall, vmid, rule.source, 's'), end(state, firewall, vmid, rule.dest, 'd')].join('');
  return lines.map((line) => ends + protocolOf(line));
}

function protocolOf({ proto, dport, sport, icmpType }: Line): string {
  if (!proto) return '';
  if (proto === 'icmp') return ` -p icmp${icmpType ? ` -m icmp --icmp-type ${icmpType}` : ''}`;
  const several = (ports: string) => ports.includes(',');
  const ports = (flag: string, text: string | undefined) =>
    text ? (several(text) ? ` -m multiport --${flag}s ${text}` : ` -m ${proto} --${flag} ${text}`) : '';
  return ` -p ${proto}${ports('sport', sport)}${ports('dport', dport)}`;
}

function end(state: State, firewall: GuestFirewall, vmid: number, value: string | undefined, flag: 's' | 'd'): string {
  if (!value) return '';
  if (value.startsWith('+')) {
    const name = value.slice(1).replace(/^(?:dc|guest)\//, '');
    const isOwn = firewall.ipsets.some((set) => set.name.toLowerCase() === name.toLowerCase());
    return ` -m set --match-set PVEFW-${isOwn ? vmid : 0}-${name}-v4 ${flag === 's' ? 'src' : 'dst'}`;
  }
  const name = value.replace(/^(?:dc|guest)\//, '').toLowerCase();
  const aliases: Alias[] = [...firewall.aliases, ...state.firewall.cluster.aliases];
  const address = aliases.find((one) => one.name.toLowerCase() === name)?.cidr ?? value;
  return address.includes('-')
    ? ` -m iprange --${flag === 's' ? 'src' : 'dst'}-range ${address}`
    : ` -${flag} ${address.includes('/') ? address : `${address}/32`}`;
}

/** Packets and bytes since the host came up, more for some rules than for others. */
function counter(world: World, rule: string): string {
  const up = Math.max(0, world.clock.now() - (hostOf(world)?.bootedAt ?? 0));
  const perSecond = world.random.at('rule', rule) ** 4 * 3;
  const packets = Math.floor(up * perSecond);
  return `[${packets}:${packets * (60 + Math.floor(world.random.at('size', rule) * 400))}]`;
}
