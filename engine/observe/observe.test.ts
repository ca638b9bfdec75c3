import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loaded, of, ScriptedLab, until } from '@/engine/observe/scripted-lab';
import { type Certificate, newCertificate } from '@/engine/proxmox/scripted-proxmox';

let certificate: Certificate;
let lab: ScriptedLab;
beforeAll(async () => {
  certificate = await newCertificate();
});
beforeEach(() => {
  lab = new ScriptedLab(certificate);
});
afterEach(() => lab.end());

describe('what is seen', () => {
  test('host, containers, storages, bridges, jobs and the cluster firewall', async () => {
    const observer = await lab.observe();
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
    const observer = await lab.observe();
    let heard = 0;
    const leave = observer.onMove(() => {
      heard += 1;
    });
    await loaded(observer);
    const before = observer.current();
    const one = of(observer, 101);
    lab.row(101).status = 'stopped';
    await until(() => of(observer, 101)?.status === 'stopped');
    expect(before.containers.get(101)).toBe(one);
    expect(one?.status).toBe('running');
    expect(of(observer, 101)).toMatchObject({ usage: null, startedAt: null, config: { power: 'stopped' } });
    expect(heard).toBeGreaterThan(1);
    leave();
  });

  test('a container that is gone is dropped; one that is new is read', async () => {
    const observer = await lab.observe();
    await loaded(observer);
    lab.rows = lab.rows.filter((row) => row.vmid !== 102);
    lab.add(103, 'new');
    await until(() => !of(observer, 102) && of(observer, 103)?.config?.hostname === 'new');
  });

  test('rates come from counters, and a counter that fell began at zero', async () => {
    const observer = await lab.observe();
    await loaded(observer);
    await until(() => typeof of(observer, 101)?.usage?.cpu === 'number');
    Object.assign(lab.row(101), { netin: 6000, uptime: 510 });
    await until(() => of(observer, 101)?.usage?.netInBytesPerSecond === 500);
    Object.assign(lab.row(101), { netin: 40, uptime: 3 });
    await until(() => of(observer, 101)?.usage?.uptimeSeconds === 3);
    Object.assign(lab.row(101), { netin: 140, uptime: 13 });
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
    lab.replies.set('/cluster/metrics/export', {
      data: { data: Array.from({ length: 60 }, (_, n) => points(base + n * 10, n * 1000)).flat() },
    });
    const observer = await lab.observe();
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

  test('metrics from the future are those of a host whose clock is ahead', async () => {
    const timestamp = Math.floor(Date.now() / 1000) + 3_600;
    const values = { cpu_current: 0.25, mem_used: 7, uptime: 50 };
    lab.replies.set('/cluster/metrics/export', {
      data: { data: Object.entries(values).map(([metric, value]) => ({ id: 'lxc/101', metric, value, timestamp })) },
    });
    const observer = await lab.observe();
    await until(() => typeof of(observer, 101)?.usage?.cpu === 'number');
    expect(Math.abs((of(observer, 101)?.usage?.at ?? 0) - Date.now())).toBeLessThan(5_000);
  });
});
