/**
 * The beat of `pvestatd`: every ten seconds each guest and node is measured, counters grow, and the cluster learns
 * the values that `/cluster/resources` and the metrics export show until the next beat (FACTS §5).
 */

import type { Clock } from '@/simulator/clock';
import { type GuestMoment, idle } from '@/simulator/metrics/guest-model';
import { createModel, type NodeMoment } from '@/simulator/metrics/model';
import type { Random } from '@/simulator/random';
import type { Baseline, Container, NodeState, State } from '@/simulator/state/state';

export type Usage = {
  cpu: number;
  mem: number;
  swap: number;
  disk: number;
  netin: number;
  netout: number;
  diskread: number;
  diskwrite: number;
  uptime: number;
};

export type NodeUsage = NodeMoment & { uptime: number };

/** One beat: when it was, and what was measured. */
export type Beat = {
  at: number;
  guests: Map<number, { usage: Usage; cpus: number; maxmem: number; maxdisk: number; node: string; running: boolean }>;
  nodes: Map<string, NodeUsage>;
};

export const beatSeconds = 10;
const keptBeats = 180;

export type Metrics = {
  usageOf(container: Container): Usage;
  maxDiskOf(container: Container): number;
  nodeUsage(node: string): NodeUsage;
  /** A container was started or stopped: its counters begin again. */
  powered(container: Container): void;
  /** The last beats, oldest first. */
  beats(): Beat[];
  /** What the model says of a moment, for the history charts. */
  momentOf(container: Container, time: number): GuestMoment | null;
  nodeMomentOf(node: NodeState, time: number): NodeMoment;
  baselineOf(container: Container): Baseline;
  beat(): void;
  start(): void;
  stop(): void;
};

type Counters = Pick<Usage, 'netin' | 'netout' | 'diskread' | 'diskwrite'>;

export function createMetrics(state: State, clock: Clock, random: Random, seed: number): Metrics {
  const { limitsOf, maxDiskOf, baselineOf, momentOf, nodeMomentOf, freshMoment } = createModel(state, random, seed);
  const counters = new Map<number, Counters>();
  const nodeCounters = new Map<string, { netin: number; netout: number }>();
  const beats: Beat[] = [];
  let timer: NodeJS.Timeout | null = null;

  function usageOf(container: Container): Usage {
    const now = clock.now();
    const moment = container.running
      ? (momentOf(container, beats.at(-1)?.at ?? now) ?? freshMoment(container, now))
      : idle;
    const counter = counters.get(container.vmid) ?? { netin: 0, netout: 0, diskread: 0, diskwrite: 0 };
    const whole = (value: number) => Math.round(value);
    const on = container.running !== null;
    return {
      cpu: on ? moment.cpu : 0,
      mem: whole(moment.mem),
      swap: whole(moment.swap),
      disk: on ? whole(moment.disk) : 0,
      netin: on ? whole(counter.netin) : 0,
      netout: on ? whole(counter.netout) : 0,
      diskread: on ? whole(counter.diskread) : 0,
      diskwrite: on ? whole(counter.diskwrite) : 0,
      uptime: container.running ? Math.max(0, Math.floor(now - container.running.startedAt)) : 0,
    };
  }

  function grow(container: Container, at: number, seconds: number): void {
    const moment = momentOf(container, at);
    if (!moment) return;
    const counter = counters.get(container.vmid) ?? { netin: 0, netout: 0, diskread: 0, diskwrite: 0 };
    counter.netin += moment.netIn * seconds;
    counter.netout += moment.netOut * seconds;
    counter.diskread += moment.diskRead * seconds;
    counter.diskwrite += moment.diskWrite * seconds;
    counters.set(container.vmid, counter);
  }

  function measure(at: number, seconds: number): void {
    const beat: Beat = { at, guests: new Map(), nodes: new Map() };
    for (const container of Object.values(state.containers)) grow(container, at, seconds);
    beats.push(beat);
    if (beats.length > keptBeats) beats.shift();
    for (const container of Object.values(state.containers)) {
      const limits = limitsOf(container);
      const usage = usageOf(container);
      usage.uptime = container.running ? Math.max(0, Math.floor(at - container.running.startedAt)) : 0;
      const cpus = Number(container.config.cores ?? 0) || limits.cpus;
      const running = container.running !== null;
      const maxdisk = maxDiskOf(container);
      beat.guests.set(container.vmid, { usage, cpus, maxmem: limits.maxmem, maxdisk, node: container.node, running });
    }
    for (const node of state.nodes) if (node.online) beat.nodes.set(node.name, measureNode(node, at, seconds));
  }

  function measureNode(node: NodeState, at: number, seconds: number): NodeUsage {
    const moment = nodeMomentOf(node, at);
    const counter = nodeCounters.get(node.name) ?? { netin: 0, netout: 0 };
    counter.netin += moment.netin * seconds;
    counter.netout += moment.netout * seconds;
    nodeCounters.set(node.name, counter);
    return {
      ...moment,
      mem: Math.round(moment.mem),
      netin: Math.round(counter.netin),
      netout: Math.round(counter.netout),
      uptime: Math.max(0, Math.floor(at - node.bootedAt)),
    };
  }

  /** The half hour before the process began: counters as they would stand, and the beats that filled the history. */
  function backfill(): void {
    const now = clock.now();
    const all = Object.values(state.containers);
    const count = Math.min(keptBeats, Math.floor(20_000 / Math.max(1, all.length)), 180);
    const from = now - count * beatSeconds;
    for (const container of all) {
      if (!container.running) continue;
      const age = Math.max(0, from - container.running.startedAt);
      const base = baselineOf(container);
      counters.set(container.vmid, {
        netin: base.netIn * age,
        netout: base.netOut * age,
        diskread: base.diskRead * age + 3e8,
        diskwrite: base.diskWrite * age + 2e7,
      });
    }
    for (const node of state.nodes) {
      const moment = nodeMomentOf(node, from);
      const age = Math.max(0, from - node.bootedAt);
      nodeCounters.set(node.name, { netin: moment.netin * age, netout: moment.netout * age });
    }
    for (let index = 1; index < count; index++) measure(from + index * beatSeconds, beatSeconds);
  }

  backfill();
  let lastBeat = clock.now();
  measure(lastBeat, beatSeconds);

  const metrics: Metrics = {
    usageOf,
    maxDiskOf,
    nodeUsage: (name) => {
      const node = state.nodes.find((one) => one.name === name);
      const known = beats.at(-1)?.nodes.get(name);
      if (known) return { ...known, uptime: node ? Math.floor(clock.now() - node.bootedAt) : 0 };
      return { cpu: 0, iowait: 0, mem: 0, swap: 0, disk: 0, loadavg: [0, 0, 0], netin: 0, netout: 0, uptime: 0 };
    },
    powered(container) {
      counters.delete(container.vmid);
      container.power ??= [];
      container.power.push({ at: clock.now(), up: container.running !== null });
      if (container.power.length > 60) container.power.shift();
    },
    beats: () => beats,
    momentOf,
    nodeMomentOf,
    baselineOf,
    beat() {
      const now = clock.now();
      // Scaled time passes faster for the counters too.
      measure(now, Math.max(0.001, now - lastBeat) * clock.timeScale);
      lastBeat = now;
    },
    start() {
      const schedule = () => {
        timer = setTimeout(
          () => {
            metrics.beat();
            schedule();
          },
          Math.max(200, clock.realMs(beatSeconds)),
        );
        timer.unref();
      };
      schedule();
    },
    stop() {
      if (timer) clearTimeout(timer);
    },
  };
  return metrics;
}
