/**
 * `npm test`: everything, on a fresh clone. Installs what is missing, a browser and other people's Proxmox clients
 * included; then lint, types, unit, property and engine tests, the production build, and the browser tests against
 * what was built. A stage that fails does not stop the next. The last line is `N passed, N failed`: lint, types and
 * build count as one test each.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { browser } from './steps/browser.mjs';
import { checkGit, checkNode } from './steps/check.mjs';
import { playwrightCounts, vitestCounts } from './steps/counts.mjs';
import { foreignClients } from './steps/foreign-clients.mjs';
import { generate } from './steps/generate.mjs';
import { install } from './steps/install.mjs';
import { packageCommand, run } from './steps/run.mjs';
import { main, Stop } from './steps/stop.mjs';

const reports = mkdtempSync(join(tmpdir(), 'wheelhouse-test-'));
const total = { passed: 0, failed: 0 };

const say = (text) => process.stdout.write(`${text}\n`);
const node = (path, args, env = {}) => run(process.execPath, [packageCommand(path), ...args], { env, show: true });

/** Runs a stage; whatever it throws is one failure, and the next stage runs. */
async function stage(name, work) {
  say(`\n── ${name}`);
  const since = Date.now();
  let counts;
  try {
    counts = await work();
  } catch (error) {
    say(error instanceof Stop ? error.message : String(error?.stack ?? error));
    counts = { passed: 0, failed: 1 };
  }
  total.passed += counts.passed;
  total.failed += counts.failed;
  say(`── ${name}: ${counts.passed} passed, ${counts.failed} failed, ${((Date.now() - since) / 1000).toFixed(1)} s`);
}

const one = ({ code }) => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/** Reads a runner's report; a runner that crashed wrote none. */
function counted(file, count, code) {
  if (!existsSync(file)) throw new Stop(`The tests ended with code ${code} and left no report.`);
  return count(JSON.parse(readFileSync(file, 'utf8')), code);
}

async function unitTests() {
  const leftOut = await foreignClients();
  if (leftOut) say(leftOut);
  const file = join(reports, 'unit.json');
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await node('vitest/vitest.mjs', ['run', ...reporters]);
  return counted(file, vitestCounts, code);
}

async function browserTests() {
  const { path, why } = await browser();
  if (!path) throw new Stop(`There is no browser to test in, and none could be installed:\n${why}`);
  const file = join(reports, 'browser.json');
  const { code } = await node('@playwright/test/cli.js', ['test', '--reporter=list,json'], {
    CHROME_PATH: path,
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    PLAYWRIGHT_HTML_OPEN: 'never',
  });
  return counted(file, playwrightCounts, code);
}

await main(async () => {
  checkNode();
  await checkGit();
  await install();
  await generate();
  await stage('lint', async () => one(await node('@biomejs/biome/bin/biome', ['check', '.'])));
  await stage('types', async () => {
    const routes = await node('next/dist/bin/next', ['typegen'], { NEXT_TELEMETRY_DISABLED: '1' });
    return routes.code === 0 ? one(await node('typescript/bin/tsc', ['--noEmit'])) : one(routes);
  });
  await stage('unit, property and engine tests', unitTests);
  await stage('build', async () => {
    await build();
    return one({ code: 0 });
  });
  await stage('browser tests', browserTests);
  rmSync(reports, { recursive: true, force: true });
  say(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed ? 1 : 0;
});
