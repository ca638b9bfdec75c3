/** `ip -j addr` and `bridge -j link`: the host's links, the guests' ends among them, from the state. */
import { parseNet } from '@/simulator/lxc/network';
import type { Container, NodeState } from '@/simulator/state/state';
import { localNode, type World } from '@/simulator/world';

export type Link = {
  ifindex: number;
  ifname: string;
  link_type: string;
  address: string;
  mtu: number;
  /** The bridge that it is a port of. */
  master?: string;
  /** The other end of a pair. */
  link?: string;
  addr_info: { family: string; local: string; prefixlen: number; scope: string; label?: string }[];
};

/** A NIC of a running guest on this host. */
export type Plug = { container: Container; index: number; net: ReturnType<typeof parseNet> };

export const hostOf = (world: World): NodeState | undefined =>
  world.state.nodes.find((node) => node.name === localNode(world));

/** Every NIC that is plugged in, by vmid and number. */
export function plugsOf(world: World): Plug[] {
  const local = localNode(world);
  return Object.values(world.state.containers)
    .filter((container) => container.node === local && container.running)
    .sort((a, b) => a.vmid - b.vmid)
    .flatMap((container) =>
      Object.keys(container.config)
        .filter((key) => /^net\d+$/.test(key))
        .map((key) => ({ container, index: Number(key.slice(3)), net: parseNet(container.config[key] ?? '') })),
    );
}

/** The host's links in the order of their numbers. A NIC with the firewall on has a bridge of its own before it. */
export function linksOf(world: World): Link[] {
  const links: Omit<Link, 'ifindex'>[] = [
    {
      ifname: 'lo',
      link_type: 'loopback',
      address: '00:00:00:00:00:00',
      mtu: 65536,
      addr_info: [{ family: 'inet', local: '127.0.0.1', prefixlen: 8, scope: 'host', label: 'lo' }],
    },
  ];
  const host = hostOf(world);
  const bridges = host?.network.filter((nic) => nic.type === 'bridge') ?? [];
  for (const nic of host?.network ?? []) {
    const master = bridges.find((bridge) =>
      String(bridge.bridge_ports ?? '')
        .split(/\s+/)
        .includes(nic.iface),
    )?.iface;
    const [local, prefix] = String(nic.cidr ?? '').split('/');
    const own = local ? [{ family: 'inet', local, prefixlen: Number(prefix), scope: 'global', label: nic.iface }] : [];
    links.push({ ...ether(world, nic.iface), ...(master ? { master } : {}), addr_info: own });
  }
  for (const { container, index, net } of plugsOf(world)) {
    const id = `${container.vmid}i${index}`;
    const bridge = net.bridge ?? '';
    const plugged = net.firewall === '1' ? `fwbr${id}` : bridge;
    links.push({
      ...ether(world, `veth${id}`),
      address: `fe:${(net.hwaddr ?? '').slice(3).toLowerCase()}`,
      master: plugged,
    });
    if (net.firewall !== '1') continue;
    links.push(ether(world, `fwbr${id}`));
    links.push({ ...ether(world, `fwpr${container.vmid}p${index}`), link: `fwln${id}`, master: bridge });
    links.push({ ...ether(world, `fwln${id}`), link: `fwpr${container.vmid}p${index}`, master: `fwbr${id}` });
  }
  return links.map((link, index) => ({ ifindex: index + 1, ...link }));
}

function ether(world: World, ifname: string): Omit<Link, 'ifindex'> {
  const byte = (index: number) => Math.floor(world.random.at('link', ifname, index) * 256);
  const address = [2, byte(1), byte(2), byte(3), byte(4), byte(5)].map((one) => one.toString(16).padStart(2, '0'));
  return { ifname, link_type: 'ether', address: address.join(':'), mtu: 1500, addr_info: [] };
}

const upFlags = ['BROADCAST', 'MULTICAST', 'UP', 'LOWER_UP'];

export function ipAddr(world: World): string {
  const rows = linksOf(world).map(({ master, link, addr_info, link_type, address, mtu, ifindex, ifname }) => ({
    ifindex,
    ...(link ? { link } : {}),
    ifname,
    flags: link_type === 'loopback' ? ['LOOPBACK', 'UP', 'LOWER_UP'] : upFlags,
    mtu,
    qdisc: link_type === 'loopback' ? 'noqueue' : 'fq_codel',
    ...(master ? { master } : {}),
    operstate: link_type === 'loopback' ? 'UNKNOWN' : 'UP',
    group: 'default',
    txqlen: 1000,
    link_type,
    address,
    broadcast: link_type === 'loopback' ? address : 'ff:ff:ff:ff:ff:ff',
    addr_info,
  }));
  return `${JSON.stringify(rows)}\n`;
}

/** Ports of bridges. */
export function bridgeLink(world: World): string {
  const rows = linksOf(world)
    .filter((link) => link.master)
    .map(({ ifindex, ifname, mtu, master, link }) => ({
      ifindex,
      ...(link ? { link } : {}),
      ifname,
      flags: upFlags,
      mtu,
      master,
      state: 'forwarding',
      priority: 32,
      cost: 2,
    }));
  return `${JSON.stringify(rows)}\n`;
}
