/** History charts (`rrddata`) and the metrics export. */

import { encodedList } from '@/simulator/http/encoded';
import { containerOf } from '@/simulator/lxc/containers';
import { cpusOf, maxMemory } from '@/simulator/lxc/status';
import { usedBytes } from '@/simulator/lxc/volumes';
import { exportBeat, type Metric } from '@/simulator/metrics/export';
import type { Beat } from '@/simulator/metrics/metrics';
import { rrdPoints } from '@/simulator/metrics/rrd';
import { badParameters } from '@/simulator/refusal';
import { type Call, type Handlers, localNode, type World } from '@/simulator/world';

function containerHistory(world: World, { parameters }: Call): unknown {
  const container = containerOf(world.state, parameters.node ?? '', parameters.vmid ?? '');
  const born = container.running?.startedAt ?? 0;
  return rrdPoints(parameters.timeframe ?? 'hour', world.clock.now(), parameters.cf, (time) => {
    if (time < (container.createdAt ?? 0)) return null;
    const moment = world.metrics.momentOf(container, time);
    if (!moment && time < born && !container.power) return null;
    const base = {
      maxcpu: cpusOf(world, container),
      maxmem: maxMemory(container),
      maxdisk: world.metrics.maxDiskOf(container),
    };
    if (!moment) return { ...base, cpu: 0, mem: 0, disk: 0, netin: 0, netout: 0, diskread: 0, diskwrite: 0 };
    const { cpu, mem, disk, netIn, netOut, diskRead, diskWrite } = moment;
    return { ...base, cpu, mem, disk, netin: netIn, netout: netOut, diskread: diskRead, diskwrite: diskWrite };
  });
}

function nodeHistory(world: World, { parameters }: Call): unknown {
  const node = world.state.nodes.find((one) => one.name === parameters.node);
  if (!node) return badParameters({ node: 'no such node' });
  return rrdPoints(parameters.timeframe ?? 'hour', world.clock.now(), parameters.cf, (time) => {
    if (time < node.bootedAt) return null;
    const moment = world.metrics.nodeMomentOf(node, time);
    return {
      cpu: moment.cpu,
      iowait: moment.iowait,
      loadavg: moment.loadavg[0],
      maxcpu: node.cpus,
      memtotal: node.memoryBytes,
      memused: moment.mem,
      swaptotal: node.swapBytes,
      swapused: moment.swap,
      roottotal: node.rootfsBytes,
      rootused: moment.disk,
      netin: moment.netin,
      netout: moment.netout,
    };
  });
}

function storageHistory(world: World, { parameters }: Call): unknown {
  const storage = world.state.storages.find((one) => one.storage === parameters.storage);
  if (!storage) return badParameters({ storage: 'No such storage.' });
  const booted = world.state.nodes.find((one) => one.name === parameters.node)?.bootedAt ?? 0;
  return rrdPoints(parameters.timeframe ?? 'hour', world.clock.now(), parameters.cf, (time) =>
    time < booted ? null : { total: storage.totalBytes, used: usedBytes(storage, parameters.node ?? '') },
  );
}

/** The metrics of all nodes, newest beat only or the last half hour of them. */
function exportMetrics(world: World, { parameters }: Call): unknown {
  const since = Number(parameters['start-time'] ?? 0);
  const beats = world.metrics.beats();
  const only = parameters['local-only'] === '1' ? localNode(world) : undefined;
  const chosen = parameters.history === '1' ? beats : beats.slice(-1);
  const make = () => ({ data: metricsOf(world, chosen, since, only) });
  const key = `metrics ${parameters.history ?? ''} ${since} ${only ?? ''}`;
  return encodedList(world, key, beats.at(-1), make);
}

function metricsOf(world: World, beats: Beat[], since: number, only: string | undefined): Metric[] {
  return beats
    .filter((beat) => !since || Math.floor(beat.at) > since)
    .flatMap((beat) => exportBeat(world.state, beat, only));
}

export const metricsHandlers: Handlers = {
  'GET /cluster/metrics/export': exportMetrics,
  'GET /nodes/{node}/rrddata': nodeHistory,
  'GET /nodes/{node}/lxc/{vmid}/rrddata': containerHistory,
  'GET /nodes/{node}/storage/{storage}/rrddata': storageHistory,
};
