import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeConsoleKey } from '@/engine/access/console-key';
import { callOrOpen } from '@/engine/cli/call-or-open';
import type { CommandContext } from '@/engine/cli/command';
import { doctor } from '@/engine/cli/doctor';
import { validate } from '@/engine/cli/validate';
import { checkout, Trial } from '@/engine/trial';
import { openDatabase } from '@/lib/db/open';
import { fixtureSpec } from '@/lib/live/observed-fixture';
import { specToYaml } from '@/lib/spec/yaml';
import { startSimulator } from '@/simulator/simulator';

let dir = '';
let context: CommandContext;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'wheelhouse-cli-'));
  context = { root: checkout, dataDir: dir, socketPath: path.join(dir, 'engine.sock'), env: {} };
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const ada = { name: 'ada', role: 'viewer', password: 'long enough to be one' } as const;

test('without an engine the database is opened, and the account is there', async () => {
  expect(await callOrOpen('addUser', ada, context)).toMatchObject({ ok: true, value: { name: 'ada' } });
  expect(await callOrOpen('addUser', ada, context)).toMatchObject({ error: { kind: 'conflict' } });
  const db = openDatabase({ path: path.join(dir, 'wheelhouse.db'), readOnly: true });
  expect(await db.read.user.count()).toBe(1);
  await db.close();
}, 30_000);

test('beside an engine that hangs nothing is written', async () => {
  makeConsoleKey(dir);
  // It takes the connection and ends it without an answer.
  const server = createServer((socket) => socket.once('data', () => socket.destroy()));
  await new Promise<void>((resolve) => server.listen(context.socketPath, () => resolve()));
  const answer = await callOrOpen('addUser', ada, context);
  expect(answer).toMatchObject({ ok: false, error: { kind: 'engine-absent' } });
  await new Promise((resolve) => server.close(resolve));
  expect(await callOrOpen('addUser', ada, context)).toMatchObject({ ok: true });
}, 30_000);

test('doctor asks the engine that runs, without a token of its own', async () => {
  const simulator = await startSimulator({ state: `${checkout}/lab/lab.json`, timeScale: 10, authDelayMs: 0 });
  const trial = await new Trial(simulator).start();
  try {
    const socketPath = path.join(trial.dataDir, 'engine.sock');
    const end = await doctor([], { root: checkout, dataDir: trial.dataDir, socketPath, env: {} });
    expect(end.out).toContain('wheelhouse@pve!engine');
    expect(end.out).toMatch(/ok +/);
  } finally {
    await trial.end();
    await simulator.stop();
  }
  expect((await doctor([], context)).complaint).toContain('PROXMOX_URL');
}, 60_000);

test('validate names the file, the field, what was given and what is accepted', async () => {
  const lab = path.join(dir, 'lab');
  mkdirSync(path.join(lab, 'lxc/999.yaml'), { recursive: true });
  writeFileSync(path.join(lab, 'lxc/107.yaml'), specToYaml(fixtureSpec(107, 'qbittorrent')));
  writeFileSync(path.join(lab, 'lxc/108.yaml'), specToYaml(fixtureSpec(109, 'other')));
  writeFileSync(
    path.join(lab, 'lxc/110.yaml'),
    specToYaml(fixtureSpec(110, 'third')).replace(/memoryMiB: \d+/, 'memoryMiB: much'),
  );
  writeFileSync(path.join(lab, 'lxc/111.yaml'), Buffer.from([0xff, 0xfe, 0x00, 0x3a]));
  const end = await validate([lab], context);
  expect(end.code).toBe(1);
  const lines = end.complaint?.split('\n') ?? [];
  const about = (file: string) => lines.filter((line) => line.startsWith(file)).join();
  expect(about('lxc/108.yaml')).toContain('holds container 109');
  expect(about('lxc/110.yaml')).toMatch(/memoryMiB: given "much"; accepted is .*\(line \d+\)/);
  expect(about('lxc/111.yaml')).not.toBe('');
  expect(about('lxc/999.yaml')).toContain('cannot be read');
  expect(about('lxc/107.yaml')).toBe('');
  expect(await validate([path.join(dir, 'nowhere')], context)).toMatchObject({ code: 1 });
});
