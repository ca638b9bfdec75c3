/**
 * An engine of its own for a test, in the test's process, on a data directory in the temporary directory. It talks
 * to a simulator over real HTTPS; what goes wrong is made to go wrong by the simulator's control port.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Engine } from '@/engine/context';
import type { Log } from '@/engine/log';
import type { Credential, Input, Output, RpcVerb } from '@/engine/rpc/contract';
import { Secret } from '@/engine/secret';
import { type RunningEngine, startEngine } from '@/engine/start-engine';
import { dispatch } from '@/engine/verbs/dispatch';
import { invariant } from '@/lib/invariant';
import type { Refusal } from '@/lib/refusal';
import type { Result } from '@/lib/result';

export const checkout = path.resolve(import.meta.dirname, '..');

/** What `startSimulator` gives. */
export type SimulatorAddress = {
  url: string;
  controlUrl: string;
  fingerprint: string;
  token: { id: string; secret: string };
};

export type Mutation = {
  method: string;
  path: string;
  parameters: Record<string, unknown>;
  outcome: { status: number } | null;
  outOfBand?: boolean;
};

export class Trial {
  readonly dataDir = mkdtempSync(path.join(tmpdir(), 'wheelhouse-trial-'));
  readonly logged: { level: string; text: string; fields: Record<string, unknown> | undefined }[] = [];
  #running: RunningEngine | null = null;

  constructor(
    readonly simulator: SimulatorAddress,
    readonly demo = true,
  ) {}

  get engine(): Engine {
    invariant(this.#running, 'the trial has no engine running');
    return this.#running.engine;
  }

  /** Starts the engine, on whatever the data directory holds, and waits until all containers are read. */
  async start(): Promise<this> {
    const log: Log = (level, text, fields) => this.logged.push({ level, text, fields });
    const { url, fingerprint, token } = this.simulator;
    const started = await startEngine({
      dataDir: this.dataDir,
      socketPath: path.join(this.dataDir, 'engine.sock'),
      migrationsDir: path.join(checkout, 'prisma/migrations'),
      demo: this.demo,
      labPath: path.join(checkout, 'lab/lab.json'),
      proxmox: { url, tokenId: token.id, tokenSecret: new Secret(token.secret), fingerprint },
      log,
    });
    if (!started.ok) throw new Error(started.error);
    this.#running = started.value;
    await until('every container is read', () => {
      const all = [...this.engine.observer.current().containers.values()];
      return (
        all.length > 0 && all.every((container) => container.configuredAt !== null || container.unreadable !== null)
      );
    });
    return this;
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
    this.#running = null;
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** Calls a verb; as the owner at the console unless somebody else is named. */
  call<V extends RpcVerb>(verb: V, input: Input<V>, credential?: Credential): Promise<Result<Output<V>, Refusal>> {
    const who = credential ?? ({ kind: 'console', key: this.engine.consoleKey } as const);
    return dispatch(this.engine, verb, who, input, { requestId: `test-${verb}` });
  }

  /** The same, for a call that must work. */
  async get<V extends RpcVerb>(verb: V, input: Input<V>, credential?: Credential): Promise<Output<V>> {
    const result = await this.call(verb, input, credential);
    if (!result.ok)
      throw new Error(`${verb}: ${result.error.kind}: ${result.error.text} ${JSON.stringify(result.error)}`);
    return result.value;
  }

  /** The same, for a call that must be refused. */
  async refusal<V extends RpcVerb>(verb: V, input: Input<V>, credential?: Credential): Promise<Refusal> {
    const result = await this.call(verb, input, credential);
    if (result.ok) throw new Error(`${verb} was not refused`);
    return result.error;
  }

  /** The change when it has come to its end. */
  async ended(id: number): Promise<Output<'getChange'>> {
    let change = await this.get('getChange', { id });
    await until(`change ${id} has ended`, async () => {
      change = await this.get('getChange', { id });
      return change.endedAt !== null;
    });
    return change;
  }

  /** The operation when it has come to its end. */
  async operationEnded(id: number): Promise<Output<'getOperation'>> {
    let operation = await this.get('getOperation', { id });
    await until(`operation ${id} has ended`, async () => {
      operation = await this.get('getOperation', { id });
      return operation.endedAt !== null;
    });
    return operation;
  }

  /** A call of the simulator's control port. */
  async control<T = unknown>(method: string, where: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.simulator.controlUrl}${where}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${where} on the control port: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  }

  /** The writes that Proxmox was sent about a container, as `METHOD path-behind-the-vmid key=value`. */
  async writes(vmid: number): Promise<string[]> {
    const { items } = await this.control<{ items: Mutation[] }>('GET', '/mutations');
    return items
      .filter((one) => !one.outOfBand && one.path.includes(`/lxc/${vmid}/`))
      .map(({ method, path: where, parameters }) => {
        const shown = Object.entries(parameters).filter(([key]) => key !== 'digest');
        return [method, where.split(`/lxc/${vmid}`)[1], ...shown.map(([key, value]) => `${key}=${value}`)].join(' ');
      });
  }

  git(...args: string[]): string {
    const dir = path.join(this.dataDir, 'lab');
    return execFileSync('git', ['-C', dir, '-c', `safe.directory=*`, ...args], { encoding: 'utf8' }).trim();
  }

  yaml(vmid: number): string {
    return readFileSync(path.join(this.dataDir, `lab/lxc/${vmid}.yaml`), 'utf8');
  }
}

/** Waits until it holds; says what did not hold after 20 s. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, patienceMs = 20_000): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
