/**
 * Keeps child processes running, each on its own.
 *
 * A child says `{ready: true}` over its IPC channel when it serves. One that ends before it was ever ready fails the
 * start; one that ends later is started again, after 0.5 s, then 1, 2, … 30 s, and from the beginning once it has
 * held for a minute. Children lead their own process groups, so that a Ctrl-C at the terminal reaches only us, and
 * `stop` reaches whatever they started. Should we be killed outright, they see the channel close and end themselves.
 */
import { spawn } from 'node:child_process';
import { root } from './root.mjs';

const firstWaitMs = 500;
const longestWaitMs = 30_000;
const heldMs = 60_000;
/** How long a child may take to end before it is killed. */
export const patienceMs = 8_000;

/** Starts `node args…` and keeps it running; `say` gets one line when something happens to it. */
export function supervise({ name, args, env, log, say, patience = patienceMs }) {
  let child = null;
  let waitMs = firstWaitMs;
  let timer = null;
  let stopping = false;
  let everReady = false;
  let settle;
  const ready = new Promise((done, failed) => {
    settle = { done, failed };
  });
  // Who waits for it sees the failure; while nobody waits yet it must not end the process.
  ready.catch(() => {});

  function begin() {
    const startedAt = Date.now();
    const current = spawn(process.execPath, args, {
      cwd: root,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child = current;
    current.stdout.on('data', log.write);
    current.stderr.on('data', log.write);
    current.on('message', (message) => {
      if (message?.ready !== true) return;
      if (everReady) say(`${name} is back.`);
      everReady = true;
      settle.done(message);
    });
    current.on('error', (error) => log.write(`${error.message}\n`));
    current.on('exit', (code, signal) => {
      child = null;
      if (stopping) return;
      if (!everReady) {
        settle.failed(new Error(`${name} ended before it was ready`));
        return;
      }
      if (Date.now() - startedAt > heldMs) waitMs = firstWaitMs;
      say(`${name} ended (${signal ?? `code ${code}`}) and is started again in ${waitMs / 1000} s; see ${log.path}`);
      timer = setTimeout(begin, waitMs);
      waitMs = Math.min(waitMs * 2, longestWaitMs);
    });
  }

  /** A signal to the child and everything it started. */
  function signal(to, word) {
    try {
      process.kill(-to.pid, word);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }

  begin();
  return {
    name,
    ready,
    log,
    pid: () => child?.pid ?? null,
    /** Ends it for good: asked first, killed after 8 s. */
    async stop() {
      stopping = true;
      clearTimeout(timer);
      const last = child;
      if (!last) return;
      const ended = new Promise((done) => last.once('exit', done));
      signal(last, 'SIGTERM');
      const impatience = setTimeout(() => signal(last, 'SIGKILL'), patience);
      await ended;
      clearTimeout(impatience);
      // What the child itself started and left behind.
      signal(last, 'SIGKILL');
    },
    /** Ends it at once. */
    kill() {
      stopping = true;
      clearTimeout(timer);
      if (child) signal(child, 'SIGKILL');
    },
  };
}
