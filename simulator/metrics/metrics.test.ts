import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { labFileSchema } from '@/lib/lab/lab-file';
import { exportBeat } from '@/simulator/metrics/export';
import { createMetrics } from '@/simulator/metrics/metrics';
import { rrdPoints } from '@/simulator/metrics/rrd';
import { createRandom } from '@/simulator/random';
import { stateFromLab } from '@/simulator/state/from-lab';
import { labPath } from '@/simulator/testing';

const start = 1_795_000_000;

/** A host whose clock the test moves. */
function host(seed = 1) {
  const lab = labFileSchema.parse(JSON.parse(readFileSync(labPath, 'utf8')));
  const clock = {
    at: start,
    timeScale: 1,
    skewSeconds: 0,
    now: () => clock.at,
    seconds: () => clock.at,
    realMs: () => 0,
  };
  const state = stateFromLab(lab, start, 'secret');
  return { clock, state, metrics: createMetrics(state, clock, createRandom(seed), seed) };
}

const containerOf = ({ state }: ReturnType<typeof host>, vmid: number) => {
  const container = state.containers[vmid];
  if (!container) throw new Error(`no ${vmid}`);
  return container;
};

test('the same seed lives the same life, another one another', () => {
  const [first, again, other] = [host(1), host(1), host(2)];
  const of = (one: ReturnType<typeof host>) => one.metrics.usageOf(containerOf(one, 107));
  expect(of(first)).toEqual(of(again));
  expect(of(first).cpu).not.toBe(of(other).cpu);
});

test('kinds of guests differ: a torrent client moves data, a photo library computes', () => {
  const lab = host();
  const day = (vmid: number, value: 'netIn' | 'cpu') =>
    Array.from(
      { length: 24 },
      (_, hour) => lab.metrics.momentOf(containerOf(lab, vmid), start - hour * 3600)?.[value] ?? 0,
    ).reduce((sum, one) => sum + one, 0) / 24;
  expect(day(107, 'netIn')).toBeGreaterThan(100 * day(101, 'netIn'));
  expect(day(120, 'cpu')).toBeGreaterThan(10 * day(124, 'cpu'));
});

test('the host has what its containers have, and its own', () => {
  const lab = host();
  const sum = Object.values(lab.state.containers).reduce((total, one) => total + lab.metrics.usageOf(one).mem, 0);
  const node = lab.metrics.nodeUsage('pve');
  expect(node.mem).toBeGreaterThan(sum);
  expect(node.mem / 2 ** 30).toBeGreaterThan(17);
  expect(node.mem / 2 ** 30).toBeLessThan(22);
});

test('counters only grow, and begin again at a start', () => {
  const lab = host();
  const container = containerOf(lab, 107);
  const before = lab.metrics.usageOf(container).netin;
  lab.clock.at += 10;
  lab.metrics.beat();
  const after = lab.metrics.usageOf(container).netin;
  expect(after - before).toBeGreaterThan(1e6);
  container.running = { pid: 1, startedAt: lab.clock.at, hostname: 'x' };
  lab.metrics.powered(container);
  expect(lab.metrics.usageOf(container).netin).toBe(0);
});

test('half the cores are twice as busy; a stopped container uses nothing', () => {
  const lab = host();
  const container = containerOf(lab, 120);
  const cpu = () => lab.metrics.momentOf(container, start)?.cpu ?? 0;
  const two = cpu();
  container.config.cores = '1';
  expect(cpu() / two).toBeCloseTo(2, 5);
  container.running = null;
  expect(lab.metrics.usageOf(container)).toMatchObject({ cpu: 0, mem: 0, uptime: 0 });
});

test('the export has every node, guest and storage, half an hour of it at once', () => {
  const lab = host();
  const beats = lab.metrics.beats();
  expect(beats).toHaveLength(180);
  const last = beats.at(-1);
  const metrics = last ? exportBeat(lab.state, last) : [];
  const ids = new Set(metrics.map((one) => one.id));
  expect(ids.has('lxc/107') && ids.has('node/pve') && ids.has('storage/pve/vault')).toBe(true);
  expect(metrics.find((one) => one.id === 'lxc/107' && one.metric === 'net_in')?.type).toBe('derive');
  const series = beats.map((beat) => beat.guests.get(107)?.usage.netin ?? 0);
  expect(series).toEqual([...series].sort((a, b) => a - b));
});

test('history is there from the first second, and the last point is still open', () => {
  const lab = host();
  const container = containerOf(lab, 107);
  const points = rrdPoints('day', start, 'AVERAGE', (time) => {
    const moment = lab.metrics.momentOf(container, time);
    return moment && { cpu: moment.cpu };
  });
  expect(points).toHaveLength(70);
  expect(points.slice(0, -1).every((point) => (point.cpu ?? 0) > 0)).toBe(true);
  expect(points.at(-1)).toEqual({ time: Math.floor(start / 1800) * 1800 });
});
