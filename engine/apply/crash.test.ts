/** kill -9 of the engine's own process during a run, at several moments; each time the next start finishes it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readConsoleKey } from '@/engine/access/console-key';
import { callEngine } from '@/engine/rpc/client';
import type { Input, Output, RpcVerb } from '@/engine/rpc/contract';
import { checkout, Trial, until } from '@/engine/trial';
import { startSimulator } from '@/simulator/simulator';

const vmid = 104;
const bundle = path.join(checkout, `dist/engine-crash-test-${process.pid}.mjs`);
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let dataDir = '';
let child: ChildProcess | null = null;

beforeAll(async () => {
  await build({
    absWorkingDir: checkout,
    entryPoints: ['engine/main.ts'],
    outfile: bundle,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'silent',
  });
  simulator = await startSimulator({ state: `${checkout}/lab/lab.json`, timeScale: 10 });
}, 60_000);
afterAll(async () => {
  await simulator.stop();
  rmSync(bundle, { force: true });
});
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'wheelhouse-crash-'));
  return async () => {
    await kill('SIGKILL');
    await control('POST', '/reset');
    rmSync(dataDir, { recursive: true, force: true });
  };
});

async function start(): Promise<void> {
  const process_ = spawn(process.execPath, [bundle], {
    cwd: checkout,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: {
      NODE_ENV: 'production',
      PATH: process.env.PATH,
      WHEELHOUSE_DATA: dataDir,
      WHEELHOUSE_DEMO: '1',
      PROXMOX_URL: simulator.url,
      PROXMOX_TOKEN_ID: simulator.token.id,
      PROXMOX_TOKEN_SECRET: simulator.token.secret,
      PROXMOX_FINGERPRINT: simulator.fingerprint,
    },
  });
  child = process_;
  let said = '';
  process_.stderr?.on('data', (text) => {
    said += text;
  });
  await new Promise<void>((resolve, reject) => {
    process_.once('message', () => resolve());
    process_.once('exit', (code) => reject(new Error(`the engine ended with ${code}: ${said}`)));
  });
}

async function kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  const last = child;
  child = null;
  if (!last || last.exitCode !== null || last.signalCode !== null) return null;
  const ended = new Promise<number | null>((resolve) => last.once('exit', resolve));
  last.kill(signal);
  return ended;
}

async function call<V extends RpcVerb>(verb: V, input: Input<V>): Promise<Output<V>> {
  const key = readConsoleKey(dataDir) ?? '';
  const socketPath = path.join(dataDir, 'engine.sock');
  const result = await callEngine(verb, input, {
    credential: { kind: 'console', key },
    requestId: 'crash',
    socketPath,
  });
  if (!result.ok) throw new Error(`${verb}: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** The simulator's control port and the repository, as `Trial` asks them; the engine is the child's. */
const looking = () => {
  const trial = new Trial(simulator);
  rmSync(trial.dataDir, { recursive: true, force: true });
  return Object.assign(trial, { dataDir });
};
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
  const first = child;
  await expect(start()).rejects.toThrow(/another engine is running/);
  child = first;
  expect(await call('health', {})).toMatchObject({ ready: true });
  expect(await kill('SIGTERM')).toBe(0);
}, 60_000);
