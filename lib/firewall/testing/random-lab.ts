/**
 * Random labs for property tests and measurements: everything that the model has, right and wrong, in small numbers so
 * that rules, names and addresses often meet. The same seed gives the same lab.
 */
import type { Group, Guest, GuestFirewall, IpSet, IpSetEntry, Lab, Policy, Rule } from '@/lib/firewall/model';

export type Random = {
  /** From 0 to below 1. */
  next(): number;
  below(limit: number): number;
  pick<T>(values: readonly [T, ...T[]]): T;
  chance(share: number): boolean;
};

/** mulberry32. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: (values) => values[below(values.length)] ?? values[0],
    chance: (share) => next() < share,
  };
}

const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const actions: [Policy, ...Policy[]] = ['ACCEPT', 'DROP', 'REJECT'];

/** How many containers, and how many rules each; wrong references and lists are as frequent as `disorder`. */
export type Size = { guests: number; rules: number; disorder: number };

export function randomLab(r: Random, { guests, rules, disorder }: Size): Lab {
  const host = (bridge: 0 | 1) => (bridge === 0 ? '10.1.0.2' : '10.2.0.2');
  return {
    node: 'pve',
    localNetwork: '10.1.0.0/16',
    networks: [
      { bridge: 'vmbr0', cidr: '10.1.0.0/16', host: host(0), cidr6: 'fd01::/64', host6: 'fd01::2' },
      { bridge: 'vmbr1', cidr: '10.2.0.0/16', host: host(1), cidr6: 'fd02::/64', host6: 'fd02::2' },
    ],
    ...(r.chance(0.2)
      ? {
          corosync: {
            transport: r.pick(['knet', 'udp']),
            nodes: [
              { name: 'pve', rings: { ring0_addr: host(0) } },
              { name: 'two', rings: { ring0_addr: address(r, guests) } },
            ],
          },
        }
      : {}),
    cluster: {
      enable: !r.chance(disorder / 10),
      ...policies(r),
      aliases: [
        { name: 'Nas', cidr: address(r, guests) },
        { name: 'six', cidr: 'fd01::/64' },
        ...(r.chance(0.2) ? [{ name: 'local_network', cidr: network(r, guests) }] : []),
      ],
      ipsets: [
        { name: 'trusted', entries: entries(r, guests) },
        ...(r.chance(0.3) ? [{ name: 'blacklist', entries: entries(r, guests) }] : []),
        ...(r.chance(0.3) ? [{ name: 'management', entries: entries(r, guests) }] : []),
      ],
      groups: many(3, (index): Group => {
        const list = many(1 + r.below(4), () => rule(r, guests, 0));
        // Rarely one that fails when installed: it takes the group's users with it.
        if (r.chance(disorder / 3)) list.push({ type: 'in', action: 'ACCEPT', enable: true, source: 'guest/nas' });
        return { name: `group${index}`, rules: list.map(({ iface: _, ...kept }) => kept) };
      }),
      rules: many(r.below(4), () => rule(r, guests, disorder, 'vmbr')),
    },
    host: {
      enable: !r.chance(0.2),
      ndp: !r.chance(0.2),
      nosmurfs: !r.chance(0.2),
      tcpflags: r.chance(0.2),
      allowInvalid: r.chance(0.2),
      rules: many(r.below(4), () => rule(r, guests, disorder, 'vmbr')),
    },
    guests: many(guests, (index) => guest(r, index, guests, rules, disorder)),
  };
}

/** The address of a container on the first or the second bridge. */
const own = (index: number, bridge: 0 | 1, family: 4 | 6) =>
  family === 4
    ? `10.${bridge + 1}.${(index + 10) >> 8}.${(index + 10) & 255}`
    : `fd0${bridge + 1}::1:${(index + 10).toString(16)}`;

function guest(r: Random, index: number, guests: number, rules: number, disorder: number): Guest {
  const second = r.chance(0.3);
  const nic = (id: string, bridge: 0 | 1) => ({
    id,
    bridge: `vmbr${bridge}`,
    ip: `${own(index, bridge, 4)}/16`,
    ip6: `${own(index, bridge, 6)}/64`,
    mac: `BC:24:11:0${bridge}:${hex(index >> 8)}:${hex(index & 255)}`,
    firewall: !r.chance(0.1 + disorder / 5),
  });
  const firewall: GuestFirewall = {
    enable: !r.chance(0.05 + disorder / 5),
    ...policies(r),
    dhcp: !r.chance(0.1),
    ndp: !r.chance(0.1),
    radv: r.chance(0.1),
    macfilter: !r.chance(0.1),
    ipfilter: r.chance(0.1),
    aliases: [{ name: 'home', cidr: network(r, guests) }],
    ipsets: [
      { name: 'friends', entries: entries(r, guests) },
      ...(r.chance(0.1) ? [{ name: 'ipfilter-net0', entries: entries(r, guests) }] : []),
    ] as IpSet[],
    rules: many(rules, () => rule(r, guests, disorder, 'net')),
  };
  const nics = [nic('net0', r.chance(0.7) ? 0 : 1), ...(second ? [nic('net1', 1)] : [])];
  return { vmid: 100 + index, name: `ct${100 + index}`, nics, firewall };
}

const hex = (byte: number) => byte.toString(16).padStart(2, '0');
const policies = (r: Random) => ({
  ...(r.chance(0.6) ? { policyIn: r.pick(actions) } : {}),
  ...(r.chance(0.3) ? { policyOut: r.pick(actions) } : {}),
});
const address = (r: Random, guests: number) => own(r.below(guests), r.chance(0.7) ? 0 : 1, 4);
const network = (r: Random, guests: number) => {
  const bits = 20 + r.below(13);
  const value = address(r, guests)
    .split('.')
    .reduce((sum, part) => sum * 256 + Number(part), 0);
  const first = Math.floor(value / 2 ** (32 - bits)) * 2 ** (32 - bits);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${bits}`;
};

/** No two entries of one network: the loader would refuse everything. */
function entries(r: Random, guests: number): IpSetEntry[] {
  const listed = new Set(many(1 + r.below(4), () => network(r, guests)));
  if (r.chance(0.3)) listed.add('fd01::/96');
  return [...listed].map((cidr) => ({ cidr, nomatch: r.chance(0.25) }));
}

function source(r: Random, guests: number, disorder: number): string {
  if (r.chance(disorder / 2))
    return r.pick(['+gone', 'gone', '10.1.0.5/24', '+Trusted', 'guest/nas', '10.1.0.9-10.1.0.1']);
  const kinds: [() => string, ...(() => string)[]] = [
    () => address(r, guests),
    () => network(r, guests),
    () => `${address(r, guests)},${network(r, guests)}`,
    () => `10.1.0.${10 + r.below(40)}-10.1.0.${50 + r.below(200)}`,
    () => r.pick(['+trusted', '+dc/trusted', 'nas', 'dc/nas', 'six', '+friends', 'home', 'fd01::1:0/112']),
  ];
  return r.pick(kinds)();
}

const ports: [string, ...string[]] = ['22', '80,443', '8000:8100', 'ssh', '53', '1:1024', '445', '43', '0', '137'];
const wrongPorts: [string, ...string[]] = ['http:https', '90:80', '70000', 'www'];
const protocols: [string, ...string[]] = ['tcp', 'tcp', 'udp', 'icmp', 'icmpv6', 'gre', '6', '1', 'ah', 'sctp'];
const macroNames: [string, ...string[]] = ['Ping', 'DNS', 'SMB', 'web', 'IPsec', 'NeighborDiscovery', 'SSH', 'Trcrt'];
const numbered = new Set(['tcp', 'udp', '6', 'sctp']);

function rule(r: Random, guests: number, disorder: number, iface?: string): Rule {
  const common = {
    enable: !r.chance(0.1),
    ...(iface !== undefined && r.chance(0.2) ? { iface: `${iface}${r.below(2)}` } : {}),
  };
  if (iface !== undefined && r.chance(0.1)) return { ...common, type: 'group', action: `group${r.below(4)}` };
  const made: Rule = { ...common, type: r.chance(0.7) ? 'in' : 'out', action: r.pick(actions) };
  if (r.chance(0.6)) made.source = source(r, guests, disorder);
  if (r.chance(0.2)) made.dest = source(r, guests, disorder);
  if (r.chance(0.25)) made.macro = r.pick(macroNames);
  else if (r.chance(0.8)) {
    const proto = r.pick(protocols);
    made.proto = proto;
    if (numbered.has(proto) && r.chance(0.8)) made.dport = dport(r, proto, disorder);
    if (numbered.has(proto) && r.chance(0.15)) made.sport = r.pick(['1024:65535', '53', '137:138,2000']);
    if (proto.startsWith('icmp') && r.chance(0.5))
      made.icmpType = r.pick(['echo-request', 'echo-reply', 'time-exceeded']);
  }
  return made;
}

function dport(r: Random, proto: string, disorder: number): string {
  if (r.chance(disorder / 4)) return r.pick(wrongPorts);
  const picked = r.pick(ports);
  // A name that the protocol has not makes the loader refuse everything.
  return picked === 'ssh' && proto === 'sctp' ? '22' : picked;
}
