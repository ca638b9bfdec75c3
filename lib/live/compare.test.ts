import { expect, test } from 'vitest';
import { compare } from '@/lib/live/compare';
import { fixtureNow, fixtureSpec, observedContainer, observedLab } from '@/lib/live/observed-fixture';
import { project } from '@/lib/live/project';

const docker = fixtureSpec(111, 'docker');

test('what was compared once is not compared again while its inputs are the same objects', () => {
  const observed = observedContainer(docker);
  const moment = { fresh: true, changing: false };
  const first = compare(docker, observed, moment);
  expect(compare(docker, { ...observed, cpuSpark: [0.5] }, moment)).toBe(first);
  expect(compare({ ...docker }, observed, moment)).not.toBe(first);
});

test('a beat over 1,000 containers of which none moved is cheap', () => {
  const many = Array.from({ length: 1_000 }, (_, at) => fixtureSpec(1_000 + at, `c${at}`));
  const nothing = {
    changes: [],
    leases: [],
    operations: [],
    runs: [],
    activity: [],
    findings: [],
    ours: new Map(),
    timeZone: 'UTC',
  };
  const input = { now: fixtureNow, demo: true, observed: observedLab(many), desired: many, ...nothing };
  const beat = () => {
    const started = performance.now();
    // new usage in new objects, the same configurations
    const moved = new Map([...input.observed.containers].map(([vmid, one]) => [vmid, { ...one }]));
    project({ ...input, observed: { ...input.observed, containers: moved } });
    return performance.now() - started;
  };
  const cold = beat();
  const warm = Math.min(...Array.from({ length: 5 }, beat));
  expect(warm).toBeLessThan(cold / 5);
});
