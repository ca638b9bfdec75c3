import { readFileSync } from 'node:fs';
import https from 'node:https';
import type { TLSSocket } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { faultSchema } from '@/simulator/control/fault';
import { labSimulator } from '@/simulator/testing';

const started = labSimulator({ timeScale: 50 });
afterEach(() => started.reset());
const fault = (body: unknown) => started.control('POST', '/faults', body) as Promise<{ id: string }>;

test('every fault that can be set is documented', () => {
  const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  for (const name of Object.keys(faultSchema.shape)) expect(text, name).toContain(`\`${name}`);
});

test('latency: the answer is late, and right', async () => {
  const { get } = await started.client();
  await fault({ match: 'GET /version', latencyMs: 150, times: 1 });
  const before = Date.now();
  expect((await get('/version')).status).toBe(200);
  expect(Date.now() - before).toBeGreaterThanOrEqual(149);
});

test('any status, with its text; once, for one method, and nothing is done', async () => {
  const { send, get } = await started.client();
  await fault({ match: '/119/config', method: 'PUT', status: 596, text: 'Connection reset by peer', times: 1 });
  expect((await get('/nodes/pve/lxc/119/config')).status).toBe(200);
  const lost = await send('PUT', '/nodes/pve/lxc/119/config', { cores: '6' });
  expect(lost).toMatchObject({ status: 596, statusText: 'Connection reset by peer', body: '' });
  expect((await get<{ cores: number }>('/nodes/pve/lxc/119/config')).data.cores).not.toBe(6);
  expect((await send('PUT', '/nodes/pve/lxc/119/config', { cores: '6' })).status).toBe(200);
});

test('a request that hangs is never answered', async () => {
  const { get } = await started.client();
  await fault({ match: 'GET /version', hang: true, times: 1 });
  const answer = get('/version').then(
    () => 'answered',
    () => 'closed',
  );
  const patience = new Promise<string>((resolve) => setTimeout(() => resolve('silence'), 200));
  expect(await Promise.race([answer, patience])).toBe('silence');
  expect((await get('/version')).status).toBe(200);
});

test('a task can end with warnings: it is a success', async () => {
  const { send, task } = await started.client();
  await fault({ taskWarn: { type: 'vzreboot', text: 'a small thing' }, times: 1 });
  const { data } = await send<string>('POST', '/nodes/pve/lxc/119/status/reboot');
  expect((await task(data)).exitstatus).toBe('WARNINGS: 1');
});

test('a task that hangs ends when it is aborted, with no last line in its log', async () => {
  const { send, get } = await started.root();
  await fault({ taskHang: 'vzreboot', times: 1 });
  const { data: upid } = await send<string>('POST', '/nodes/pve/lxc/119/status/reboot');
  const path = `/nodes/pve/tasks/${encodeURIComponent(upid)}`;
  await new Promise((later) => setTimeout(later, 50));
  expect((await get<{ status: string }>(`${path}/status`)).data.status).toBe('running');
  expect(await send('DELETE', path)).toMatchObject({ status: 200, data: null });
  await new Promise((later) => setTimeout(later, 50));
  expect((await get<{ exitstatus: string }>(`${path}/status`)).data.exitstatus).toBe('unexpected status');
  expect((await get<{ t: string }[]>(`${path}/log`)).data.some((line) => line.t.startsWith('TASK'))).toBe(false);
  expect((await send('DELETE', path)).status).toBe(200);
});

test('one container reads as garbage, the others as they are', async () => {
  const { get } = await started.client();
  await fault({ garbage: 119 });
  expect((await get<{ memory: unknown }>('/nodes/pve/lxc/119/config')).data.memory).toBe('plenty');
  expect((await get<{ memory: unknown }>('/nodes/pve/lxc/107/config')).data.memory).toBeTypeOf('number');
});

test('a revoked token is a 401 for everything', async () => {
  const { raw } = await started.client();
  const { id } = await fault({ tokenRevoked: true });
  expect(await raw('GET', '/version')).toMatchObject({ status: 401, statusText: 'Authentication failed!', body: '' });
  await started.control('DELETE', `/faults/${id}`);
  expect((await raw('GET', '/version')).status).toBe(200);
});

test('the clock is ahead: for the node, for new tasks, until it is set right', async () => {
  const { get, send } = await started.client();
  const time = async () => (await get<{ time: number }>('/nodes/pve/time')).data.time;
  const { id } = await fault({ clockSkewSeconds: 3600 });
  expect((await time()) - Date.now() / 1000).toBeGreaterThan(3590);
  const { data } = await send<string>('POST', '/nodes/pve/lxc/119/status/reboot');
  expect(Number.parseInt(data.split(':')[4] ?? '', 16) - Date.now() / 1000).toBeGreaterThan(3590);
  await started.control('DELETE', `/faults/${id}`);
  expect(Math.abs((await time()) - Date.now() / 1000)).toBeLessThan(5);
});

test('a full storage refuses new volumes, and takes them again', async () => {
  const { send, get } = await started.client();
  const { id } = await fault({ storageFull: 'local-lvm' });
  expect((await get<{ avail: number }>('/nodes/pve/storage/local-lvm/status')).data.avail).toBe(0);
  const full = await send('PUT', '/nodes/pve/lxc/119/config', { mp4: 'local-lvm:1,mp=/x' });
  expect(full.status).toBe(400);
  expect(full.errors?.mp4).toContain("no space left on storage 'local-lvm'");
  await started.control('DELETE', `/faults/${id}`);
  expect((await send('PUT', '/nodes/pve/lxc/119/config', { mp4: 'local-lvm:1,mp=/x' })).status).toBe(200);
});

test('a stuck lock holds until the fault is taken away', async () => {
  const { send } = await started.client();
  const { id } = await fault({ stuckLock: { vmid: 119, lock: 'snapshot' } });
  expect((await send('PUT', '/nodes/pve/lxc/119/config', { cores: '2' })).statusText).toBe('CT is locked (snapshot)');
  await started.control('DELETE', `/faults/${id}`);
  expect((await send('PUT', '/nodes/pve/lxc/119/config', { cores: '2' })).status).toBe(200);
});

test('a black hole takes connections and says nothing', async () => {
  const { get } = await started.client();
  const { id } = await fault({ blackhole: true });
  const answer = get('/version').then(
    () => 'answered',
    () => 'closed',
  );
  const patience = new Promise<string>((resolve) => setTimeout(() => resolve('silence'), 150));
  expect(await Promise.race([answer, patience])).toBe('silence');
  await started.control('DELETE', `/faults/${id}`);
  expect((await get('/version')).status).toBe(200);
});

test('the certificate changes: who pins the old one is warned, and /nodes shows the new one', async () => {
  const simulator = await started.simulator();
  const seen = () =>
    new Promise<string>((resolve, reject) => {
      const options = { host: '127.0.0.1', port: simulator.port, path: '/', agent: false, rejectUnauthorized: false };
      https
        .get(options, (response) => {
          resolve((response.socket as TLSSocket).getPeerCertificate().fingerprint256);
          response.resume();
        })
        .on('error', reject);
    });
  const { id } = await fault({ certificateChanged: true });
  const changed = await seen();
  expect(changed).not.toBe(simulator.fingerprint);
  await expect((await started.client()).get('/version')).rejects.toThrow(/certificate|self.signed/i);
  await started.control('DELETE', `/faults/${id}`);
  expect(await seen()).toBe(simulator.fingerprint);
  expect((await (await started.client()).get('/version')).status).toBe(200);
});

test('each write is in the mutation log once, whatever became of its answer', async () => {
  const { send } = await started.client();
  await fault({ match: 'PUT .*/119/config', drop: 'after', times: 1 });
  await expect(send('PUT', '/nodes/pve/lxc/119/config', { cores: '3' })).rejects.toThrow();
  await send('PUT', '/nodes/pve/lxc/119/config', { cores: 'x' });
  const { items } = (await started.control('GET', '/mutations')) as { items: { outcome: { status: number } }[] };
  expect(items.map((one) => one.outcome.status)).toEqual([200, 400]);
});
