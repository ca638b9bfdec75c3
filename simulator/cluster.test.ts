import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { type LabFile, labFileSchema } from '@/lib/lab/lab-file';
import { type client, labPath, labSimulator } from '@/simulator/testing';

/** The lab with two more nodes and a storage that all three share. */
function clusterLab(): LabFile {
  const lab = labFileSchema.parse(JSON.parse(readFileSync(labPath, 'utf8')));
  lab.nodes = [{ node: 'pve2' }, { node: 'pve3', ip: '192.168.0.13', cpus: 4, memory_gib: 16 }];
  lab.cluster = 'home';
  lab.storages.push(
    { id: 'nfs', type: 'nfs', content: ['rootdir', 'images', 'backup'], shared: true, total_bytes: 4e12 },
    { id: 'fast', type: 'zfspool', content: ['rootdir'], nodes: ['pve', 'pve2'], total_bytes: 1e12 },
  );
  for (const one of lab.containers) {
    if (one.vmid === 119) one.rootfs = { storage: 'nfs', size: '4G' };
    if (one.vmid === 120) one.node = 'pve2';
    if (one.vmid === 107) for (const mount of one.mounts) if (mount.kind === 'bind') delete mount.shared;
    if (one.vmid === 121) one.rootfs = { storage: 'fast', size: '4G' };
  }
  return lab;
}

const started = labSimulator({ state: clusterLab(), timeScale: 50 });
afterEach(() => started.reset());
const { root } = started;
type Row = Record<string, unknown> & { id: string };
const logOf = async (one: ReturnType<typeof client>, upid: string) =>
  (await one.get<{ t: string }[]>(`/nodes/${upid.split(':')[1]}/tasks/${encodeURIComponent(upid)}/log`)).data
    .map((line) => line.t)
    .join('\n');

test('the cluster names itself and its nodes; one of them answers', async () => {
  const { get } = await started.client();
  const { data } = await get<Row[]>('/cluster/status');
  expect(data[0]).toEqual({ id: 'cluster', name: 'home', type: 'cluster', nodes: 3, quorate: 1, version: 3 });
  expect(data.slice(1).map(({ name, nodeid, ip, local, online }) => [name, nodeid, ip, local, online])).toEqual([
    ['pve', 1, '192.168.0.2', 1, 1],
    ['pve2', 2, '192.168.0.3', 0, 1],
    ['pve3', 3, '192.168.0.13', 0, 1],
  ]);
  const nodes = (await get<Row[]>('/nodes')).data;
  expect(nodes.find((one) => one.node === 'pve3')).toMatchObject({ maxcpu: 4, maxmem: 16 * 2 ** 30 });
});

test('containers are on their node, and asked of another they do not exist', async () => {
  const { get, raw } = await started.client();
  expect((await get<Row[]>('/nodes/pve2/lxc')).data.map((one) => one.vmid)).toEqual([120]);
  expect((await get('/nodes/pve2/lxc/120/config')).status).toBe(200);
  expect(await raw('GET', '/nodes/pve3/lxc/120/config')).toMatchObject({
    status: 500,
    statusText: "Configuration file 'nodes/pve3/lxc/120.conf' does not exist",
  });
  expect((await raw('GET', '/nodes/pve9/status')).statusText).toContain("hostname lookup 'pve9' failed");
  expect((await get<Row[]>('/nodes/localhost/lxc')).data).toHaveLength(29);
});

test('a shared storage is the same everywhere, a local one each its own', async () => {
  const { get } = await started.client();
  const rows = (await get<Row[]>('/cluster/resources?type=storage')).data;
  expect(rows.filter((one) => one.storage === 'nfs').map((one) => [one.node, one.shared])).toEqual([
    ['pve', 1],
    ['pve2', 1],
    ['pve3', 1],
  ]);
  expect(rows.filter((one) => one.storage === 'fast').map((one) => one.node)).toEqual(['pve', 'pve2']);
  const volumes = async (node: string, storage: string) =>
    (await get<Row[]>(`/nodes/${node}/storage/${storage}/content`)).data.map((one) => one.vmid);
  expect(await volumes('pve3', 'nfs')).toContain(119);
  expect(await volumes('pve', 'fast')).toEqual([121]);
  expect(await volumes('pve2', 'fast')).toEqual([]);
  expect((await get('/nodes/pve3/storage/fast/content')).statusText).toBe(
    "storage 'fast' is not available on node 'pve3'",
  );
});

test('a node that is down is a 595 without a body, and its guests are unknown', async () => {
  const { get, raw, send } = await started.client();
  await started.control('POST', '/faults', { nodeDown: 'pve2', id: 'down' });
  expect(await raw('GET', '/nodes/pve2/lxc')).toMatchObject({ status: 595, statusText: 'No route to host', body: '' });
  const rows = (await get<Row[]>('/cluster/resources')).data;
  expect(rows.find((one) => one.id === 'lxc/120')).toEqual(
    expect.objectContaining({ status: 'unknown', node: 'pve2', vmid: 120 }),
  );
  expect(rows.find((one) => one.id === 'lxc/120')).not.toHaveProperty('mem');
  expect(rows.find((one) => one.id === 'storage/pve2/nfs')).toMatchObject({ status: 'unknown' });
  expect(rows.find((one) => one.id === 'node/pve2')).toEqual({
    id: 'node/pve2',
    node: 'pve2',
    type: 'node',
    status: 'offline',
    level: '',
  });
  expect((await get<Row[]>('/cluster/status')).data.find((one) => one.name === 'pve2')).toMatchObject({ online: 0 });
  // Firewalls are files that every node has: they can be read still.
  expect((await get('/nodes/pve2/lxc/120/firewall/rules')).status).toBe(200);
  expect((await send('PUT', '/nodes/pve/lxc/119/config', { cores: '2' })).status).toBe(200);
  await started.control('POST', '/faults', { nodeDown: 'pve3', id: 'two' });
  expect((await get<Row[]>('/cluster/status')).data[0]).toMatchObject({ quorate: 0 });
  expect((await send('PUT', '/nodes/pve/lxc/119/config', { cores: '3' })).statusText).toBe(
    'cluster not ready - no quorum?',
  );
});

test('the node that answers may change; metrics are of all nodes or of that one', async () => {
  const { get } = await started.client();
  const nodes = async (query: string) => {
    const { data } = (await get<{ data: { id: string }[] }>(`/cluster/metrics/export${query}`)).data;
    return [...new Set(data.map((one) => one.id))].filter((id) => id.startsWith('node/') || id === 'lxc/120');
  };
  expect((await nodes('')).sort()).toEqual(['lxc/120', 'node/pve', 'node/pve2', 'node/pve3']);
  expect(await nodes('?local-only=1')).toEqual(['node/pve']);
  await started.control('POST', '/faults', { nodeDown: 'pve' });
  await started.control('POST', '/beat');
  expect(await nodes('?local-only=1')).toEqual(['node/pve2', 'lxc/120']);
});

test('a stopped container goes where its storage is shared: nothing is copied', async () => {
  const one = await root();
  await one.task((await one.send<string>('POST', '/nodes/pve/lxc/119/status/stop')).data);
  const { data: upid } = await one.send<string>('POST', '/nodes/pve/lxc/119/migrate', { target: 'pve3' });
  expect(upid).toMatch(/^UPID:pve:.*:vzmigrate:119:root@pam:$/);
  expect((await one.task(upid)).exitstatus).toBe('OK');
  expect(await logOf(one, upid)).not.toContain('found local volume');
  expect((await one.get('/nodes/pve3/lxc/119/config')).status).toBe(200);
});

test('with restart=1 a running one is stopped, its local volume copied, and started there by root', async () => {
  const one = await root();
  const used = async (node: string) =>
    (await one.get<{ used: number }>(`/nodes/${node}/storage/fast/status`)).data.used;
  const before = [await used('pve'), await used('pve2')];
  const refused = await one.send('POST', '/nodes/pve/lxc/121/migrate', { target: 'pve2' });
  expect(refused.statusText).toBe("can't migrate running container without --online or --restart");
  const { data: upid } = await one.send<string>('POST', '/nodes/pve/lxc/121/migrate', { target: 'pve2', restart: '1' });
  expect((await one.task(upid)).exitstatus).toBe('OK');
  const log = await logOf(one, upid);
  expect(log).toMatch(/found local volume 'fast:subvol-121-disk-0' \(in current VM config\)/);
  expect(log).toMatch(
    /start container on target node\n.* migration finished successfully \(duration 00:00:0\d\)\nTASK OK$/,
  );
  const current = await one.get<{ status: string }>('/nodes/pve2/lxc/121/status/current');
  expect(current.data.status).toBe('running');
  expect(await used('pve')).toBeLessThan(before[0] ?? 0);
  expect(await used('pve2')).toBeGreaterThan(before[1] ?? 0);
  const starts = await one.get<Row[]>('/nodes/pve2/tasks?vmid=121');
  expect(starts.data[0]).toMatchObject({ type: 'vzstart', user: 'root@pam', status: 'OK' });
});

test.each([
  ['121', { target: 'pve' }, 400, 'Parameter verification failed.', { target: 'target is local node.\n' }],
  ['121', { target: 'pve9' }, 500, "no such cluster node 'pve9'", undefined],
])('migration of %s to %j is refused at once', async (vmid, form, status, statusText, errors) => {
  const one = await root();
  const reply = await one.send('POST', `/nodes/pve/lxc/${vmid}/migrate`, form as Record<string, string>);
  expect(reply).toMatchObject({ status, statusText, ...(errors ? { errors } : {}) });
});

test.each([
  ['121', 'pve3', { restart: '1' }, "storage 'fast' is not available on node 'pve3'"],
  ['107', 'pve2', { restart: '1' }, "cannot migrate local bind mount point 'mp0'"],
  ['121', 'pve2', { online: '1' }, 'lxc live migration is currently not implemented'],
])('migration of %s to %s %j ends as aborted', async (vmid, target, form, reason) => {
  const one = await root();
  const { data: upid } = await one.send<string>('POST', `/nodes/pve/lxc/${vmid}/migrate`, { target, ...form });
  expect((await one.task(upid)).exitstatus).toBe('migration aborted');
  expect(await logOf(one, upid)).toContain(`ERROR: migration aborted (duration 00:00:00): ${reason}`);
  expect(
    (await one.get<{ status: string; lock?: string }>(`/nodes/pve/lxc/${vmid}/status/current`)).data,
  ).toMatchObject({ status: 'running' });
});

test('target-storage maps a storage to one that the target has', async () => {
  const one = await root();
  const { data: upid } = await one.send<string>('POST', '/nodes/pve/lxc/121/migrate', {
    target: 'pve3',
    restart: '1',
    'target-storage': 'fast:nfs',
  });
  expect((await one.task(upid)).exitstatus).toBe('OK');
  expect((await one.get<{ rootfs: string }>('/nodes/pve3/lxc/121/config')).data.rootfs).toMatch(/^nfs:/);
});

test('a clone for another node needs shared storage', async () => {
  const one = await root();
  const local = await one.send('POST', '/nodes/pve/lxc/121/clone', { newid: '900', target: 'pve2' });
  expect(local.statusText).toBe("can't clone CT to node 'pve2' (CT uses local storage)");
  await one.task((await one.send<string>('POST', '/nodes/pve/lxc/119/status/stop')).data);
  const shared = await one.send<string>('POST', '/nodes/pve/lxc/119/clone', { newid: '901', target: 'pve2' });
  expect((await one.task(shared.data)).exitstatus).toBe('OK');
  expect((await one.get('/nodes/pve2/lxc/901/config')).status).toBe(200);
});
