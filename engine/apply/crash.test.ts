/** kill -9 of the engine's own process during a run, at several moments; each time the next start finishes it. */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Input, RpcVerb } from '@/engine/rpc/contract';
import { SpawnedEngine } from '@/engine/spawned-engine';
import { checkout, until } from '@/engine/trial';
import { startSimulator } from '@/simulator/simulator';

const vmid = 104;
let bundle = '';
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let engine: SpawnedEngine;

beforeAll(async () => {
  bundle = await SpawnedEngine.bundled();
  simulator = await startSimulator({ state: `${checkout}/lab/lab.json`, timeScale: 10 });
}, 60_000);
afterAll(async () => {
  await simulator.stop();
  rmSync(bundle, { force: true });
});
beforeEach(() => {
  engine = SpawnedEngine.on(bundle, simulator);
  return async () => {
    await engine.kill('SIGKILL');
    await control('POST', '/reset');
    await engine.end();
  };
});

const start = () => engine.start();
const kill = (signal: 'SIGKILL' | 'SIGTERM') => engine.kill(signal);
const call = <V extends RpcVerb>(verb: V, input: Input<V>) => engine.call(verb, input);
const looking = () => engine.looking;
const control = (method: string, where: string, body?: unknown) => looking().control(method, where, body);

async function begin(faults: object[]): Promise<{ id: number; memory: number }> {
  const memory = ((await call('getContainer', { vmid })).desired?.memoryMiB ?? 0) + 128;
  const edits = [{ vmid, set: { memoryMiB: memory, description: 'before and after' } }];
  const { id, planHash } = await call('proposeChange', { title: 'Survive', edits });
  await call('approveChange', { id, planHash: planHash ?? '' });
  for (const fault of faults) await control('POST', '/faults', fault);
  await call('applyChange', { id, planHash: planHash ?? '' });
  return { id, memory };
}

async function expectFinished({ id, memory }: { id: number; memory: number }): Promise<void> {
  await until('the change has ended', async () => (await call('getChange', { id })).endedAt !== null);
  const change = await call('getChange', { id });
  expect(change).toMatchObject({ status: 'applied', run: { status: 'done' } });
  const trial = looking();
  expect((await trial.writes(vmid)).sort()).toEqual([
    'PUT /config description=before and after',
    `PUT /config memory=${memory}`,
  ]);
  expect(trial.git('fsck', '--strict')).toBe('');
  expect(trial.git('log', '--format=%s')).toBe('Survive\nAdopt the lab');
  expect(trial.git('status', '--porcelain')).toBe('');
  expect(trial.yaml(vmid)).toContain(String(memory));
  expect((await call('getContainer', { vmid })).desired?.memoryMiB).toBe(memory);
}

describe('killed during a run', () => {
  const stepStatus = async (id: number, position: number) =>
    (await call('getChange', { id })).run?.steps[position]?.status;

  test('before the call was answered: it is read back and not sent again', async () => {
    await start();
    const begun = await begin([{ latencyMs: 600, match: 'PUT .*/104/config', times: 1 }]);
    await until('the first call is under way', async () => {
      const journal = (await call('getChange', { id: begun.id })).run?.steps[0]?.journal ?? [];
      return journal.some((line) => line.kind === 'intent');
    });
    await kill('SIGKILL');
    await start();
    await expectFinished(begun);
  }, 60_000);

  test('between two steps: the second is done, the first not again', async () => {
    await start();
    const begun = await begin([{ latencyMs: 300, match: 'PUT .*/104/config', times: 2 }]);
    await until('the first step is done', async () => (await stepStatus(begun.id, 0)) === 'done');
    await kill('SIGKILL');
    await start();
    await expectFinished(begun);
  }, 60_000);

  test('at any moment: a kill after a random while, three times over', async () => {
    await start();
    const begun = await begin([
      { latencyMs: 120, match: 'GET .*/104/' },
      { latencyMs: 150, match: 'PUT .*/104/config' },
    ]);
    for (const ms of [60, 350, 700]) {
      await new Promise((resolve) => setTimeout(resolve, ms));
      await kill('SIGKILL');
      await start();
    }
    await control('DELETE', '/faults');
    await expectFinished(begun);
  }, 90_000);
});

test('killed during a restart: its task is followed to the end, and sent once', async () => {
  await start();
  await until('the container is known', async () => (await call('summary', {})).containers.total === 30);
  await until('it is running', async () => (await call('getContainer', { vmid })).live?.status === 'running');
  const { id } = await call('operateContainer', { vmid, action: 'restart' });
  await until('the task has begun', async () => (await call('getOperation', { id })).upid !== null);
  await kill('SIGKILL');
  await start();
  await until('the operation has ended', async () => (await call('getOperation', { id })).endedAt !== null);
  expect(await call('getOperation', { id })).toMatchObject({
    status: 'ok',
    result: expect.stringMatching(/^Running again/),
  });
  expect(await looking().writes(vmid)).toEqual(['POST /status/reboot']);
}, 60_000);

test('there is one engine a data directory, and SIGTERM ends it cleanly', async () => {
  await start();
  const second = Object.assign(SpawnedEngine.on(bundle, simulator), { dataDir: engine.dataDir });
  await expect(second.start()).rejects.toThrow(/another engine is running/);
  expect(await call('health', {})).toMatchObject({ ready: true });
  expect(await kill('SIGTERM')).toBe(0);
}, 60_000);
