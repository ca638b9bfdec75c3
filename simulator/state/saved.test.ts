import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSimulator } from '@/simulator/simulator';
import { client, control, labPath } from '@/simulator/testing';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const start = (save: string) => startSimulator({ state: labPath, save, timeScale: 20, authDelayMs: 0 });

test('what was changed outlives the process, with the same certificate and token', async () => {
  const save = join(folder, 'deep/simulator.json');
  const first = await start(save);
  const header = `PVEAPIToken=${first.token.id}=${first.token.secret}`;
  await client(first, header).send('PUT', '/nodes/pve/lxc/107/config', { cores: '7' });
  await first.stop();

  const second = await start(save);
  try {
    expect(second.fingerprint).toBe(first.fingerprint);
    expect(second.token).toEqual(first.token);
    const config = () => client(second, header).get<{ cores: number }>('/nodes/pve/lxc/107/config');
    expect((await config()).data.cores).toBe(7);
    await control(second, 'POST', '/reset');
    expect((await config()).data.cores).toBe(2);
  } finally {
    await second.stop();
  }
});

test('the save file is for its owner only, and whole', async () => {
  const save = join(folder, 'simulator.json');
  const simulator = await start(save);
  await simulator.stop();
  expect(JSON.parse(readFileSync(save, 'utf8')).format).toBe('wheelhouse-simulator/1');
});

test('a state file that is none says where and what', async () => {
  const path = join(folder, 'bad.json');
  writeFileSync(path, '{"containers": 3}');
  await expect(startSimulator({ state: path })).rejects.toThrow(/bad\.json is no state file:[\s\S]*containers/);
  await expect(startSimulator({ state: join(folder, 'none.json') })).rejects.toThrow(/none\.json cannot be read/);
});
