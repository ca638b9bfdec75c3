/**
 * One Wheelhouse a data directory. Who starts listens on a socket in it for as long as it runs: a second one finds
 * somebody there. After a crash nobody answers, and the socket is taken over.
 */
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { Stop } from './stop.mjs';

function listen(path) {
  return new Promise((done) => {
    const server = createServer((socket) => socket.end());
    server.once('error', (error) => done({ error }));
    server.listen(path, () => {
      server.unref();
      done({ server });
    });
  });
}

function answers(path) {
  return new Promise((done) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}

/** Takes the data directory, or refuses in one sentence. The answer gives it back. */
export async function takeData(data) {
  const path = join(data, 'start.sock');
  let taken = await listen(path);
  if (taken.error?.code === 'EADDRINUSE') {
    if (await answers(path))
      throw new Stop(
        `Wheelhouse already runs on the data directory ${data}: stop that one, or name another in WHEELHOUSE_DATA.`,
      );
    rmSync(path, { force: true });
    taken = await listen(path);
  }
  if (taken.error)
    throw new Stop(
      `The data directory ${data} cannot hold a socket (${taken.error.code}): name another in WHEELHOUSE_DATA.`,
    );
  return { release: () => taken.server.close() };
}
