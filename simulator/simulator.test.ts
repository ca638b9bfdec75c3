import https from 'node:https';
import { afterEach, expect, test } from 'vitest';
import { client, control, labSimulator } from '@/simulator/testing';

const started = labSimulator();
afterEach(() => started.reset());

test('the lab runs: thirty containers, 29 of them up, with figures', async () => {
  const { get } = await started.client();
  const list =
    await get<{ vmid: number; status: string; mem: number; maxmem: number; name: string }[]>('/nodes/pve/lxc');
  expect(list.data).toHaveLength(30);
  expect(list.data.filter((one) => one.status === 'running')).toHaveLength(29);
  const vaultwarden = list.data.find((one) => one.name === 'alpine-vaultwarden');
  expect((vaultwarden?.mem ?? 0) / (vaultwarden?.maxmem ?? 1)).toBeGreaterThan(0.85);
});

test('what the lab file says was done behind its back is drift', async () => {
  const { get } = await started.client();
  expect((await get<{ swap: number }>('/nodes/pve/lxc/107/config')).data.swap).toBe(512);
  const docker = await get<{ rootfs: string }>('/nodes/pve/lxc/111/config');
  expect(docker.data.rootfs).toBe('local-lvm:vm-111-disk-0,size=6G');
  const tasks = await get<{ type: string; user: string }[]>('/nodes/pve/tasks?vmid=111&typefilter=resize');
  expect(tasks.data).toMatchObject([{ type: 'resize', user: 'root@pam' }]);
  expect((await get<unknown[]>('/nodes/pve/tasks?vmid=107')).data).toHaveLength(1);
});

test('missing and wrong credentials are an empty 401 with the reason in its phrase', async () => {
  const simulator = await started.simulator();
  const none = await client(simulator, null).raw('GET', '/version');
  expect(none).toMatchObject({ status: 401, statusText: 'No ticket', body: '', contentType: null });
  const wrong = await client(simulator, 'PVEAPIToken=wheelhouse@pve!engine=nope').raw('GET', '/version');
  expect(wrong).toMatchObject({ status: 401, statusText: 'Authentication failed!', body: '' });
  expect(none.connection).toBe('close');
});

test('the fingerprint is that of the certificate, and its CA is enough to trust it', async () => {
  const { port, ca, fingerprint } = await started.simulator();
  const seen = await new Promise<string>((resolve, reject) => {
    const request = https.get({ host: '127.0.0.1', port, ca, path: '/' }, (response) => {
      const socket = response.socket as import('node:tls').TLSSocket;
      resolve(socket.getPeerCertificate().fingerprint256);
      response.resume();
    });
    request.on('error', reject);
  });
  expect(seen).toBe(fingerprint);
});

test('parameters are checked strictly, all of them at once', async () => {
  const { send, raw } = await started.client();
  const bad = await send('PUT', '/nodes/pve/lxc/107/config', { memory: '3', cores: 'x', foo: '1' });
  expect(bad.status).toBe(400);
  expect(bad.errors).toEqual({
    memory: 'value must have a minimum value of 16\n',
    cores: "type check ('integer') failed - got 'x'\n",
    foo: 'property is not defined in schema and the schema does not allow additional properties\n',
  });
  expect((await raw('GET', '/version?x=1')).status).toBe(400);
  expect(await raw('PATCH', '/version')).toMatchObject({ status: 501, statusText: "method 'PATCH' not available" });
  expect(await raw('GET', '/nope')).toMatchObject({ status: 501, statusText: "Method 'GET /nope' not implemented" });
  expect(await raw('PUT', '/nodes/pve/lxc/107/config', 'memory=2048', { 'Content-Type': 'text/plain' })).toMatchObject({
    status: 506,
    body: "upload 'Content-Type 'text/plain' not implemented",
  });
  expect(await raw('DELETE', '/nodes/pve/lxc/107', 'force=1')).toMatchObject({
    status: 501,
    body: "Unexpected content for method 'DELETE'",
  });
});

test('a token may not do what only root on the host may', async () => {
  const { send } = await started.client();
  const bind = await send('PUT', '/nodes/pve/lxc/107/config', { mp2: '/etc,mp=/x' });
  expect(bind).toMatchObject({
    status: 403,
    statusText: 'Permission check failed (mount point type bind is only allowed for root@pam)',
  });
  const options = await send('PUT', '/cluster/firewall/options', { enable: '1' });
  expect(options).toMatchObject({ status: 403, statusText: 'Permission check failed (/, Sys.Modify)' });
});

test('what is written comes back in normal form', async () => {
  const { send, get } = await started.client();
  await send('PUT', '/nodes/pve/lxc/117/config', {
    tags: 'B, a;b',
    net0: 'bridge=vmbr0,ip=dhcp,name=eth0',
    description: 'two\nlines',
  });
  const { data } = await get<Record<string, string>>('/nodes/pve/lxc/117/config');
  expect(data.tags).toBe('a;b');
  expect(data.description).toBe('two\nlines\n');
  expect(data.net0).toMatch(/^name=eth0,bridge=vmbr0,hwaddr=BC:24:11(?::[0-9A-F]{2}){3},ip=dhcp,type=veth$/);
});

test('a running container takes some keys at once and others at its next start', async () => {
  const { send, get, task } = await started.client();
  await send('PUT', '/nodes/pve/lxc/119/config', { memory: '640', cores: '2', nameserver: '9.9.9.9' });
  expect((await get<{ memory: number }>('/nodes/pve/lxc/119/config?current=1')).data.memory).toBe(640);
  const waiting = (await get<{ key: string; pending?: string }[]>('/nodes/pve/lxc/119/pending')).data;
  expect(waiting.filter((one) => one.pending !== undefined)).toEqual([{ key: 'nameserver', pending: '9.9.9.9' }]);
  const reboot = await send<string>('POST', '/nodes/pve/lxc/119/status/reboot');
  expect((await task(reboot.data)).exitstatus).toBe('OK');
  expect((await get<{ nameserver: string }>('/nodes/pve/lxc/119/config?current=1')).data.nameserver).toBe('9.9.9.9');
});

test('a digest that moved refuses the write, and a lock too', async () => {
  const { send, get } = await started.client();
  const { digest } = (await get<{ digest: string }>('/nodes/pve/lxc/107/config')).data;
  await send('PUT', '/nodes/pve/lxc/107/config', { cores: '3' });
  const late = await send('PUT', '/nodes/pve/lxc/107/config', { cores: '4', digest });
  expect(late.statusText).toBe('detected modified configuration - file changed by other user? Try again.');
  await started.control('POST', '/faults', { stuckLock: { vmid: 107, lock: 'backup' } });
  expect((await send('PUT', '/nodes/pve/lxc/107/config', { cores: '4' })).statusText).toBe('CT is locked (backup)');
});

test('a task has a UPID, takes time, logs and ends', async () => {
  const { send, get, task } = await started.client();
  const { data: upid } = await send<string>('POST', '/nodes/pve/lxc/119/status/reboot');
  expect(upid).toMatch(/^UPID:pve:[0-9A-F]{8}:[0-9A-F]{8,9}:[0-9A-F]{8}:vzreboot:119:wheelhouse@pve!engine:$/);
  const active = await get<{ upid: string; status: string }[]>('/nodes/pve/tasks?source=active');
  expect(active.data).toMatchObject([{ upid, status: 'RUNNING' }]);
  expect((await task(upid)).exitstatus).toBe('OK');
  const log = await get<{ n: number; t: string }[]>(`/nodes/pve/tasks/${encodeURIComponent(upid)}/log`);
  expect(log.data.at(-1)?.t).toBe('TASK OK');
  const archive = await get<{ upid: string; user: string; tokenid: string }[]>('/nodes/pve/tasks?vmid=119');
  expect(archive.data[0]).toMatchObject({ upid, user: 'wheelhouse@pve', tokenid: 'engine' });
});

test('faults: a lost answer was done, a dropped request was not', async () => {
  const { send, get } = await started.client();
  await started.control('POST', '/faults', { match: 'PUT .*/119/config', drop: 'after', times: 1 });
  await expect(send('PUT', '/nodes/pve/lxc/119/config', { cores: '3' })).rejects.toThrow();
  expect((await get<{ cores: number }>('/nodes/pve/lxc/119/config')).data.cores).toBe(3);
  await started.control('POST', '/faults', { match: 'PUT .*/119/config', drop: 'before', times: 1 });
  await expect(send('PUT', '/nodes/pve/lxc/119/config', { cores: '4' })).rejects.toThrow();
  expect((await get<{ cores: number }>('/nodes/pve/lxc/119/config')).data.cores).toBe(3);
  const { items } = (await started.control('GET', '/mutations')) as {
    items: { parameters: unknown; outcome: unknown }[];
  };
  expect(items).toMatchObject([{ parameters: { cores: '3' }, outcome: { status: 200 } }]);
});

test('faults: tasks fail, hang and can be aborted; the host can be down', async () => {
  const { send, task, get } = await started.client();
  await started.control('POST', '/faults', { taskFail: { type: 'vzreboot', text: 'no such luck' }, times: 1 });
  const failed = await send<string>('POST', '/nodes/pve/lxc/119/status/reboot');
  expect((await task(failed.data)).exitstatus).toBe('no such luck');
  await started.control('POST', '/faults', { taskHang: 'vzreboot', times: 1 });
  const hanging = await send<string>('POST', '/nodes/pve/lxc/119/status/reboot');
  expect(
    (await get<{ status: string }>(`/nodes/pve/tasks/${encodeURIComponent(hanging.data)}/status`)).data.status,
  ).toBe('running');
  await started.control('POST', '/faults', { down: true, id: 'down' });
  await expect(get('/version')).rejects.toThrow();
  await started.control('DELETE', '/faults/down');
  expect((await get('/version')).status).toBe(200);
});

test('an out-of-band edit leaves no task, and the mutation log marks it', async () => {
  const { get } = await started.client();
  await started.control('POST', '/out-of-band', { vmid: 110, set: { memory: 2048 }, delete: ['tags'] });
  const { data } = await get<{ memory: number; tags?: string }>('/nodes/pve/lxc/110/config');
  expect(data.memory).toBe(2048);
  expect(data.tags).toBeUndefined();
  const { items } = (await started.control('GET', '/mutations')) as { items: unknown[] };
  expect(items).toMatchObject([{ outOfBand: true }]);
});

test('reset goes back to the state file', async () => {
  const { send, get } = await started.client();
  await send('PUT', '/nodes/pve/lxc/107/config', { cores: '7' });
  await control(await started.simulator(), 'POST', '/reset');
  expect((await get<{ cores: number }>('/nodes/pve/lxc/107/config')).data.cores).toBe(2);
});

test('the firewall keeps rules in order, with one digest for the list', async () => {
  const { send, get } = await started.client();
  const path = '/nodes/pve/lxc/119/firewall/rules';
  for (const comment of ['b', 'a']) await send('POST', path, { type: 'in', action: 'ACCEPT', comment });
  const rules = (await get<{ comment: string; enable: number; digest: string }[]>(path)).data;
  expect(rules.slice(0, 2).map((rule) => rule.comment)).toEqual(['a', 'b']);
  expect(rules[0]?.enable).toBe(0);
  const refused = await send('DELETE', `${path}/0?digest=${'0'.repeat(40)}`);
  expect(refused.status).toBe(500);
});
