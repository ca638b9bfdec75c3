/**
 * kill -9 at every point of a run: before and after each commit of the database, each write to Proxmox and the commit
 * of git. After the next start the change is applied, each write was sent once, and there is one commit of it.
 *
 * All points take some minutes: `CRASH_EVERY=1` runs them; otherwise it is one in seven.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SpawnedEngine } from '@/engine/spawned-engine';
import { checkout, until } from '@/engine/trial';
import { startSimulator } from '@/simulator/simulator';

const vmid = 104;
const every = Number(process.env.CRASH_EVERY ?? 7);
let bundle = '';
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let engine: SpawnedEngine;
let crashFile = '';

beforeAll(async () => {
  bundle = await SpawnedEngine.bundled();
  simulator = await startSimulator({ state: `${checkout}/lab/lab.json`, timeScale: 50 });
  const preload = path.join(import.meta.dirname, 'crash-hook.mjs');
  const env: Record<string, string> = {};
  engine = SpawnedEngine.on(bundle, simulator, { env, preload });
  crashFile = path.join(engine.dataDir, 'crash-at');
  env.CRASH_FILE = crashFile;
  await engine.start();
}, 60_000);
afterAll(async () => {
  await engine.end();
  await simulator.stop();
  rmSync(bundle, { force: true });
});

/** Whether the engine was killed at this point; false when the run has fewer. */
async function dieAt(point: number): Promise<boolean> {
  const { looking } = engine;
  await looking.control('DELETE', '/mutations');
  const before = (await engine.call('getContainer', { vmid })).desired;
  if (!before) throw new Error('no desired state');
  const memoryMiB = before.memoryMiB + 1;
  const power = before.power === 'running' ? 'stopped' : 'running';
  const edits = [{ vmid, set: { memoryMiB, description: `point ${point}`, power } as const }];
  const proposed = await engine.call('proposeChange', { title: `Point ${point}`, edits });
  const decision = { id: proposed.id, planHash: proposed.planHash ?? '' };
  await engine.call('approveChange', decision);

  writeFileSync(crashFile, String(point));
  const child = engine.process;
  const died = new Promise<boolean>((resolve) => {
    child?.once('exit', () => resolve(true));
    void until('the run has ended', async () => {
      const asked = await engine.ask('getChange', { id: decision.id });
      return !asked.ok || asked.value.endedAt !== null;
    }).finally(() => setTimeout(() => resolve(false), 300));
  });
  await engine.ask('applyChange', decision);
  const killed = await died;
  rmSync(crashFile, { force: true });
  if (killed) await engine.start();

  // It died before the run was on the disk: nothing has happened, and it can be applied still.
  const { status } = await engine.call('getChange', { id: decision.id });
  if (status === 'approved') await engine.call('applyChange', decision);
  await until(
    `the change of point ${point} has ended`,
    async () => (await engine.call('getChange', { id: decision.id })).endedAt !== null,
    40_000,
  );
  const change = await engine.call('getChange', { id: decision.id });
  const at = `point ${point}: ${change.reason}`;
  expect(change.status, at).toBe('applied');
  expect((await looking.writes(vmid)).sort(), at).toEqual([
    `POST /status/${power === 'running' ? 'start' : 'shutdown'}`,
    `PUT /config description=point ${point}`,
    `PUT /config memory=${memoryMiB}`,
  ]);
  expect(looking.git('fsck', '--strict'), at).toBe('');
  expect(looking.git('log', '--format=%s', `--grep=Change-Id: ${change.id}$`), at).toBe(`Point ${point}`);
  expect(looking.git('status', '--porcelain'), at).toBe('');
  expect(looking.yaml(vmid), at).toContain(`point ${point}`);
  const after = await engine.call('getContainer', { vmid });
  expect(after.desired, at).toMatchObject({ memoryMiB, power, description: `point ${point}` });
  await until('nothing holds it', async () => (await engine.call('getContainer', { vmid })).view.held === null);
  expect(existsSync(crashFile)).toBe(false);
  return killed;
}

test('whatever the point, the run is finished once', async () => {
  let point = 1;
  let killed = 0;
  while (await dieAt(point)) {
    killed += 1;
    point += every;
  }
  expect(killed).toBeGreaterThan(30 / every);
}, 900_000);
