/**
 * `npm start`: from a fresh clone to a running Wheelhouse, and back to nothing on Ctrl-C.
 *
 * Plain node without packages, because it is what installs them. In order: check the machine, install, generate and
 * build what is missing or stale, start simulator (only where no Proxmox is configured), engine and web, wait until
 * the web answers, say where it is and how to sign in. Then keep them running until told to stop.
 * WHEELHOUSE_AS_BUILT=1 takes what was built for granted: tests and measurements build once and start often.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { checkData, checkGit, checkNode, checkPort, freePort, portFrom } from './steps/check.mjs';
import { engineEnvironment, publicUrl, reachable, webEnvironment } from './steps/environment.mjs';
import { generate } from './steps/generate.mjs';
import { install } from './steps/install.mjs';
import { logFile } from './steps/log-file.mjs';
import { step } from './steps/progress.mjs';
import { dataDirectory } from './steps/root.mjs';
import { sessionKey } from './steps/secrets.mjs';
import { takeData } from './steps/single.mjs';
import { main, Stop } from './steps/stop.mjs';
import { supervise } from './steps/supervise.mjs';

/** How long the web may take to answer at all. */
const answersWithinMs = 60_000;
/** How long to wait for everything to be well before saying what is not. */
const readyWithinMs = 20_000;

/** Node's default young generation is made for throughput on big machines; a small one keeps processes small. */
const frugal = ['--max-semi-space-size=4', '--optimize-for-size'];

const children = [];
let data = null;
let stopping = false;

const say = (text) => process.stdout.write(`  ${text}\n`);

function child(name, args, env) {
  const started = supervise({
    name,
    args: [...frugal, ...args],
    env,
    log: logFile(join(data, 'logs', `${name}.log`)),
    say,
  });
  children.push(started);
  return started;
}

/** Waits for a child; if it ended instead, says what it said last. */
async function ready(started) {
  try {
    return await started.ready;
  } catch {
    const said = started.log.lastLines(5).join('\n    ');
    throw new Stop(
      `The ${started.name} ended before it was ready. It said last:\n    ${said}\n  The whole log: ${started.log.path}`,
    );
  }
}

/** Stops everything, the web first and the engine's Proxmox last, then leaves. */
async function stop(code) {
  if (stopping) return;
  stopping = true;
  await Promise.all(children.map((c) => c.stop()));
  if (data) rmSync(join(data, 'running.json'), { force: true });
  process.exit(code);
}

/** From here on every way out takes the children along. */
function stopOnSignals() {
  let signals = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      signals += 1;
      if (signals === 1) say('stopping …');
      // npm passes on the terminal's own Ctrl-C, so the second may be the first once more; a third means now.
      if (signals > 2) for (const c of children) c.kill();
      stop(0);
    });
  process.on('exit', () => {
    for (const c of children) c.kill();
  });
  if (process.env.npm_lifecycle_event) stopWithParent(process.ppid);
}

/** npm killed outright tells nobody; its disappearance does. */
function stopWithParent(parent) {
  setInterval(() => {
    if (process.ppid !== parent) stop(0);
  }, 1_000).unref();
}

async function startSimulator(env) {
  const [port, control] = [await freePort(), Number(env.SIMULATOR_CONTROL_PORT) || (await freePort())];
  const simulator = child(
    'simulator',
    [
      ...['dist/simulator.mjs', '--state', 'lab/lab.json', '--save', join(data, 'simulator.json')],
      ...['--port', String(port), '--control-port', String(control)],
      ...(env.SIMULATOR_TIME_SCALE ? ['--time-scale', env.SIMULATOR_TIME_SCALE] : []),
    ],
    { ...env, NODE_ENV: 'production' },
  );
  return ready(simulator);
}

/**
 * Waits for the web's first good answer. An engine that observes nothing yet is no reason to stop: what is wrong with
 * Proxmox is on the screen, and this line says so too. A web that does not answer at all is.
 */
async function answers(url) {
  const startedAt = Date.now();
  let reason = null;
  for (;;) {
    const waited = Date.now() - startedAt;
    try {
      const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) });
      if (response.ok) return null;
      reason = (await response.json()).reason ?? `status ${response.status}`;
    } catch (error) {
      reason ??= String(error.cause ?? error);
      if (waited > answersWithinMs)
        throw new Stop(`The web does not answer (${reason}). The logs are in ${join(data, 'logs')}.`);
    }
    if (waited > readyWithinMs) return reason;
    await new Promise((later) => setTimeout(later, 50));
  }
}

/** Who is who, for scripts and for a look from outside; it goes when we go. Renamed into place, so never half there. */
function noteRunning(url, simulator) {
  const file = join(data, 'running.json');
  const pids = Object.fromEntries(children.map((c) => [c.name, c.pid()]));
  const control = simulator ? { simulatorControl: simulator.controlUrl } : {};
  const note = { pid: process.pid, url, ...pids, ...control };
  writeFileSync(`${file}.new`, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function howToSignIn(demo) {
  const accounts = join(data, 'demo-accounts.json');
  if (!demo || !existsSync(accounts))
    return ['Sign in with your account. The first one is made with: npx wheelhouse user add NAME --role admin'];
  const lines = JSON.parse(readFileSync(accounts, 'utf8')).accounts.map(
    (a) => `${a.name} (${a.role}), password ${a.password}`,
  );
  return ['Sign in with one click on "Enter the demo", or as:', ...lines.map((line) => `  ${line}`)];
}

await main(async () => {
  const env = process.env;
  const startedAt = Date.now();
  checkNode();
  await checkGit();
  const [host, port] = [env.HOST || '127.0.0.1', portFrom(env)];
  data = dataDirectory(env);
  checkData(data);
  await takeData(data);
  await checkPort(host, port);
  stopOnSignals();

  say('Wheelhouse');
  if (!env.WHEELHOUSE_AS_BUILT) {
    await install();
    await generate();
    await build();
  }

  const demo = !env.PROXMOX_URL;
  const url = publicUrl(env, host, port);
  const settings = { env, data, host, port, url, demo, sessionKey: sessionKey(data, env) };
  const { lab: simulator, notWell } = await step(
    demo ? 'starting the demo lab, the engine and the web' : 'starting the engine and the web',
    async () => {
      const lab = demo ? await startSimulator(env) : null;
      const engine = child('engine', ['--enable-source-maps', 'dist/engine.mjs'], engineEnvironment(settings, lab));
      const web = child('web', ['scripts/web.mjs'], webEnvironment(settings));
      await Promise.all([ready(engine), ready(web)]);
      return { lab, notWell: await answers(`http://${reachable(host)}:${port}`) };
    },
  );
  noteRunning(url, simulator);
  setInterval(() => noteRunning(url, simulator), 1_000).unref();

  say('');
  say(`${demo ? 'The demo lab is' : 'Wheelhouse is'} on ${url} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
  if (notWell) say(`Not all is well yet: ${notWell}`);
  for (const line of howToSignIn(demo)) say(line);
  say(`Logs are in ${join(data, 'logs')}. Ctrl-C stops everything.`);
});
