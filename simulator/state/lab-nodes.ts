/** The nodes of a lab: its host, and those that the file names beside it. */
import type { LabFile } from '@/lib/lab/lab-file';
import type { NodeState } from '@/simulator/state/state';

const gib = 2 ** 30;

/** The host, and the further nodes that are like it but for what the file says. */
export function nodesOf(lab: LabFile, bootedAt: number): NodeState[] {
  const further = lab.nodes ?? [];
  const host = { ...nodeOf(lab, bootedAt), nodeid: further.length ? 1 : 0 };
  const others = further.map((one, index): NodeState => {
    const ip = one.ip ?? `192.168.0.${3 + index}`;
    return {
      ...structuredClone(host),
      name: one.node,
      nodeid: index + 2,
      ip,
      cpus: one.cpus ?? host.cpus,
      memoryBytes: one.memory_gib === undefined ? host.memoryBytes : Math.round(one.memory_gib * gib),
      network: host.network.map((nic) =>
        nic.address === host.ip ? { ...nic, address: ip, cidr: `${ip}/${nic.netmask}` } : { ...nic },
      ),
    };
  });
  return [host, ...others];
}

function nodeOf(lab: LabFile, bootedAt: number): NodeState {
  const bridges = lab.networks.map((network, index) => {
    const prefix = network.cidr.split('/')[1] ?? '24';
    // The host has an address where it is not the containers' own network.
    const address = network.gateway_container ? null : network.cidr.replace(/\d+\/\d+$/, '2');
    return {
      iface: network.bridge,
      type: 'bridge',
      method: address ? 'static' : 'manual',
      method6: 'manual',
      families: ['inet'],
      active: 1,
      autostart: 1,
      priority: 4 + index,
      bridge_ports: index === 0 ? 'enp3s0' : '',
      bridge_stp: 'off',
      bridge_fd: '0',
      ...(address ? { address, netmask: prefix, cidr: `${address}/${prefix}`, gateway: network.gateway } : {}),
    };
  });
  const local = lab.storages.find((storage) => storage.id === 'local');
  return {
    name: lab.host.node,
    nodeid: 0,
    ip: '192.168.0.2',
    online: true,
    cpus: lab.host.cpus ?? 12,
    memoryBytes: Math.round(lab.host.memory_gib * gib),
    swapBytes: 8 * gib,
    rootfsBytes: local?.total_bytes ?? 94 * gib,
    rootfsUsedBytes: local?.used_bytes ?? 11 * gib,
    bootedAt,
    timezone: 'UTC',
    kernel: lab.host.kernel,
    cgroupMode: 2,
    dns: { dns1: lab.networks[0]?.gateway ?? '192.168.0.1', search: 'lan' },
    network: [
      { iface: 'enp3s0', type: 'eth', method: 'manual', method6: 'manual', families: ['inet'], active: 1, priority: 3 },
      ...bridges,
    ],
    baseMemoryBytes: 4.1 * gib,
  };
}
