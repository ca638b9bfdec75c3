/**
 * For tests: the engine as its own process, as it is shipped, so that it can be killed. It is bundled once a test
 * file; `preload` is a module that the process loads first.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { readConsoleKey } from '@/engine/access/console-key';
import { callEngine } from '@/engine/rpc/client';
import type { Input, Output, RpcVerb } from '@/engine/rpc/contract';
import { checkout, type SimulatorAddress, Trial } from '@/engine/trial';
import type { Refusal } from '@/lib/refusal';
import type { Result } from '@/lib/result';

export class SpawnedEngine {
  readonly dataDir = mkdtempSync(path.join(tmpdir(), 'wheelhouse-spawned-'));
  /** All that the process has written to standard error. */
  said = '';
  #child: ChildProcess | null = null;

  private constructor(
    readonly bundle: string,
    readonly simulator: SimulatorAddress,
    readonly env: Record<string, string>,
    readonly preload: string | null,
  ) {}

  static async bundled(): Promise<string> {
    const bundle = path.join(checkout, `dist/engine-test-${process.pid}-${Math.random().toString(36).slice(2)}.mjs`);
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
    return bundle;
  }

  /** An engine on an empty data directory; not started yet. */
  static on(
    bundle: string,
    simulator: SimulatorAddress,
    { env = {}, preload = null }: { env?: Record<string, string>; preload?: string | null } = {},
  ): SpawnedEngine {
    return new SpawnedEngine(bundle, simulator, env, preload);
  }

  get process(): ChildProcess | null {
    return this.#child;
  }

  async start(): Promise<void> {
    const { url, token, fingerprint } = this.simulator;
    const child = spawn(process.execPath, [...(this.preload ? ['--import', this.preload] : []), this.bundle], {
      cwd: checkout,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: {
        NODE_ENV: 'production',
        PATH: process.env.PATH,
        WHEELHOUSE_DATA: this.dataDir,
        WHEELHOUSE_DEMO: '1',
        PROXMOX_URL: url,
        PROXMOX_TOKEN_ID: token.id,
        PROXMOX_TOKEN_SECRET: token.secret,
        PROXMOX_FINGERPRINT: fingerprint,
        ...this.env,
      },
    });
    this.#child = child;
    let said = '';
    child.stderr?.on('data', (text) => {
      said += text;
      this.said += text;
    });
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => reject(new Error(`the engine ended with ${code}: ${said}`)));
    });
  }

  /** Its exit code; null when it was killed or did not run. */
  async kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const last = this.#child;
    this.#child = null;
    if (!last || last.exitCode !== null || last.signalCode !== null) return null;
    const ended = new Promise<number | null>((resolve) => last.once('exit', resolve));
    last.kill(signal);
    return ended;
  }

  async end(): Promise<void> {
    await this.kill('SIGKILL');
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  ask<V extends RpcVerb>(verb: V, input: Input<V>): Promise<Result<Output<V>, Refusal>> {
    return callEngine(verb, input, {
      credential: { kind: 'console', key: readConsoleKey(this.dataDir) ?? '' },
      requestId: 'spawned',
      socketPath: path.join(this.dataDir, 'engine.sock'),
    });
  }

  async call<V extends RpcVerb>(verb: V, input: Input<V>): Promise<Output<V>> {
    const result = await this.ask(verb, input);
    if (!result.ok) throw new Error(`${verb}: ${JSON.stringify(result.error)}`);
    return result.value;
  }

  /** The simulator's control port and the repository, as `Trial` asks them; the engine is the child's. */
  get looking(): Trial {
    const trial = new Trial(this.simulator);
    rmSync(trial.dataDir, { recursive: true, force: true });
    return Object.assign(trial, { dataDir: this.dataDir });
  }
}
