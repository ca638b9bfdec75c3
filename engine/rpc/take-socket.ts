/**
 * Taking the engine's socket. There is one engine a data directory: one that answers there keeps its place, and a
 * socket that nobody answers at is left over from one that died, and is removed. Anything else at that path is
 * somebody's file and is left alone.
 */
import { chmodSync, lstatSync, mkdirSync, rmSync, type Stats } from 'node:fs';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { err, ok, type Result } from '@/lib/result';

/** `sun_path` has 108 bytes on Linux and 104 elsewhere, the closing zero included. */
const maxPathBytes = 103;

export async function takeSocket(server: Server, path: string): Promise<Result<null, string>> {
  if (Buffer.byteLength(path) > maxPathBytes)
    return err(`the path of the engine's socket is longer than ${maxPathBytes} bytes: ${path}`);
  try {
    privateDirectory(dirname(path));
    const there = statOf(path);
    if (there && !there.isSocket()) return err(`${path} is there already and is no socket; move it away`);
    if (there) {
      if (await answers(path)) return err(`another engine is running: it answers at ${path}`);
      rmSync(path, { force: true });
    }
    await listen(server, path);
    return ok(null);
  } catch (cause) {
    return err(`the engine cannot listen at ${path}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** 0700 when it is ours alone to decide; `/tmp` and the like (sticky, or another's) stay as they are. */
function privateDirectory(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const stats = statOf(path);
  if (stats && stats.uid === process.getuid?.() && (stats.mode & 0o1000) === 0 && (stats.mode & 0o077) !== 0)
    chmodSync(path, 0o700);
}

function statOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

/** Whether somebody listens there. */
export function answers(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? resolve(false) : reject(error),
    );
  });
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // The socket is made within this call: with this mask it is never open to others, not for a moment.
    const mask = isMainThread ? process.umask(0o177) : null;
    try {
      server.listen(path, () => {
        server.removeListener('error', reject);
        chmodSync(path, 0o600);
        resolve();
      });
    } finally {
      if (mask !== null) process.umask(mask);
    }
  });
}
