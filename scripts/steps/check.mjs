/** What must be so before anything is started; each thing that is not is one sentence. */
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { run } from './run.mjs';
import { Stop } from './stop.mjs';

/** The kernel's limit for the path of a unix socket, less its end mark. */
const longestSocketPath = 107;

/** The least node that everything here runs on. */
export function nodeIsNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19);
}

export function checkNode(version = process.versions.node) {
  if (!nodeIsNewEnough(version))
    throw new Stop(`This is Node ${version}, and Wheelhouse needs 20.19 or newer: install it from https://nodejs.org.`);
}

export async function checkGit() {
  const { code } = await run('git', ['--version']);
  if (code !== 0)
    throw new Stop('There is no git on this machine: install it (Debian and Ubuntu: apt install git) and start again.');
}

/** Makes the data directory, for its owner alone, and sees that it can be written. */
export function checkData(data) {
  try {
    makeDirectory(data);
    if (!statSync(data).isDirectory()) throw Object.assign(new Error(), { code: 'not a directory' });
    accessSync(data, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Stop(
      `The data directory ${data} cannot be written (${error.code}): make it writable, or name another in WHEELHOUSE_DATA.`,
    );
  }
  if (Buffer.byteLength(join(data, 'engine.sock')) > longestSocketPath)
    throw new Stop(
      `The path of the data directory ${data} is too long for a socket in it: name a shorter one in WHEELHOUSE_DATA.`,
    );
}

/** Level by level: node's own recursive mkdir never returns where the system says "no such file" (/proc). */
function makeDirectory(path) {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** Reads PORT; `3000` if there is none. */
export function portFrom(env) {
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Stop(`PORT is "${env.PORT}", and it must be a number from 1 to 65535.`);
  return port;
}

/** Listens on the address for a moment. */
export async function checkPort(host, port) {
  const code = await listens(host, port);
  if (code === null) return;
  if (code === 'EADDRINUSE')
    throw new Stop(`Port ${port} on ${host} is taken by another program: stop that one, or name another port in PORT.`);
  if (code === 'EACCES') throw new Stop(`Port ${port} may not be used by this user: name one above 1023 in PORT.`);
  throw new Stop(`${host}:${port} cannot be listened on (${code}): name another address in HOST.`);
}

function listens(host, port) {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', (error) => done(error.code));
    server.listen(port, host, () => server.close(() => done(null)));
  });
}

/** A port that is free now. */
export function freePort(host = '127.0.0.1') {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, host, () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
