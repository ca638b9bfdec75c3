import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { labPath } from '@/simulator/testing';

const root = fileURLToPath(new URL('..', import.meta.url));
// Inside the checkout, so that the bundle finds its packages.
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(root, 'node_modules/.simulator-'));
  await build({
    absWorkingDir: root,
    entryPoints: ['simulator/main.ts'],
    outfile: join(folder, 'simulator.mjs'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    alias: { '@': root },
    logLevel: 'error',
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

type Ready = {
  ready: true;
  url: string;
  controlUrl: string;
  fingerprint: string;
  tokenId: string;
  tokenSecret: string;
};

function run(args: string[], channel: boolean): ChildProcess {
  const stdio: ('ignore' | 'pipe' | 'ipc')[] = channel ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'];
  return spawn(process.execPath, [join(folder, 'simulator.mjs'), ...args], { stdio });
}

const exit = (child: ChildProcess) =>
  new Promise<{ code: number | null; errors: string }>((resolve) => {
    let errors = '';
    child.stderr?.on('data', (chunk) => (errors += String(chunk)));
    child.on('close', (code) => resolve({ code, errors }));
  });

test('it tells its parent when it is ready, and ends when the channel does', async () => {
  const child = run(['--state', labPath], true);
  // Not 'close', which does not come once the parent has disconnected.
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const ready = await new Promise<Ready>((resolve) => child.once('message', (message) => resolve(message as Ready)));
  expect(ready).toMatchObject({ ready: true, tokenId: 'wheelhouse@pve!engine' });
  expect(ready.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  expect(ready.fingerprint).toMatch(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  child.disconnect();
  expect(await ended).toBe(0);
});

test('SIGTERM ends it cleanly, and the state is on disk', async () => {
  const save = join(mkdtempSync(join(tmpdir(), 'simulator-')), 'state.json');
  const child = run(['--state', labPath, '--save', save], true);
  const ended = exit(child);
  await new Promise((resolve) => child.once('message', resolve));
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
  rmSync(join(save, '..'), { recursive: true });
});

test.each([
  [[], /usage: simulator --state FILE/],
  [['--state', '/nonexistent.json'], /\/nonexistent\.json cannot be read/],
  [['--state', 'x', '--port', 'many'], /--port is many; it has to be a number/],
])('a wrong call %j is one clear sentence', async (args, expected) => {
  const { code, errors } = await exit(run(args, false));
  expect(code).toBe(1);
  expect(errors).toMatch(expected);
});
