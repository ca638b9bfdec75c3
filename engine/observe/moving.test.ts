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

describe('what moves', () => {
  test('a task makes what it names be read again at once', async () => {
    const observer = await lab.observe({ sweepMs: 60_000 });
    await loaded(observer);
    lab.edit(101, { memory: 1024 });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(of(observer, 101)?.config?.memoryMiB).toBe(512);
    lab.replies.set('/cluster/tasks', {
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
    const observer = await lab.observe();
    await loaded(observer);
    lab.edit(102, { memory: 2048 });
    lab.replies.set('/nodes/pve/lxc/102/pending', {
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
    const observer = await lab.observe();
    await loaded(observer);
    const before = lab.askedFor('/pending');
    const configsBefore = lab.askedFor('/config');
    await until(() => lab.askedFor('/config') > configsBefore + 3);
    expect(lab.askedFor('/pending')).toBe(before);
  });

  test("a followed container's own word wins over the list, and for a while afterwards", async () => {
    const observer = await lab.observe();
    await loaded(observer);
    lab.replies.set('/nodes/pve/lxc/101/status/current', { data: { status: 'stopped', uptime: 0, lock: 'backup' } });
    const following = observer.follow('pve', 101);
    await until(() => of(observer, 101)?.status === 'stopped');
    expect(of(observer, 101)?.lock).toBe('backup');
    following.done();
    following.done();
    const { beats } = observer.current();
    await until(() => observer.current().beats > beats + 5);
    expect(of(observer, 101)?.status).toBe('stopped');
    const count = lab.askedFor('status/current');
    lab.shift = 26_000;
    await until(() => of(observer, 101)?.status === 'running');
    expect(lab.askedFor('status/current')).toBe(count);
  });

  test('refresh reads one now, and one that is not there is not found', async () => {
    const observer = await lab.observe({ sweepMs: 60_000 });
    await loaded(observer);
    lab.edit(101, { cores: 4 });
    const answer = await observer.refresh('pve', 101);
    expect(answer).toMatchObject({
      ok: true,
      value: { vmid: 101, config: { cores: 4 }, digest: lab.configs.get(101)?.digest },
    });
    expect(of(observer, 101)?.config?.cores).toBe(4);
    lab.replies.set('/nodes/pve/lxc/109/status/current', {
      status: 500,
      text: "Configuration file 'nodes/pve/lxc/109.conf' does not exist",
    });
    expect(await observer.refresh('pve', 109)).toMatchObject({ ok: false, error: { kind: 'not-found' } });
    expect(of(observer, 109)).toBeUndefined();
  });
});

test('nothing is asked after stop, and readers of the past find nothing', async () => {
  const observer = await lab.observe();
  await loaded(observer);
  await observer.stop();
  // What was under way may still be arriving.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const count = lab.asked.length;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(lab.asked).toHaveLength(count);
  expect(observer.ring(999).times).toEqual([]);
});
