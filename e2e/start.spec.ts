/** `npm start` as a program: one a data directory, and nothing left behind, however it ends. */
import { expect, test } from '@playwright/test';
import { root } from '@/scripts/steps/root.mjs';
import { run } from '@/scripts/steps/run.mjs';
import { startTrial } from '@/scripts/steps/trial.mjs';

const lives = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const pidsOf = (running: Record<string, number>) =>
  ['pid', 'web', 'engine', 'simulator'].map((name) => running[name] ?? 0);

test('a second one on the same data is refused in one sentence, and the first goes on', async () => {
  const trial = await startTrial();
  const env = { WHEELHOUSE_DATA: trial.data, WHEELHOUSE_AS_BUILT: '1', PORT: '41599' };
  const { code, output } = await run(process.execPath, [`${root}/scripts/start.mjs`], { env });
  expect(code).toBe(1);
  expect(output.trim()).toMatch(/^Wheelhouse already runs on the data directory [^\n]*$/);
  expect((await fetch(`${trial.url}/readyz`)).status).toBe(200);

  const pids = pidsOf(trial.running());
  expect(pids.map(lives)).toEqual([true, true, true, true]);
  await trial.stop();
  expect(pids.map(lives)).toEqual([false, false, false, false]);
});

test('a taken port is one sentence', async () => {
  const trial = await startTrial();
  const port = new URL(trial.url).port;
  const env = { WHEELHOUSE_DATA: `${trial.data}/other`, WHEELHOUSE_AS_BUILT: '1', PORT: port, HOST: '127.0.0.1' };
  const { code, output } = await run(process.execPath, [`${root}/scripts/start.mjs`], { env });
  expect(code).toBe(1);
  expect(output.trim()).toMatch(new RegExp(`^Port ${port} on 127.0.0.1 is taken[^\n]*$`));
  await trial.stop();
});

test('killed outright, it leaves no process behind, and the next start finds everything well', async () => {
  const trial = await startTrial();
  const pids = pidsOf(trial.running());
  process.kill(pids[0] ?? 0, 'SIGKILL');
  await expect.poll(() => pids.map(lives), { timeout: 10_000 }).toEqual([false, false, false, false]);
  const { code, output } = await run('git', ['-C', `${trial.data}/lab`, 'fsck', '--strict']);
  expect(code, output).toBe(0);
  await trial.stop();
});
