/** The observer against a tiny server that answers what a test says, for what a true simulator never does. */
import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:https';
import { generate } from 'selfsigned';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createObserver } from '@/engine/observe/observe';
import type { Observer } from '@/engine/observe/observer';
import type { Pace } from '@/engine/observe/pace';
import { connectProxmox } from '@/engine/proxmox/connect';
import { Secret } from '@/engine/secret';
import { staleAfterMs } from '@/lib/live/observed';

type Reply = { status?: number; data?: unknown; text?: string } | 'silence';
type Row = Record<string, unknown>;

const quick: Pace = {
  tasksMs: 60,
  beatMs: 200,
  sweepMs: 40,
  minuteMs: 300,
  followMs: 30,
  tickMs: 20,
  timeoutMs: 300,
};

let pem: { private: string; cert: string };
let rows: Row[];
let configs: Map<number, Row>;
let replies: Map<string, Reply | (() => Reply)>;
let asked: string[];
let shift = 0;
const ends: (() => unknown)[] = [];
const clock = { now: () => Date.now() + shift };

beforeAll(async () => {
  pem = await generate([{ name: 'commonName', value: 'localhost' }]);
});
beforeEach(() => {
  shift = 0;
  asked = [];
  configs = new Map();
  rows = [{ type: 'node', node: 'pve', status: 'online', cpu: 0.2, maxcpu: 4, mem: 5, maxmem: 10, uptime: 99 }];
  rows.push({
    type: 'storage',
    node: 'pve',
    storage: 'local',
    plugintype: 'dir',
    disk: 1,
    maxdisk: 2,
    status: 'available',
    shared: 0,
  });
  replies = new Map<string, Reply | (() => Reply)>([
    ['/cluster/tasks', { data: [] }],
    ['/cluster/resources', () => ({ data: rows })],
    ['/cluster/metrics/export', { status: 501, text: 'not implemented' }],
    ['/cluster/firewall/options', { data: { enable: 1, digest: 'x' } }],
    [
      '/cluster/backup',
      {
        data: [
          { id: 'a', enabled: 1 },
          { id: 'b', enabled: 0 },
        ],
      },
    ],
    [
      '/nodes/pve/network',
      {
        data: [
          { iface: 'vmbr1', type: 'bridge' },
          { iface: 'vmbr0', type: 'bridge' },
          { iface: 'eno1', type: 'eth' },
        ],
      },
    ],
    [
      '/nodes/pve/status',
      {
        data: {
          pveversion: 'pve-manager/8.4.21/26',
          uptime: 77,
          cpu: '0.5',
          cpuinfo: { cpus: 4 },
          memory: { used: 6, total: 10 },
          'current-kernel': { release: '6.8.12-13-pve' },
        },
      },
    ],
  ]);
  add(101, 'web');
  add(102, 'db');
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

function add(vmid: number, hostname: string, more: Row = {}) {
  rows.push({
    type: 'lxc',
    vmid,
    node: 'pve',
    name: hostname,
    status: 'running',
    template: 0,
    cpu: 0.1,
    maxcpu: 1,
    mem: 100,
    maxmem: 200,
    disk: 1,
    maxdisk: 2,
    netin: 1000,
    netout: 0,
    diskread: 0,
    diskwrite: 0,
    uptime: 500,
    ...more,
  });
  configs.set(vmid, {
    hostname,
    memory: 512,
    swap: 512,
    cores: 1,
    ostype: 'debian',
    arch: 'amd64',
    unprivileged: 1,
    rootfs: `local:${vmid}/vm-${vmid}-disk-0.raw,size=4G`,
    digest: `${vmid}`.padStart(40, '0'),
  });
  const at = `/nodes/pve/lxc/${vmid}`;
  replies.set(`${at}/config`, () => ({ data: configs.get(vmid) }));
  replies.set(`${at}/pending`, { data: [{ key: 'memory', value: 512 }] });
  replies.set(`${at}/firewall/options`, { data: { digest: 'x' } });
  replies.set(`${at}/firewall/rules`, { data: [] });
  replies.set(`${at}/status/current`, () => ({
    data: { status: rowOf(vmid).status, name: hostname, uptime: rowOf(vmid).uptime },
  }));
}

const rowOf = (vmid: number): Row => {
  const row = rows.find((r) => r.vmid === vmid);
  if (!row) throw new Error(`no row of ${vmid}`);
  return row;
};

async function observe(pace: Partial<Pace> = {}): Promise<Observer> {
  const server = createServer({ key: pem.private, cert: pem.cert }, (req, res) => {
    const path = new URL(req.url ?? '', 'https://x').pathname.replace('/api2/json', '');
    asked.push(path);
    const found = replies.get('*') ?? replies.get(path);
    const reply = typeof found === 'function' ? found() : (found ?? { status: 501, text: 'no such path' });
    if (reply === 'silence') return;
    res.writeHead(reply.status ?? 200, reply.text ?? 'OK', { 'content-type': 'application/json' });
    res.end(reply.status ? '{"data":null}' : JSON.stringify({ data: reply.data }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const proxmox = connectProxmox({
    url: `https://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    tokenId: 'a@pve!b',
    tokenSecret: new Secret('c'),
    fingerprint: new X509Certificate(pem.cert).fingerprint256,
    log: () => undefined,
  });
  const observer = createObserver({ proxmox, log: () => undefined, clock, pace: { ...quick, ...pace } });
  ends.push(async () => {
    await observer.stop();
    proxmox.close();
    server.closeAllConnections();
    server.close();
  });
  observer.start();
  return observer;
}

async function until(condition: () => boolean, what = ''): Promise<void> {
  for (let n = 0; n < 600; n += 1) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(condition(), what || String(condition)).toBe(true);
}

const of = (observer: Observer, vmid: number) => observer.current().containers.get(vmid);
const loaded = (observer: Observer) =>
  until(
    () =>
      [...observer.current().containers.values()].every((c) => c.configuredAt !== null) &&
      observer.current().containers.size > 1,
  );

describe('what is seen', () => {
  test('host, containers, storages, bridges, jobs and the cluster firewall', async () => {
    const observer = await observe();
    await loaded(observer);
    await until(
      () => observer.current().hosts[0]?.pveVersion !== null && observer.current().hosts[0]?.bridges.length === 2,
    );
    const seen = observer.current();
    expect(seen).toMatchObject({ error: null, backupJobs: 1, clusterFirewall: true });
    expect(seen.hosts).toMatchObject([
      {
        node: 'pve',
        online: true,
        pveVersion: '8.4.21',
        kernel: '6.8.12-13-pve',
        uptimeSeconds: 77,
        cpu: 0.5,
        cpus: 4,
        memoryUsedBytes: 6,
        bridges: ['vmbr0', 'vmbr1'],
        storages: [{ storage: 'local', active: true }],
      },
    ]);
    expect([...seen.containers.keys()]).toEqual([101, 102]);
    expect(of(observer, 101)).toMatchObject({
      name: 'web',
      status: 'running',
      unreadable: null,
      config: { hostname: 'web', memoryMiB: 512, power: 'running' },
    });
  });

  test('the object is replaced, not changed, and listeners hear of it', async () => {
    const observer = await observe();
    let heard = 0;
    const leave = observer.onMove(() => {
      heard += 1;
    });
    await loaded(observer);
    const before = observer.current();
    const one = of(observer, 101);
    rowOf(101).status = 'stopped';
    await until(() => of(observer, 101)?.status === 'stopped');
    expect(before.containers.get(101)).toBe(one);
    expect(one?.status).toBe('running');
    expect(of(observer, 101)).toMatchObject({ usage: null, startedAt: null, config: { power: 'stopped' } });
    expect(heard).toBeGreaterThan(1);
    leave();
  });

  test('a container that is gone is dropped; one that is new is read', async () => {
    const observer = await observe();
    await loaded(observer);
    rows = rows.filter((row) => row.vmid !== 102);
    add(103, 'new');
    await until(() => !of(observer, 102) && of(observer, 103)?.config?.hostname === 'new');
  });

  test('rates come from counters, and a counter that fell began at zero', async () => {
    const observer = await observe();
    await loaded(observer);
    await until(() => typeof of(observer, 101)?.usage?.cpu === 'number');
    Object.assign(rowOf(101), { netin: 6000, uptime: 510 });
    await until(() => of(observer, 101)?.usage?.netInBytesPerSecond === 500);
    Object.assign(rowOf(101), { netin: 40, uptime: 3 });
    await until(() => of(observer, 101)?.usage?.uptimeSeconds === 3);
    Object.assign(rowOf(101), { netin: 140, uptime: 13 });
    await until(() => of(observer, 101)?.usage?.netInBytesPerSecond === 10);
    expect(observer.ring(101).netInBytesPerSecond.slice(0, 2)).toEqual([null, 500]);
  });

  test('the export is preferred, with what was before it', async () => {
    const base = Math.floor(Date.now() / 1000) - 600;
    const points = (at: number, netIn: number) =>
      Object.entries({
        cpu_current: 0.25,
        mem_used: 7,
        mem_total: 9,
        net_in: netIn,
        net_out: 0,
        disk_read: 0,
        disk_write: 0,
        disk_used: 3,
        disk_total: 4,
        uptime: at - base + 50,
      }).map(([metric, value]) => ({ id: 'lxc/101', metric, value, timestamp: at, type: 'gauge' }));
    replies.set('/cluster/metrics/export', {
      data: { data: Array.from({ length: 60 }, (_, n) => points(base + n * 10, n * 1000)).flat() },
    });
    const observer = await observe();
    await until(() => typeof of(observer, 101)?.usage?.cpu === 'number');
    expect(of(observer, 101)?.usage).toMatchObject({
      at: (base + 590) * 1000,
      cpu: 0.25,
      memoryBytes: 7,
      netInBytesPerSecond: 100,
      diskBytes: 3,
    });
    expect(observer.ring(101).times).toHaveLength(60);
    expect(of(observer, 101)?.cpuSpark.length).toBeGreaterThan(15);
  });
});

describe('when Proxmox fails', () => {
  test('silence turns what is known stale, in time, and keeps it; it is fresh again afterwards', async () => {
    const observer = await observe();
    await loaded(observer);
    let told = false;
    observer.onMove(() => {
      const { lastAnswerAt } = observer.current();
      told ||= lastAnswerAt !== null && clock.now() - lastAnswerAt > staleAfterMs;
    });
    replies.set('*', 'silence');
    await new Promise((resolve) => setTimeout(resolve, 400));
    shift = staleAfterMs + 1_000;
    await until(() => told && observer.current().error !== null);
    expect(observer.current().containers.size).toBe(2);
    expect(of(observer, 101)?.config?.hostname).toBe('web');
    replies.delete('*');
    await until(
      () => observer.current().error === null && clock.now() - (observer.current().lastAnswerAt ?? 0) < 1_000,
    );
  });

  test('old states do not look new because something else still answers', async () => {
    const observer = await observe();
    await loaded(observer);
    replies.set('/cluster/resources', { status: 500, text: 'ipcc_send_rec failed' });
    await until(() => observer.current().error?.includes('ipcc') === true);
    const { lastAnswerAt, beats } = observer.current();
    await until(() => observer.current().beats > beats + 2);
    expect(observer.current().lastAnswerAt).toBe(lastAnswerAt);
  });

  test('a refused token is said', async () => {
    replies.set('*', { status: 401, text: 'Authentication failed!' });
    const observer = await observe();
    await until(() => observer.current().error === 'Authentication failed!');
    expect(observer.current().lastAnswerAt).toBeNull();
  });

  test('a list that is suddenly empty is a lost right, not thirty lost containers', async () => {
    const observer = await observe();
    await loaded(observer);
    const all = rows;
    rows = rows.filter((row) => row.type !== 'lxc');
    await until(() => observer.current().error?.includes('VM.Audit') === true);
    expect(observer.current().containers.size).toBe(2);
    rows = all;
    await until(() => observer.current().error === null);
    rows = rows.filter((row) => row.type !== 'lxc');
    for (const vmid of [101, 102])
      replies.set(`/nodes/pve/lxc/${vmid}/config`, {
        status: 500,
        text: `Configuration file 'nodes/pve/lxc/${vmid}.conf' does not exist`,
      });
    await until(() => observer.current().containers.size === 0);
  });

  test.each<[string, () => void]>([
    ['a value that cannot be', () => configs.set(102, { hostname: 'db', memory: { much: true }, rootfs: 17 })],
    ['a list for a config', () => replies.set('/nodes/pve/lxc/102/config', { data: ['what'] })],
    ['rules that are no list', () => replies.set('/nodes/pve/lxc/102/firewall/rules', { data: 'none' })],
    ['a refusal', () => replies.set('/nodes/pve/lxc/102/config', { status: 500, text: 'unable to parse config' })],
    ['no right', () => replies.set('/nodes/pve/lxc/102/config', { status: 403, text: 'Permission check failed' })],
    ['a row without a node', () => Object.assign(rowOf(102), { node: { not: 'a node' } })],
    ['a row of nonsense', () => Object.assign(rowOf(102), { node: 5, cpu: 'hot', mem: [], status: 9, name: null })],
  ])('%s makes one container unreadable, and the others go on', async (_what, spoil) => {
    add(103, 'cache');
    spoil();
    const observer = await observe();
    await until(() => typeof of(observer, 102)?.unreadable === 'string');
    await until(() => of(observer, 101)?.config?.hostname === 'web' && of(observer, 103)?.config?.hostname === 'cache');
    expect(of(observer, 102)?.config).toBeNull();
    expect(observer.current().error).toBeNull();
  });

  test('odd numbers in a row cost those numbers and no more', async () => {
    Object.assign(rowOf(102), { cpu: 'hot', mem: '300', maxmem: null });
    const observer = await observe();
    await loaded(observer);
    expect(of(observer, 102)).toMatchObject({ status: 'running', unreadable: null, usage: null });
    await until(() => of(observer, 101)?.usage?.cpu === 0.1);
  });
});

describe('what moves', () => {
  test('a task makes what it names be read again at once', async () => {
    const observer = await observe({ sweepMs: 60_000 });
    await loaded(observer);
    configs.set(101, { ...configs.get(101), memory: 1024, digest: 'f'.repeat(40) });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(of(observer, 101)?.config?.memoryMiB).toBe(512);
    replies.set('/cluster/tasks', {
      data: [
        {
          upid: 'UPID:x',
          node: 'pve',
          type: 'vzstart',
          id: '101',
          user: 'root@pam',
          tokenid: 'panel',
          starttime: 5,
          endtime: 6,
          status: 'OK',
        },
      ],
    });
    await until(() => of(observer, 101)?.config?.memoryMiB === 1024);
    expect(observer.current().tasks).toMatchObject([
      { user: 'root@pam!panel', startedAt: 5_000, endedAt: 6_000, status: 'OK' },
    ]);
  });

  test('the sweep finds what no task told', async () => {
    const observer = await observe();
    await loaded(observer);
    configs.set(102, { ...configs.get(102), memory: 2048, digest: 'e'.repeat(40) });
    replies.set('/nodes/pve/lxc/102/pending', {
      data: [
        { key: 'nameserver', pending: '9.9.9.9' },
        { key: 'swap', value: 1, delete: 1 },
        { key: 'memory', value: 2048 },
      ],
    });
    await until(() => of(observer, 102)?.config?.memoryMiB === 2048);
    expect(of(observer, 102)?.pending).toEqual([
      { key: 'nameserver', value: null, pending: '9.9.9.9', delete: false },
      { key: 'swap', value: '1', pending: null, delete: true },
    ]);
  });

  test('what is pending is not asked for again while nothing moves', async () => {
    const observer = await observe();
    await loaded(observer);
    const before = asked.filter((path) => path.endsWith('/pending')).length;
    const configsBefore = asked.filter((path) => path.endsWith('/config')).length;
    await until(() => asked.filter((path) => path.endsWith('/config')).length > configsBefore + 3);
    expect(asked.filter((path) => path.endsWith('/pending'))).toHaveLength(before);
  });

  test("a followed container's own word wins over the list, and for a while afterwards", async () => {
    const observer = await observe();
    await loaded(observer);
    replies.set('/nodes/pve/lxc/101/status/current', { data: { status: 'stopped', uptime: 0, lock: 'backup' } });
    const following = observer.follow('pve', 101);
    await until(() => of(observer, 101)?.status === 'stopped');
    expect(of(observer, 101)?.lock).toBe('backup');
    following.done();
    following.done();
    const { beats } = observer.current();
    await until(() => observer.current().beats > beats + 5);
    expect(of(observer, 101)?.status).toBe('stopped');
    const count = asked.filter((path) => path.includes('status/current')).length;
    shift = 26_000;
    await until(() => of(observer, 101)?.status === 'running');
    expect(asked.filter((path) => path.includes('status/current'))).toHaveLength(count);
  });

  test('refresh reads one now, and its reading is not overwritten by an older one', async () => {
    const observer = await observe({ sweepMs: 60_000 });
    await loaded(observer);
    configs.set(101, { ...configs.get(101), cores: 4, digest: 'd'.repeat(40) });
    const answer = await observer.refresh('pve', 101);
    expect(answer).toMatchObject({ ok: true, value: { vmid: 101, config: { cores: 4 }, digest: 'd'.repeat(40) } });
    expect(of(observer, 101)?.config?.cores).toBe(4);
    replies.set('/nodes/pve/lxc/109/status/current', {
      status: 500,
      text: "Configuration file 'nodes/pve/lxc/109.conf' does not exist",
    });
    expect(await observer.refresh('pve', 109)).toMatchObject({ ok: false, error: { kind: 'not-found' } });
    expect(of(observer, 109)).toBeUndefined();
  });
});

test('nothing is asked after stop, and readers of the past find nothing', async () => {
  const observer = await observe();
  await loaded(observer);
  await observer.stop();
  const count = asked.length;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(asked).toHaveLength(count);
  expect(observer.ring(999).times).toEqual([]);
});
