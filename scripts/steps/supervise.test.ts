import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { logFile } from './log-file.mjs';
import { supervise } from './supervise.mjs';

let directory = '';
const said: string[] = [];
const running: { stop(): Promise<void> }[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'supervise-'));
  said.length = 0;
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((c) => c.stop()));
  rmSync(directory, { recursive: true, force: true });
});

function start(script: string, patience = 400) {
  const file = join(directory, 'child.mjs');
  writeFileSync(file, script);
  const child = supervise({
    name: 'child',
    args: [file],
    env: process.env,
    log: logFile(join(directory, 'child.log')),
    say: (line: string) => said.push(line),
    patience,
  });
  running.push(child);
  return child;
}

const stays =
  "process.send({ ready: true, url: 'u' }); setInterval(() => {}, 1000); process.on('disconnect', () => process.exit());";
const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('a child is ready when it says so, and its words are in the log', async () => {
  const child = start(`console.log('hello');${stays}`);
  expect(await child.ready).toMatchObject({ url: 'u' });
  await vi.waitFor(() => expect(readFileSync(join(directory, 'child.log'), 'utf8')).toBe('hello\n'));
});

test('a child that ends before it was ready fails the start, with its last words', async () => {
  const child = start(
    "console.error(JSON.stringify({ level: 'error', text: 'PROXMOX_URL is no URL' })); process.exit(2);",
  );
  await expect(child.ready).rejects.toThrow(/ended before it was ready/);
  await vi.waitFor(() => expect(child.log.lastLines(3)).toEqual(['PROXMOX_URL is no URL']));
});

test('a child that is killed is started again and says so', async () => {
  const child = start(stays);
  await child.ready;
  const first = child.pid();
  process.kill(first, 'SIGKILL');
  await vi.waitFor(() => expect(said.at(-1)).toBe('child is back.'), { timeout: 5000 });
  expect(child.pid()).not.toBe(first);
});

test('stop ends the child and what it started, also one that does not listen', async () => {
  const grandchild =
    "import { spawn } from 'node:child_process'; const g = spawn(process.execPath, ['-e', 'setInterval(()=>{},1000)']);";
  const child = start(
    `${grandchild} process.on('SIGTERM', () => {}); process.send({ ready: true, grandchild: g.pid }); setInterval(() => {}, 1000);`,
  );
  const { grandchild: pid } = (await child.ready) as { grandchild: number };
  const own = child.pid();
  expect(alive(pid)).toBe(true);
  await child.stop();
  expect(alive(own)).toBe(false);
  await vi.waitFor(() => expect(alive(pid)).toBe(false));
});

test('a log does not grow without a bound', () => {
  const log = logFile(join(directory, 'x.log'));
  const line = `${'x'.repeat(2 ** 20 - 1)}\n`;
  for (let n = 0; n < 20; n++) log.write(line);
  const bytes = ['x.log', 'x.log.1'].map((name) => readFileSync(join(directory, name)).length);
  expect(bytes.every((size) => size <= 8 * 2 ** 20)).toBe(true);
});
