/**
 * The simulator as a process: `--state FILE [--port N] [--control-port M] [--save FILE] [--time-scale X] [--host H]`.
 * Its token's secret may be given in `SIMULATOR_TOKEN_SECRET`. With an IPC channel it reports `ready` over it and ends
 * when the channel does; else it prints one line for a person. SIGTERM and SIGINT end it cleanly.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startSimulator } from '@/simulator/simulator';
import { UnusableState } from '@/simulator/state/unusable-state';
import type { Log } from '@/simulator/world';

const usage =
  'usage: simulator --state FILE [--port N] [--control-port M] [--save FILE] [--time-scale X] [--seed N] [--pve 8|9] [--ssh-port N] [--ssh-authorized-keys FILE] [--host 127.0.0.1]';

const log: Log = (level, text, fields = {}) => {
  const line = { at: new Date().toISOString(), level, process: 'simulator', text, ...fields };
  process.stderr.write(`${JSON.stringify(line)}\n`);
};

/** Ends with one sentence that says what to change. */
function stopWith(text: string): never {
  process.stderr.write(`simulator: ${text}\n`);
  process.exit(1);
}

function number(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) stopWith(`--${name} is ${text}; it has to be a number of at least 0`);
  return value;
}

/** The lines of an `authorized_keys` file. */
function keys(path: string | undefined): string[] {
  if (path === undefined) return [];
  try {
    const lines = readFileSync(path, 'utf8').split('\n');
    return lines.map((line) => line.trim()).filter((line) => line && !line.startsWith('#'));
  } catch (error) {
    return stopWith(`--ssh-authorized-keys: ${path} cannot be read: ${(error as Error).message}`);
  }
}

function release(text: string | undefined): '8' | '9' | undefined {
  if (text === undefined || text === '8' || text === '9') return text;
  return stopWith(`--pve is ${text}; it has to be 8 or 9`);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        state: { type: 'string' },
        port: { type: 'string' },
        'control-port': { type: 'string' },
        save: { type: 'string' },
        'time-scale': { type: 'string' },
        seed: { type: 'string' },
        host: { type: 'string' },
        'auth-delay-ms': { type: 'string' },
        pve: { type: 'string' },
        'ssh-port': { type: 'string' },
        'ssh-authorized-keys': { type: 'string' },
      },
    });
    return values;
  } catch (error) {
    return stopWith(`${(error as Error).message}\n${usage}`);
  }
}

async function main(): Promise<void> {
  const values = readOptions();
  if (!values.state) stopWith(usage);
  const simulator = await startSimulator({
    state: values.state,
    port: number('port', values.port, 0),
    controlPort: number('control-port', values['control-port'], 0),
    save: values.save,
    timeScale: number('time-scale', values['time-scale'], 1) || 1,
    seed: number('seed', values.seed, 1),
    sshPort: values['ssh-port'] === undefined ? undefined : number('ssh-port', values['ssh-port'], 0),
    sshAuthorizedKeys: keys(values['ssh-authorized-keys']),
    host: values.host,
    pve: release(values.pve),
    authDelayMs: number('auth-delay-ms', values['auth-delay-ms'], 3000),
    tokenSecret: process.env.SIMULATOR_TOKEN_SECRET || undefined,
    log,
  });
  const stop = () => {
    simulator.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log('error', 'did not stop cleanly', { message: String(error) });
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (process.send) {
    process.once('disconnect', stop);
    const { url, controlUrl, fingerprint, ca, token, ssh } = simulator;
    const secret = { tokenId: token.id, tokenSecret: token.secret };
    process.send({ ready: true, url, controlUrl, fingerprint, ca, ...secret, ssh });
  } else {
    const { url, controlUrl, fingerprint, token } = simulator;
    process.stdout.write(
      `Proxmox VE simulator on ${url} (control ${controlUrl}), token ${token.id}=${token.secret}, fingerprint ${fingerprint}\n`,
    );
  }
}

main().catch((error: unknown) => {
  const code = (error as NodeJS.ErrnoException).code;
  if (error instanceof UnusableState) stopWith(error.message);
  if (code === 'EADDRINUSE') stopWith(`the port is taken: ${(error as Error).message}`);
  log('error', 'could not start', { message: String(error), stack: (error as Error).stack });
  process.exit(1);
});
