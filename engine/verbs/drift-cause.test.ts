import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkout, Trial, until } from '@/engine/trial';
import type { QueueItem } from '@/lib/live/view';
import { startSimulator } from '@/simulator/simulator';

const vmid = 104;
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let trial: Trial;

beforeAll(async () => {
  simulator = await startSimulator({ state: `${checkout}/lab/lab.json`, timeScale: 20 });
  trial = await new Trial(simulator).start();
});
afterAll(async () => {
  await trial.end();
  await simulator.stop();
});

test('the queue and the container name the same cause, also when it was long ago', async () => {
  const { id } = await trial.get('operateContainer', { vmid, action: 'stop' });
  await trial.operationEnded(id);
  // Longer ago than an ended operation stays in the live map.
  await trial.engine.db.write((tx) =>
    tx.operation.update({ where: { id }, data: { endedAt: new Date(Date.now() - 3_600_000) } }),
  );
  trial.engine.touch();
  const drift = () => (trial.engine.view('queue') as QueueItem[]).find((item) => item.id === `drift/${vmid}`);
  await until('the queue knows the task', () => drift()?.evidence.startsWith('Stopped') === true);
  const { driftCause } = await trial.get('getContainer', { vmid });
  expect(driftCause).toMatch(/^Stopped by console at \d\d:\d\d, through Wheelhouse\.$/);
  expect(drift()?.evidence).toBe(driftCause);
});
