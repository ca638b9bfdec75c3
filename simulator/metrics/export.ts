/** One beat as `/cluster/metrics/export` lists it: a gauge or a derive for each value of each node, guest and storage. */
import { isOnNode, usedBytes } from '@/simulator/lxc/volumes';
import type { Beat } from '@/simulator/metrics/metrics';
import type { State } from '@/simulator/state/state';

export type Metric = { id: string; metric: string; timestamp: number; type: 'gauge' | 'derive'; value: number };

/** The metrics of every node, or of one. */
export function exportBeat(state: State, beat: Beat, only?: string): Metric[] {
  const timestamp = Math.floor(beat.at);
  const metrics: Metric[] = [];
  const add = (type: Metric['type'], id: string, values: Record<string, number>) => {
    for (const [metric, value] of Object.entries(values)) metrics.push({ id, metric, timestamp, type, value });
  };
  for (const node of state.nodes) {
    const usage = beat.nodes.get(node.name);
    if (!usage || (only && node.name !== only)) continue;
    add('gauge', `node/${node.name}`, {
      uptime: usage.uptime,
      cpu_avg1: usage.loadavg[0],
      cpu_avg5: usage.loadavg[1],
      cpu_avg15: usage.loadavg[2],
      cpu_max: node.cpus,
      cpu_current: usage.cpu,
      cpu_iowait: usage.iowait,
      mem_total: node.memoryBytes,
      mem_used: usage.mem,
      swap_total: node.swapBytes,
      swap_used: usage.swap,
      disk_total: node.rootfsBytes,
      disk_used: usage.disk,
    });
    add('derive', `node/${node.name}`, { net_in: usage.netin, net_out: usage.netout });
    for (const storage of state.storages.filter((one) => isOnNode(one, node.name)))
      add('gauge', `storage/${node.name}/${storage.storage}`, {
        disk_total: storage.totalBytes,
        disk_used: usedBytes(storage, node.name),
      });
  }
  for (const [vmid, { usage, cpus, maxmem, maxdisk, node }] of beat.guests) {
    if (!beat.nodes.has(node) || (only && node !== only)) continue;
    add('gauge', `lxc/${vmid}`, {
      uptime: usage.uptime,
      cpu_max: cpus,
      cpu_current: usage.cpu,
      mem_total: maxmem,
      mem_used: usage.mem,
      disk_total: maxdisk,
      disk_used: usage.disk,
    });
    add('derive', `lxc/${vmid}`, {
      disk_read: usage.diskread,
      disk_write: usage.diskwrite,
      net_in: usage.netin,
      net_out: usage.netout,
    });
  }
  return metrics;
}
