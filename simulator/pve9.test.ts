import { afterEach, expect, test } from 'vitest';
import { client, labSimulator } from '@/simulator/testing';

const nine = labSimulator({ pve: '9', timeScale: 50 });
const eight = labSimulator({ timeScale: 50 });
afterEach(() => Promise.all([nine.reset(), eight.reset()]));
type Lab = typeof nine;
const asRoot = (lab: Lab) => lab.root();
const both = async <T>(path: string) =>
  Promise.all([eight, nine].map(async (lab) => (await (await asRoot(lab)).get<T>(path)).data));

test('the version says which it is', async () => {
  const [old, young] = await both<{ version: string; release: string }>('/version');
  expect(old).toMatchObject({ release: '8.4' });
  expect(young).toMatchObject({ release: '9.2', version: expect.stringMatching(/^9\.2\./) });
});

test('answers have more: pressure, memhost, networks, what memory is left', async () => {
  const [old, young] = await both<Record<string, unknown>>('/nodes/pve/lxc/107/status/current');
  expect(
    Object.keys(young ?? {})
      .filter((key) => !(key in (old ?? {})))
      .sort(),
  ).toEqual(['pressurecpusome', 'pressureiofull', 'pressureiosome', 'pressurememoryfull', 'pressurememorysome']);
  const [, rows] = await both<Record<string, unknown>[]>('/cluster/resources');
  expect(rows?.find((row) => row.id === 'lxc/107')).toHaveProperty('memhost');
  expect(rows?.find((row) => row.id === 'node/pve')).toMatchObject({ 'host-arch': 'x86_64', 'cgroup-mode': 2 });
  expect(rows?.filter((row) => row.type === 'network')).toHaveLength(1);
  const [, status] = await both<{ memory: Record<string, number> }>('/nodes/pve/status');
  expect(status?.memory.available).toBeGreaterThan(0);
});

test('a decade of history, and networks as a type, are for 9 alone', async () => {
  const [old, young] = await Promise.all(
    [eight, nine].map(async (lab) => (await asRoot(lab)).raw('GET', '/nodes/pve/rrddata?timeframe=decade')),
  );
  expect(old?.status).toBe(400);
  expect(young?.status).toBe(200);
});

test('env and host-managed: keys of 9, unknown to 8', async () => {
  const path = '/nodes/pve/lxc/119/config';
  const form = { env: 'A=1', net0: 'name=eth0,bridge=vmbr0,host-managed=1' };
  const refused = await (await asRoot(eight)).send('PUT', path, form);
  expect(Object.keys(refused.errors ?? {}).sort()).toEqual(['env', 'net0']);
  expect((await (await asRoot(eight)).send('PUT', path, { delete: 'env' })).errors?.delete).toBe(
    "unknown option 'env'\n",
  );
  const root = await asRoot(nine);
  expect((await root.send('PUT', path, form)).status).toBe(200);
  const { data } = await root.get<{ env: string; net0: string }>(path);
  expect(data.env).toBe('A=1');
  expect(data.net0).toContain('host-managed=1');
});

test('a new device is plugged at once on 9, and waits for a restart on 8', async () => {
  for (const [lab, waits] of [
    [eight, true],
    [nine, false],
  ] as const) {
    const root = await asRoot(lab);
    await root.send('PUT', '/nodes/pve/lxc/119/config', { dev3: '/dev/null' });
    const { data } = await root.get<{ dev3?: string }>('/nodes/pve/lxc/119/config?current=1');
    expect(data.dev3 === undefined).toBe(waits);
  }
});

const made = { vmid: '900', ostemplate: '', rootfs: 'local-lvm:1' };
const templateOf = async (one: Awaited<ReturnType<typeof asRoot>>) =>
  (await one.get<{ volid: string }[]>('/nodes/pve/storage/local/content?content=vztmpl')).data[0]?.volid ?? '';

test('unprivileged is the default of 9 only, and privileged needs Sys.Modify there', async () => {
  for (const [lab, value] of [
    [eight, undefined],
    [nine, 1],
  ] as const) {
    const root = await asRoot(lab);
    const form = { ...made, ostemplate: await templateOf(root) };
    await root.task((await root.send<string>('POST', '/nodes/pve/lxc', form)).data);
    expect((await root.get<{ unprivileged?: number }>('/nodes/pve/lxc/900/config')).data.unprivileged).toBe(value);
    const token = await lab.client();
    const privileged = await token.send('POST', '/nodes/pve/lxc', { ...form, vmid: '901', unprivileged: '0' });
    if (value === 1)
      expect(privileged).toMatchObject({ status: 403, statusText: 'Permission check failed (/, Sys.Modify)' });
    else expect(privileged.status).toBe(200);
  }
});

test('VM.Monitor is gone, and the new privileges are unknown to 8', async () => {
  const create = async (lab: Lab, privs: string) =>
    (await (await asRoot(lab)).send('POST', '/access/roles', { roleid: `r${privs.length}`, privs })).status;
  expect([await create(eight, 'VM.Monitor'), await create(nine, 'VM.Monitor')]).toEqual([200, 400]);
  expect([await create(eight, 'VM.Replicate'), await create(nine, 'VM.Replicate')]).toEqual([400, 200]);
});

test('a token can be given a new secret on 9, and the old one is dead', async () => {
  const root = await asRoot(nine);
  const path = '/access/users/wheelhouse@pve/token/engine';
  expect((await (await asRoot(eight)).send('PUT', path, { regenerate: '1' })).status).toBe(400);
  const { data } = await root.send<{ value: string; 'full-tokenid': string }>('PUT', path, { regenerate: '1' });
  expect(data['full-tokenid']).toBe('wheelhouse@pve!engine');
  expect((await (await nine.client()).raw('GET', '/version')).status).toBe(401);
  const fresh = client(await nine.simulator(), `PVEAPIToken=wheelhouse@pve!engine=${data.value}`);
  expect((await fresh.raw('GET', '/version')).status).toBe(200);
});

test('where a container could migrate to can be asked on 9', async () => {
  const [old, young] = await Promise.all(
    [eight, nine].map(async (lab) => (await asRoot(lab)).raw('GET', '/nodes/pve/lxc/119/migrate')),
  );
  expect(old?.status).toBe(501);
  expect(JSON.parse(young?.body ?? '')).toEqual({
    data: { running: 1, 'allowed-nodes': [], 'not-allowed-nodes': {} },
  });
});
