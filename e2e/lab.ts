/**
 * The fixtures: a demo lab of its own for each worker, and pages that are signed in as one of its three accounts.
 * The lab is started by the very `npm start`; only its host's tasks take less time.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BrowserContext, test as base, type Page } from '@playwright/test';
import { Control } from '@/e2e/control';
import { startTrial } from '@/scripts/steps/trial.mjs';

export { expect } from '@playwright/test';

type Role = 'viewer' | 'operator' | 'admin';
type Trial = Awaited<ReturnType<typeof startTrial>>;

export type Lab = Trial & {
  control: Control;
  account: (role: Role) => { name: string; password: string };
  /** Ends a process of it, as a crash would. */
  kill: (name: 'engine' | 'web') => void;
  /** `git …` in the lab repository. */
  git: (...args: string[]) => Promise<string>;
  /** A request of the REST API with a token of that role. */
  rest: (role: Role, method: string, path: string, body?: unknown) => Promise<{ status: number; body: unknown }>;
};

/** Tasks of the simulated host take a fifth of their time. */
const timeScale = '5';

async function startLab(): Promise<Lab> {
  const trial = await startTrial({ env: { SIMULATOR_TIME_SCALE: timeScale } });
  const tokens = new Map<Role, string>();
  const tokenOf = async (role: Role) => {
    const known = tokens.get(role);
    if (known) return known;
    const { code, output } = await trial.cli('token', 'create', '--role', role, '--name', `e2e-${role}`);
    if (code !== 0) throw new Error(`no token was made: ${output}`);
    const token = output.trim().split(/\s+/).at(-1) ?? '';
    tokens.set(role, token);
    return token;
  };
  return {
    ...trial,
    control: new Control(trial.simulatorControl),
    account(role) {
      const account = trial.accounts.find((a: { role: string }) => a.role === role);
      if (!account) throw new Error(`the demo has no ${role}`);
      return account;
    },
    kill(name) {
      process.kill(trial.running()[name], 'SIGKILL');
    },
    async git(...args) {
      const { stdout } = await promisify(execFile)('git', args, { cwd: join(trial.data, 'lab') });
      return stdout.trim();
    },
    async rest(role, method, path, body) {
      const answer = await fetch(`${trial.url}/api/v1/${path}`, {
        method,
        headers: { authorization: `Bearer ${await tokenOf(role)}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: await answer.json() };
    },
  };
}

/** Signs in with name and password, as a person does. */
export async function signIn(page: Page, { name, password }: { name: string; password: string }) {
  await page.goto('/sign-in');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

type SignedIn = Record<Role, Page>;

export const test = base.extend<
  SignedIn,
  { lab: Lab; sessions: Map<Role, Awaited<ReturnType<BrowserContext['storageState']>>> }
>({
  lab: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs out of its first parameter
    async ({}, use) => {
      const lab = await startLab();
      await use(lab);
      await lab.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  sessions: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => use(new Map()),
    { scope: 'worker' },
  ],
  baseURL: async ({ lab }, use) => use(lab.url),
  viewer: signedInAs('viewer'),
  operator: signedInAs('operator'),
  admin: signedInAs('admin'),
});

type Needs = {
  browser: import('@playwright/test').Browser;
  lab: Lab;
  contextOptions: object;
  sessions: Map<Role, Awaited<ReturnType<BrowserContext['storageState']>>>;
};

/** A page of somebody who is signed in; the session is made once and kept for the worker. */
function signedInAs(role: Role) {
  return async ({ browser, lab, sessions, contextOptions }: Needs, use: (page: Page) => Promise<void>) => {
    const options = { ...contextOptions, baseURL: lab.url, viewport: { width: 1440, height: 1000 } };
    const known = sessions.get(role);
    const context = await browser.newContext({ ...options, ...(known ? { storageState: known } : {}) });
    const page = await context.newPage();
    if (!known) {
      await signIn(page, lab.account(role));
      await page.getByRole('navigation', { name: 'Main', exact: true }).waitFor();
      sessions.set(role, await context.storageState());
    }
    await use(page);
    await context.close();
  };
}
