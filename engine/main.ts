/**
 * The engine's process. Says `{ready: true}` over IPC when it answers; ends when its parent does (the channel closes)
 * and on SIGTERM or SIGINT, leaving what is under way where the next start takes it up. What keeps it from starting
 * is said in one sentence a line on standard error, and the exit code is 1.
 */
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { readEnvironment } from '@/engine/environment';
import { createLog, type Level, type Log } from '@/engine/log';
import { startEngine } from '@/engine/start-engine';

/** This file is `engine/main.ts` or, bundled, `dist/engine.mjs`: the checkout is one up either way. */
const root = path.resolve(import.meta.dirname, '..');

const levels: Level[] = ['debug', 'info', 'warn', 'error'];

function logFrom(least: Level): Log {
  const log = createLog('engine');
  return (level, text, fields) => {
    if (levels.indexOf(level) >= levels.indexOf(least)) log(level, text, fields);
  };
}

function giveUp(sentences: string[]): never {
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

// Prisma compiles queries in WebAssembly. V8 would optimise that code, which takes some 60 MiB that it never gives
// back, for plans that are compiled once and then remembered.
setFlagsFromString('--liftoff-only');

// Whatever is written here is its owner's alone.
process.umask(0o077);

const environment = readEnvironment(process.env, root);
if (!environment.ok) giveUp(environment.error);
const settings = environment.value;
const log = logFrom(settings.logLevel);

// A bug in one corner must not leave a half-dead engine: it ends, is started again, and recovers.
process.on('unhandledRejection', (error) => {
  log('error', 'A promise was rejected and nobody minded', { error });
  process.exit(1);
});
process.on('uncaughtException', (error) => {
  log('error', 'An error was thrown and nobody caught it', { error });
  process.exit(1);
});

const started = await startEngine({ ...settings, migrationsDir: path.join(root, 'prisma', 'migrations'), log });
if (!started.ok) giveUp([started.error]);
const running = started.value;

let stopping = false;
async function stop(why: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  log('info', 'The engine stops', { why });
  // Whatever hangs is not worth waiting for: all that matters is on the disk.
  setTimeout(() => process.exit(0), 5_000).unref();
  await running.stop();
  process.exit(0);
}

process.on('SIGTERM', () => void stop('SIGTERM'));
process.on('SIGINT', () => void stop('SIGINT'));
process.on('disconnect', () => void stop('the parent went away'));
process.send?.({ ready: true });
