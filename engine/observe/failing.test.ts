import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loaded, of, ScriptedLab, until } from '@/engine/observe/scripted-lab';
import { type Certificate, newCertificate } from '@/engine/proxmox/scripted-proxmox';
import { staleAfterMs } from '@/lib/live/observed';

let certificate: Certificate;
let lab: ScriptedLab;
beforeAll(async () => {
  certificate = await newCertificate();
});
beforeEach(() => {
  lab = new ScriptedLab(certificate);
});
afterEach(() => lab.end());

describe('when Proxmox fails', () => {
  test('silence turns what is known stale, in time, and keeps it; it is fresh again afterwards', async () => {
    const observer = await lab.observe();
    await loaded(observer);
    let told = false;
    observer.onMove(() => {
      const { lastAnswerAt } = observer.current();
      told ||= lastAnswerAt !== null && lab.clock() - lastAnswerAt > staleAfterMs;
    });
    lab.replies.set('*', 'silence');
    await new Promise((resolve) => setTimeout(resolve, 400));
    lab.shift = staleAfterMs + 1_000;
    await until(() => told && observer.current().error !== null);
    expect(observer.current().containers.size).toBe(2);
    expect(of(observer, 101)?.config?.hostname).toBe('web');
    lab.replies.delete('*');
    await until(
      () => observer.current().error === null && lab.clock() - (observer.current().lastAnswerAt ?? 0) < 1_000,
    );
  });

  test('old states do not look new because something else still answers', async () => {
    const observer = await lab.observe();
    await loaded(observer);
    lab.replies.set('/cluster/resources', { status: 500, text: 'ipcc_send_rec failed' });
    await until(() => observer.current().error?.includes('ipcc') === true);
    const { lastAnswerAt, beats } = observer.current();
    await until(() => observer.current().beats > beats + 2);
    expect(observer.current().lastAnswerAt).toBe(lastAnswerAt);
  });

  test('states are asked for even when the metrics stand still', async () => {
    const point = { id: 'lxc/101', metric: 'uptime', value: 9, timestamp: 1_700_000_000, type: 'gauge' };
    lab.replies.set('/cluster/metrics/export', { data: { data: [point] } });
    const observer = await lab.observe();
    await loaded(observer);
    await new Promise((resolve) => setTimeout(resolve, 700));
    lab.row(101).status = 'stopped';
    await until(() => of(observer, 101)?.status === 'stopped');
  });

  test('a refused token is said', async () => {
    lab.replies.set('*', { status: 401, text: 'Authentication failed!' });
    const observer = await lab.observe();
    await until(() => observer.current().error === 'Authentication failed!');
    expect(observer.current().lastAnswerAt).toBeNull();
  });

  test('a list that is suddenly empty is a lost right, not thirty lost containers', async () => {
    const observer = await lab.observe();
    await loaded(observer);
    const all = lab.rows;
    lab.rows = lab.rows.filter((row) => row.type !== 'lxc');
    await until(() => observer.current().error?.includes('VM.Audit') === true);
    expect(observer.current().containers.size).toBe(2);
    lab.rows = all;
    await until(() => observer.current().error === null);
    lab.rows = lab.rows.filter((row) => row.type !== 'lxc');
    for (const vmid of [101, 102])
      lab.replies.set(`/nodes/pve/lxc/${vmid}/config`, {
        status: 500,
        text: `Configuration file 'nodes/pve/lxc/${vmid}.conf' does not exist`,
      });
    await until(() => observer.current().containers.size === 0);
  });

  test.each<[string, () => void]>([
    ['a value that cannot be', () => lab.configs.set(102, { hostname: 'db', memory: { much: true }, rootfs: 17 })],
    ['a list for a config', () => lab.replies.set('/nodes/pve/lxc/102/config', { data: ['what'] })],
    ['a refusal', () => lab.replies.set('/nodes/pve/lxc/102/config', { status: 500, text: 'unable to parse config' })],
    ['no right', () => lab.replies.set('/nodes/pve/lxc/102/config', { status: 403, text: 'Permission check failed' })],
    ['a row without a node', () => Object.assign(lab.row(102), { node: { not: 'a node' } })],
    ['a row of nonsense', () => Object.assign(lab.row(102), { node: 5, cpu: 'hot', mem: [], status: 9, name: null })],
  ])('%s makes one container unreadable, and the others go on', async (_what, spoil) => {
    lab.add(103, 'cache');
    spoil();
    const observer = await lab.observe();
    await until(() => typeof of(observer, 102)?.unreadable === 'string');
    await until(() => of(observer, 101)?.config?.hostname === 'web' && of(observer, 103)?.config?.hostname === 'cache');
    expect(of(observer, 102)?.config).toBeNull();
    expect(observer.current().error).toBeNull();
  });

  test.each([
    ['not implemented', 'options', { status: 501, text: "Method 'GET /x' not implemented" }],
    ['no right', 'options', { status: 403, text: 'Permission check failed (/vms/102, VM.Audit)' }],
    ['garbage', 'options', { data: { enable: 'perhaps' } }],
    ['rules that are no list', 'rules', { data: 'none' }],
  ])('a firewall that cannot be read (%s) leaves the configuration readable', async (_what, part, reply) => {
    lab.replies.set(`/nodes/pve/lxc/102/firewall/${part}`, reply);
    const observer = await lab.observe();
    await loaded(observer);
    expect(of(observer, 102)).toMatchObject({ unreadable: null, firewallUnread: expect.any(String) });
    expect(of(observer, 102)?.config?.hostname).toBe('db');
    expect(of(observer, 101)?.firewallUnread).toBeNull();
  });

  test('odd numbers in a row cost those numbers and no more', async () => {
    Object.assign(lab.row(102), { cpu: 'hot', mem: '300', maxmem: null });
    const observer = await lab.observe();
    await loaded(observer);
    expect(of(observer, 102)).toMatchObject({ status: 'running', unreadable: null, usage: null });
    await until(() => of(observer, 101)?.usage?.cpu === 0.1);
  });
});
