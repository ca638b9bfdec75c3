/** Answers of a real host go through every read, over HTTPS, and nothing of them is lost. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectProxmox } from '@/engine/proxmox/connect';
import type { Proxmox } from '@/engine/proxmox/proxmox';
import {
  readBackupJobs,
  readBridges,
  readClusterFirewall,
  readConfig,
  readCurrent,
  readFirewall,
  readNodeStatus,
  readPending,
  readResources,
  readTasks,
} from '@/engine/proxmox/read';
import { readPermissions, readVersion } from '@/engine/proxmox/read-access';
import { readHistory } from '@/engine/proxmox/read-history';
import { readContainerTasks } from '@/engine/proxmox/read-task';
import { answerJson, newCertificate, type Scripted, scriptedProxmox } from '@/engine/proxmox/scripted-proxmox';
import { Secret } from '@/engine/secret';
import type { Result } from '@/lib/result';

const folder = fileURLToPath(new URL('../../../shared/pve/samples/', import.meta.url));
const there = existsSync(folder);

type Data = Record<string, unknown>;
type Sample = { request: { path: string }; response: { status: number; body: { data: Data | Data[] } } };
const samples = new Map<string, Sample['response']>();
let server: Scripted;
let proxmox: Proxmox;

beforeAll(async () => {
  if (!there) return;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const { request, response } = JSON.parse(readFileSync(folder + file, 'utf8')) as Sample;
    samples.set(request.path.replace('/api2/json', '').split('?')[0] ?? '', response);
  }
  const certificate = await newCertificate();
  server = await scriptedProxmox(certificate, (req, res) => {
    const sample = samples.get((req.url ?? '').replace('/api2/json', '').split('?')[0] ?? '');
    if (sample) answerJson(res, sample.status, shuffled(sample.body));
    else answerJson(res, 500, { data: null, message: 'no sample\n' });
  });
  proxmox = connectProxmox({
    url: server.url,
    tokenId: 'panel@pve!full',
    tokenSecret: new Secret('secret'),
    fingerprint: certificate.fingerprint,
    log: () => undefined,
  });
});
afterAll(() => {
  proxmox?.close();
  server?.close();
});

/** Keys come in another order each time (FACTS §1): here in reverse. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, shuffled(item)]),
  );
}

const dataOf = (path: string) => samples.get(path)?.body.data as never;

async function good<T>(asked: Promise<Result<T, unknown>>): Promise<T> {
  const answer = await asked;
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
}

describe.runIf(there)('samples of a real host', () => {
  test('a configuration keeps every key, known or not', async () => {
    for (const vmid of [101, 102])
      expect(await good(readConfig(proxmox, 'pve', vmid, {}))).toEqual(dataOf(`/nodes/pve/lxc/${vmid}/config`));
  });

  test('every container, node and storage of the list is usable', async () => {
    const list: Data[] = dataOf('/cluster/resources');
    const of = (type: string) => list.filter((one) => one.type === type);
    const { guests, broken, nodes, storages } = await good(readResources(proxmox, {}));
    expect(guests.map(({ vmid }) => vmid)).toEqual(of('lxc').map(({ vmid }) => vmid));
    expect([broken, nodes.length, storages.length]).toEqual([[], of('node').length, of('storage').length]);
    for (const guest of guests) expect(guest).toMatchObject({ maxmem: expect.any(Number), name: expect.any(String) });
    for (const { storage } of storages) expect(storage.totalBytes).toBeGreaterThan(0);
  });

  test('every task of both lists, with its token, newest first', async () => {
    const recent = await good(readTasks(proxmox, {}));
    expect(recent).toHaveLength((dataOf('/cluster/tasks') as Data[]).length);
    expect(recent[0]?.user).toBe('root@pam!panel');
    expect(recent.map(({ startedAt }) => startedAt)).toEqual(
      recent.map(({ startedAt }) => startedAt).toSorted((a, b) => b - a),
    );
    const { tasks, broken } = await good(readContainerTasks(proxmox, 'pve', 101, {}));
    expect([tasks.length, broken]).toEqual([(dataOf('/nodes/pve/tasks') as Data[]).length, 0]);
  });

  test('a history has a value or none at each moment, and never an invented zero', async () => {
    const points: Data[] = dataOf('/nodes/pve/lxc/101/rrddata');
    const history = await good(readHistory(proxmox, 'pve', 101, 'hour', {}));
    expect(history.times).toHaveLength(points.length);
    expect(history.cpu.filter((value) => value === null)).toHaveLength(
      points.filter((point) => !('cpu' in point)).length,
    );
  });

  test('status, node, firewall, pending, jobs, bridges', async () => {
    expect(await good(readCurrent(proxmox, 'pve', 101, {}))).toMatchObject({ status: 'running', name: 'web1' });
    expect(await good(readCurrent(proxmox, 'pve', 103, {}))).toMatchObject({ status: 'stopped', name: 'cache1' });
    expect(await good(readNodeStatus(proxmox, 'pve', {}))).toMatchObject({
      pveVersion: '8.4.21',
      cpus: expect.any(Number),
      memoryPhysicalBytes: expect.any(Number),
    });
    const firewall = await good(readFirewall(proxmox, 'pve', 101, {}));
    expect(firewall.options).toEqual(dataOf('/nodes/pve/lxc/101/firewall/options'));
    expect(firewall.rules.map(({ pos }) => Number(pos))).toEqual(firewall.rules.map((_, index) => index));
    expect(await good(readClusterFirewall(proxmox, {}))).toBe(true);
    expect(await good(readBackupJobs(proxmox, {}))).toBe((dataOf('/cluster/backup') as Data[]).length);
    expect(await good(readBridges(proxmox, 'pve', {}))).toContain('vmbr0');
    const waiting = (dataOf('/nodes/pve/lxc/102/pending') as Data[]).filter(
      (one) => 'pending' in one || 'delete' in one,
    );
    expect((await good(readPending(proxmox, 'pve', 102, {}))).map(({ key }) => key).sort()).toEqual(
      waiting.map(({ key }) => key).sort(),
    );
  });

  test('who we are', async () => {
    expect(await good(readVersion(proxmox, {}))).toBe('8.4.21');
    expect((await good(readPermissions(proxmox, {})))['/vms']).toMatchObject({ 'VM.Audit': 1 });
  });
});
