/** The browser that the browser tests drive: an installed one, else Playwright's, else the system's package. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { step } from './progress.mjs';
import { root } from './root.mjs';
import { packageCommand, run } from './run.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** An executable browser of this machine, or null. */
export function installedBrowser(env = process.env, exists = existsSync) {
  if (env.CHROME_PATH) return env.CHROME_PATH;
  const paths = (env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = [...names.flatMap((name) => paths.map((path) => join(path, name))), ...elsewhere];
  return candidates.find((path) => exists(path)) ?? null;
}

/** The one that Playwright downloads, if it is there. */
function playwrightsBrowser() {
  const { chromium } = createRequire(join(root, 'package.json'))('@playwright/test');
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : null;
}

/** A browser's path; installs one if need be. Null, with why, if there is none to be had. */
export async function browser() {
  const there = installedBrowser() ?? playwrightsBrowser();
  if (there) return { path: there };
  const said = [];
  const attempt = async (name, command, args) => {
    const { code, output } = await step(name, () => run(command, args));
    if (code !== 0) said.push(`${name}: ${output.trim().split('\n').at(-1)}`);
    return code === 0;
  };
  await attempt('downloading a browser', process.execPath, [
    packageCommand('@playwright/test/cli.js'),
    ...['install', 'chromium'],
  ]);
  const downloaded = playwrightsBrowser();
  if (downloaded) return { path: downloaded };
  if (process.getuid?.() === 0) {
    await attempt('asking for packages', 'apt-get', ['update']);
    await attempt('installing chromium', 'apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
  }
  const installed = installedBrowser();
  return installed ? { path: installed } : { path: null, why: said.join('\n') };
}
