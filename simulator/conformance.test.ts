/** The whole conformance kit against a simulator of this process. The kit is the judge: not one step may differ. */
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startSimulator } from '@/simulator/simulator';

const kit = fileURLToPath(new URL('../../shared/pve/conformance/', import.meta.url));
// Started through a link it would not know that it is the program.
const program = () => realpathSync(`${kit}replay.mjs`);
// The timeouts that scenarios wait for are scaled, and the wait after a refused login is left out: both are waits only.
const pace = { timeScale: 20, authDelayMs: 20 };

test.runIf(existsSync(kit))('every scored step of the conformance kit matches', { timeout: 300_000 }, async () => {
  const simulator = await startSimulator({ state: `${kit}start-state.json`, ...pace });
  try {
    const output = await replay(['--url', simulator.url, '--reset-url', `${simulator.controlUrl}/reset`, '--verbose']);
    const [, matched, steps] = /conformance: (\d+) of (\d+) steps match/.exec(output) ?? [];
    expect(Number(steps)).toBeGreaterThan(1000);
    // The differences, if there are any, are what the message shows.
    expect(matched === steps ? '' : output).toBe('');
  } finally {
    await simulator.stop();
  }
});

function replay(args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program(), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    child.once('error', reject);
    child.once('close', () => resolve(output));
  });
}
