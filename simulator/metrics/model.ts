/**
 * The model of a whole lab: what each guest and each node uses at any moment, computed from the state alone. The beat
 * samples it, and the history charts evaluate it in the past.
 */
import { parseSize } from '@/lib/lab/lab-file';
import { parseMountPoint } from '@/simulator/lxc/mount-point';
import { type GuestLimits, type GuestMoment, guestAt } from '@/simulator/metrics/guest-model';
import { baselineFor } from '@/simulator/metrics/profile';
import type { Random } from '@/simulator/random';
import type { Baseline, Container, NodeState, State } from '@/simulator/state/state';

const mib = 2 ** 20;

export type NodeMoment = {
  cpu: number;
  iowait: number;
  mem: number;
  swap: number;
  disk: number;
  loadavg: [number, number, number];
  /** Bytes a second here; a counter once it is measured. */
  netin: number;
  netout: number;
};

export type Model = ReturnType<typeof createModel>;

export function createModel(state: State, random: Random, seed: number) {
  const zoneSeconds = -new Date().getTimezoneOffset() * 60;
  const seedOf = (vmid: number) => Math.imul(seed, 7919) + Math.imul(vmid, 104_729);

  const hostOf = (container: Container) => state.nodes.find((node) => node.name === container.node);
  const sizes = new WeakMap<Container, { text: string; bytes: number }>();
  /** Asked for every guest at every beat, and mostly the same. */
  function rootSize(container: Container): number {
    const text = container.config.rootfs ?? 'x:y';
    const known = sizes.get(container);
    if (known?.text === text) return known.bytes;
    const bytes = parseSize(parseMountPoint('rootfs', text).size ?? '0') ?? 0;
    sizes.set(container, { text, bytes });
    return bytes;
  }
  // A file system is a little smaller than the volume it lies on.
  const maxDiskOf = (container: Container) =>
    container.running ? Math.floor(rootSize(container) * 0.9506) : rootSize(container);

  function limitsOf(container: Container): GuestLimits {
    const host = hostOf(container)?.cpus ?? 1;
    const cores = Number(container.config.cores ?? 0) || host;
    const limit = Number(container.config.cpulimit ?? 0);
    return {
      cpus: Math.max(0.1, Math.min(cores, host, limit || host)),
      maxmem: Number(container.config.memory ?? 512) * mib,
      maxswap: Number(container.config.swap ?? 0) * mib,
      maxdisk: Math.floor(rootSize(container) * 0.9506),
    };
  }

  function baselineOf(container: Container): Baseline {
    const limits = limitsOf(container);
    container.baseline ??= baselineFor(
      container.config.hostname ?? '',
      { cores: limits.cpus, memory: limits.maxmem, swap: limits.maxswap, disk: limits.maxdisk },
      (word) => random.at(word, container.vmid),
    );
    return container.baseline;
  }

  /** When the container that ran at `time` had been started; null if none did. */
  function startedBefore(container: Container, time: number): number | null {
    const last = container.power?.findLast((one) => one.at <= time);
    if (last) return last.up ? last.at : null;
    return container.running && container.running.startedAt <= time ? container.running.startedAt : null;
  }

  function momentOf(container: Container, time: number): GuestMoment | null {
    const started = startedBefore(container, time);
    if (started === null) return null;
    return guestAt(
      seedOf(container.vmid),
      baselineOf(container),
      limitsOf(container),
      time,
      time - started,
      zoneSeconds,
    );
  }

  function nodeMomentOf(node: NodeState, time: number): NodeMoment {
    const sums = { cores: 0, mem: node.baseMemoryBytes, in: 2500, out: 2500 };
    for (const container of sampleOf(state, node.name)) {
      const moment = momentOf(container.one, time);
      if (!moment) continue;
      sums.cores += moment.cpu * limitsOf(container.one).cpus * container.weight;
      sums.mem += moment.mem * container.weight;
      sums.in += moment.uplinkIn * container.weight;
      sums.out += moment.uplinkOut * container.weight;
    }
    const own = guestAt(seed + node.nodeid, hostBaseline(node), hostLimits(node), time, 1e9, zoneSeconds);
    const cpu = Math.min(1, sums.cores / node.cpus + own.cpu);
    const load = cpu * node.cpus;
    return {
      cpu,
      iowait: cpu * 0.02,
      mem: Math.min(node.memoryBytes * 0.98, sums.mem),
      swap: 0,
      disk: node.rootfsUsedBytes,
      loadavg: [load * 1.08, load * 1.03, load],
      netin: sums.in,
      netout: sums.out,
    };
  }

  /** Just started, and not measured yet. */
  const freshMoment = (container: Container, now: number): GuestMoment =>
    guestAt(seedOf(container.vmid), baselineOf(container), limitsOf(container), now, 0.5, zoneSeconds);

  return { limitsOf, maxDiskOf, baselineOf, momentOf, nodeMomentOf, freshMoment };
}

const hostBaseline = (node: NodeState): Baseline => ({
  cpuCores: node.cpus * 0.022,
  memoryBytes: 0,
  swapBytes: 0,
  diskBytes: 0,
  netIn: 0,
  netOut: 0,
  diskRead: 0,
  diskWrite: 0,
  uplinkIn: 0,
  uplinkOut: 0,
  peakHour: 3,
  swing: 0.3,
});

const hostLimits = (node: NodeState): GuestLimits => ({ cpus: node.cpus, maxmem: 1, maxswap: 0, maxdisk: 1 });

/** The containers of a node; of a very large one a sample that stands for all. */
function sampleOf(state: State, node: string): { one: Container; weight: number }[] {
  const all = Object.values(state.containers).filter((container) => container.node === node);
  const stride = Math.max(1, Math.floor(all.length / 200));
  return all.filter((_, index) => index % stride === 0).map((one) => ({ one, weight: stride }));
}
