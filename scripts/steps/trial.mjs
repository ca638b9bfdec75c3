/**
 * A Wheelhouse of its own for browser tests and measurements: the demo lab, started by the very `scripts/start.mjs`,
 * on a data directory in the temporary directory and a port that is free.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './check.mjs';
import { root } from './root.mjs';
import { run } from './run.mjs';

const startWithinMs = 90_000;
const pause = (ms) => new Promise((later) => setTimeout(later, ms));

/** Starts one. `env` is added to its environment; `SIMULATOR_TIME_SCALE` makes the simulated host's tasks quicker. */
export async function startTrial({ env = {}, port = null } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'wh-'));
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(PROXMOX_|NEXTAUTH_|WHEELHOUSE_|PUBLIC_URL|npm_)/.test(name)),
  );
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env: {
      ...inherited,
      HOST: '127.0.0.1',
      PORT: String(port ?? (await freePort())),
      WHEELHOUSE_DATA: data,
      WHEELHOUSE_AS_BUILT: '1',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  const ended = new Promise((done) => child.once('close', done));

  /** Who is who now: process ids and addresses. */
  const running = () => {
    const file = join(data, 'running.json');
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  };
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };

  const startedAt = Date.now();
  while (!running()) {
    if (child.exitCode !== null) {
      await ended;
      throw new Error(`It did not start:\n${output}`);
    }
    if (Date.now() - startedAt > startWithinMs) {
      child.kill('SIGTERM');
      throw new Error(`It did not start within ${startWithinMs / 1000} s:\n${output}`);
    }
    await pause(50);
  }
  const { url, simulatorControl } = running();
  const { accounts } = JSON.parse(readFileSync(join(data, 'demo-accounts.json'), 'utf8'));
  return {
    url,
    simulatorControl,
    data,
    accounts,
    running,
    stop,
    output: () => output,
    startMs: Date.now() - startedAt,
    /** `npx wheelhouse …` on its data. */
    cli: (...args) => run(process.execPath, ['scripts/wheelhouse.mjs', ...args], { env: { WHEELHOUSE_DATA: data } }),
  };
}
