/** What is known of one node: its row in the cluster's list, its own status, its metrics, its bridges. */
import { createRates, type Rates } from '@/engine/observe/rate';
import { createRing, type Ring } from '@/engine/observe/ring';
import type { MetricSample, NodeRow, NodeStatus } from '@/engine/proxmox/read';
import type { ObservedHost } from '@/lib/live/observed';
import type { StorageView } from '@/lib/live/view';

export type Host = {
  readonly node: string;
  row: NodeRow;
  at: number;
  status: NodeStatus | null;
  storages: StorageView[];
  bridges: string[];
  netIn: number | null;
  netOut: number | null;
  rates: Rates;
  ring: Ring<'cpu' | 'net'>;
};

export function createHost(row: NodeRow, now: number): Host {
  return {
    node: row.node,
    row,
    at: now,
    status: null,
    storages: [],
    bridges: [],
    netIn: null,
    netOut: null,
    rates: createRates(),
    ring: createRing(['cpu', 'net']),
  };
}

/** Takes a moment of the metrics export. */
export function takeHostSample(host: Host, sample: MetricSample): void {
  const value = (name: string) => sample.values.get(name) ?? null;
  const netIn = host.rates.of('in', sample.at, value('net_in') ?? value('netin'));
  const netOut = host.rates.of('out', sample.at, value('net_out') ?? value('netout'));
  const net = netIn === null || netOut === null ? null : netIn + netOut;
  if (!host.ring.push(sample.at, { cpu: value('cpu_current') ?? value('cpu'), net })) return;
  host.netIn = netIn;
  host.netOut = netOut;
}

/** Without the export: the CPU of the node's own status. Its network is known to nobody then. */
export function takeHostCpu(host: Host, now: number): void {
  host.netIn = null;
  host.netOut = null;
  host.ring.push(now, { cpu: host.status?.cpu ?? host.row.cpu });
}

export function hostView(host: Host): ObservedHost {
  const online = host.row.status === 'online';
  const { status, row } = host;
  const known = <T>(value: T | null | undefined): T | null => (online ? (value ?? null) : null);
  return {
    node: host.node,
    at: host.at,
    online,
    pveVersion: status?.pveVersion ?? null,
    kernel: status?.kernel ?? null,
    uptimeSeconds: known(status?.uptimeSeconds ?? row.uptime),
    cpu: known(status?.cpu ?? row.cpu),
    cpus: status?.cpus ?? row.maxcpu,
    cpuSpark: host.ring.spark('cpu', 4),
    cpuPeak: host.ring.peak('cpu'),
    memoryUsedBytes: known(status?.memoryUsedBytes ?? row.mem),
    memoryPhysicalBytes: status?.memoryPhysicalBytes ?? row.maxmem,
    storages: host.storages,
    bridges: host.bridges,
    netInBytesPerSecond: known(host.netIn),
    netOutBytesPerSecond: known(host.netOut),
    netSpark: host.ring.spark('net', 0),
  };
}
