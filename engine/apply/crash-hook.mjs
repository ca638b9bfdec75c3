/**
 * For tests: loaded into the engine before anything else, it kills the process at a chosen point. Points are counted
 * from when the file `CRASH_FILE` appears, which holds the number of the one to die at: before and after each commit of
 * the database, each write to Proxmox, and each commit of git. Everything else that the engine does is between two.
 */
import childProcess from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import https from 'node:https';
import { createRequire, syncBuiltinESMExports } from 'node:module';

const file = process.env.CRASH_FILE ?? '';
let count = 0;

function point() {
  if (!existsSync(file)) return;
  count += 1;
  if (count === Number(readFileSync(file, 'utf8'))) process.kill(process.pid, 'SIGKILL');
}

const { prototype } = createRequire(import.meta.url)('better-sqlite3');
const { prepare } = prototype;
prototype.prepare = function (sql) {
  const statement = prepare.call(this, sql);
  if (!/^\s*COMMIT\b/i.test(sql)) return statement;
  const run = statement.run.bind(statement);
  statement.run = (...args) => {
    point();
    const done = run(...args);
    point();
    return done;
  };
  return statement;
};

const { request } = https;
https.request = (url, options, listener) => {
  if (options?.method === 'GET') return request(url, options, listener);
  point();
  const made = request(url, options, listener);
  made.prependListener('response', () => point());
  return made;
};

const { spawn } = childProcess;
childProcess.spawn = (command, args, options) => {
  if (!args.includes('fast-import')) return spawn(command, args, options);
  point();
  const child = spawn(command, args, options);
  child.prependListener('close', () => point());
  return child;
};
syncBuiltinESMExports();
