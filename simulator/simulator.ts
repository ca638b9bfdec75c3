/**
 * A Proxmox VE that is simulated: HTTPS on one port, and on another the control port that makes faults, edits behind
 * its back and returns it to its state file. It runs in its own process (`main.ts`) or inside a test.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { createTickets } from '@/simulator/access/identity';
import { certificateFor } from '@/simulator/certificate';
import { createClock } from '@/simulator/clock';
import { createControl } from '@/simulator/control/control';
import { listenControl } from '@/simulator/control/listener';
import { listen } from '@/simulator/http/server';
import type { Release } from '@/simulator/interface/interface';
import { createLocks } from '@/simulator/lxc/locks';
import { createMetrics } from '@/simulator/metrics/metrics';
import { createRandom } from '@/simulator/random';
import { hostKeyFor } from '@/simulator/ssh/host-key';
import { listenSsh } from '@/simulator/ssh/server';
import { loadState, type StateSource } from '@/simulator/state/load';
import { asRelease } from '@/simulator/state/release';
import { createSaver, readSaved } from '@/simulator/state/saved';
import { wheelhouseTokenId, wheelhouseUser } from '@/simulator/state/standard-access';
import type { State } from '@/simulator/state/state';
import { createTasks } from '@/simulator/tasks/tasks';
import type { Log, World } from '@/simulator/world';

export type SimulatorOptions = {
  /** A lab, a conformance start state, or the path of a file with either. */
  state: StateSource;
  /** 0 or absent: any free port. */
  port?: number;
  controlPort?: number;
  /** Where the host's SSH server listens, on loopback; there is none if absent. 0: any free port. */
  sshPort?: number;
  /** Public keys with which root signs in over SSH, beside the password. */
  sshAuthorizedKeys?: string[];
  host?: string;
  /** Where the state is kept between runs; its certificate lies beside it. */
  save?: string;
  /** 10: durations pass ten times as fast. */
  timeScale?: number;
  seed?: number;
  /** 9: Proxmox VE 9.2 instead of what the state says, which is mostly 8.4. */
  pve?: Release;
  /** The secret of Wheelhouse's token; random if absent. */
  tokenSecret?: string;
  /** How long a refused login is kept waiting. 3,000 as the real host, unless a test says otherwise. */
  authDelayMs?: number;
  log?: Log;
};

export type Simulator = {
  url: string;
  port: number;
  controlUrl: string;
  controlPort: number;
  /** SHA-256 of the certificate, as Proxmox prints it. */
  fingerprint: string;
  /** The certificate in PEM form, to be trusted as an authority. */
  ca: string;
  /** Wheelhouse's token; for a start state without one, the first token of its first user. */
  token: { id: string; secret: string };
  /** Null if it does not listen for SSH. */
  ssh: { host: string; port: number; user: 'root'; hostKey: string; fingerprint: string } | null;
  stop(): Promise<void>;
};

export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { save, host = '127.0.0.1', seed = 1, log = () => undefined } = options;
  const clock = createClock(options.timeScale ?? 1);
  const certificate = await certificateFor(save ? `${save}.pem` : undefined);
  let shown = certificate;
  const control = createControl(clock);
  const random = createRandom(seed);
  const tickets = createTickets(randomBytes(32));
  const earlier = save ? readSaved(save) : null;
  const secret = options.tokenSecret ?? (earlier && tokenOf(earlier)?.secret) ?? randomUUID();
  if (earlier && options.tokenSecret) setSecret(earlier, secret);

  const make = (state: State): World => {
    const saver = createSaver(save, () => state);
    const { changed, revision } = saver;
    const tasks = createTasks({ state: () => state, clock, changed, fault: control.taskFault });
    const metrics = createMetrics(state, clock, random, seed);
    metrics.start();
    const { fingerprint } = shown;
    const locks = createLocks(clock);
    flush = saver.flush;
    return { state, clock, tasks, metrics, locks, control, tickets, random, log, fingerprint, changed, revision };
  };
  let flush = () => {};
  const load = () => loadState(options.state, clock.now(), secret);
  let world = make(asRelease(earlier ?? load(), options.pve));
  flush();

  const reset = async () => {
    world.metrics.stop();
    await world.tasks.abortAll();
    world = make(asRelease(load(), options.pve));
    flush();
  };
  const { key, cert } = certificate;
  const authDelayMs = options.authDelayMs ?? 3000;
  const listener = await listen(() => world, { host, port: options.port ?? 0, key, cert, authDelayMs });
  const changeCertificate = async (changed: boolean) => {
    shown = changed ? await certificateFor(undefined) : certificate;
    world.fingerprint = shown.fingerprint;
    listener.show(shown);
  };
  const controlListener = await listenControl({
    world: () => world,
    reset,
    changeCertificate,
    port: options.controlPort ?? 0,
  });
  const ssh = await openSsh(() => world, options);
  const token = tokenOf(world.state);
  return {
    url: `https://${host}:${listener.port}`,
    port: listener.port,
    controlUrl: `http://127.0.0.1:${controlListener.port}`,
    controlPort: controlListener.port,
    fingerprint: certificate.fingerprint,
    ca: cert,
    token: token ?? { id: '', secret: '' },
    ssh: ssh && { host: '127.0.0.1', port: ssh.port, user: 'root', ...ssh.key },
    async stop() {
      world.metrics.stop();
      await Promise.all([listener.close(), controlListener.close(), ssh?.close()]);
      await world.tasks.abortAll();
      flush();
    },
  };
}

async function openSsh(world: () => World, options: SimulatorOptions) {
  const { sshPort: port, sshAuthorizedKeys: authorizedKeys = [], save } = options;
  if (port === undefined) return null;
  const hostKey = hostKeyFor(save ? `${save}.ssh` : undefined);
  const listener = await listenSsh(world, { port, hostKey, authorizedKeys });
  return { ...listener, key: { hostKey: hostKey.publicKey, fingerprint: hostKey.fingerprint } };
}

function tokenOf(state: State): { id: string; secret: string } | null {
  const user = state.users.find((one) => one.userid === wheelhouseUser) ?? state.users[0];
  const token = user?.tokens.find((one) => one.tokenid === wheelhouseTokenId) ?? user?.tokens[0];
  return user && token ? { id: `${user.userid}!${token.tokenid}`, secret: token.secret } : null;
}

function setSecret(state: State, secret: string): void {
  const user = state.users.find((one) => one.userid === wheelhouseUser);
  const token = user?.tokens.find((one) => one.tokenid === wheelhouseTokenId);
  if (token) token.secret = secret;
}
