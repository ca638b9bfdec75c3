/** The observer and the client against the simulator, over real HTTPS, with its faults. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createObserver } from '@/engine/observe/observe';
import type { Observer } from '@/engine/observe/observer';
import type { Pace } from '@/engine/observe/pace';
import { loaded, of, until } from '@/engine/observe/scripted-lab';
import { connectProxmox } from '@/engine/proxmox/connect';
import type { Proxmox } from '@/engine/proxmox/proxmox';
import { Secret } from '@/engine/secret';
import { type LabFile, labFileSchema } from '@/lib/lab/lab-file';
import { staleAfterMs } from '@/lib/live/observed';
import { type Simulator, startSimulator } from '@/simulator/simulator';

const count = 30;
const quick: Partial<Pace> = { tasksMs: 150, beatMs: 400, sweepMs: 50, minuteMs: 500, followMs: 100, tickMs: 50 };

const lab: LabFile = labFileSchema.parse({
  about: 'thirty alike',
  host: { node: 'pve', pve_version: '8.4', kernel: '6.8.12-13-pve', memory_gib: 64, cpus: 8 },
  networks: [{ bridge: 'vmbr0', cidr: '192.168.0.0/24', gateway: '192.168.0.1', role: 'LAN' }],
  storages: [{ id: 'local-lvm', type: 'lvmthin', content: ['rootdir'] }],
  categories: { core: 'all of them' },
  containers: Array.from({ length: count }, (_, n) => ({
    vmid: 101 + n,
    hostname: `host-${101 + n}`,
    category: 'core',
    purpose: 'none',
    ostype: 'debian',
    template: 'debian-12',
    unprivileged: true,
    cores: 1,
    memory_mib: 512,
    swap_mib: 512,
    rootfs: { storage: 'local-lvm', size: '4G' },
    mounts: [],
    nics: [
      { id: 'net0', name: 'eth0', bridge: 'vmbr0', ip: `192.168.0.${10 + n}/24`, gw: '192.168.0.1', firewall: true },
    ],
    features: { nesting: true },
    onboot: true,
    tags: ['core'],
    gpu: false,
    firewall: { enable: true, rules: [] },
    service_probes: [],
  })),
});

let simulator: Simulator;
let proxmox: Proxmox;
let observer: Observer | null;

beforeEach(async () => {
  observer = null;
  simulator = await startSimulator({ state: lab, timeScale: 20, authDelayMs: 50 });
  proxmox = connectProxmox({
    url: simulator.url,
    tokenId: simulator.token.id,
    tokenSecret: new Secret(simulator.token.secret),
    fingerprint: simulator.fingerprint,
    log: () => undefined,
  });
});
afterEach(async () => {
  await observer?.stop();
  proxmox.close();
  await simulator.stop();
});

function observe(pace: Partial<Pace> = quick): Observer {
  observer = createObserver({ proxmox, log: () => undefined, pace });
  observer.start();
  return observer;
}

async function control(path: string, body: unknown = {}, method = 'POST'): Promise<unknown> {
  const answer = await fetch(`${simulator.controlUrl}${path}`, {
    method,
    ...(method === 'GET' || method === 'DELETE' ? {} : { body: JSON.stringify(body) }),
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
  return answer.json();
}

describe('the observer', () => {
  test('sees thirty containers with their configuration, usage and half an hour of it', async () => {
    const seen = observe();
    await loaded(seen);
    await until(() => [...seen.current().containers.values()].every((c) => c.usage !== null));
    expect(seen.current()).toMatchObject({ error: null, hosts: [{ node: 'pve', online: true, pveVersion: '8.4.21' }] });
    expect(seen.current().containers.size).toBe(count);
    expect(of(seen, 107)).toMatchObject({
      name: 'host-107',
      status: 'running',
      unreadable: null,
      config: { memoryMiB: 512, nics: [{ bridge: 'vmbr0' }], firewall: { enable: true } },
    });
    expect(seen.ring(107).times.length).toBeGreaterThan(100);
    expect(seen.ring(107).netInBytesPerSecond.at(-1)).toBeGreaterThan(0);
    await until(() => (seen.current().hosts[0]?.netInBytesPerSecond ?? 0) > 0);
  });

  test('a line that swallows everything is told within ten seconds, at the real pace', async () => {
    const seen = observe({});
    await until(() => seen.current().containers.size === count && seen.current().lastAnswerAt !== null);
    let toldAt = 0;
    seen.onMove(() => {
      if (toldAt === 0 && Date.now() - (seen.current().lastAnswerAt ?? 0) > staleAfterMs) toldAt = Date.now();
    });
    const cutAt = Date.now();
    await control('/faults', { id: 'cut', blackhole: true });
    await new Promise((resolve) => setTimeout(resolve, 10_500));
    expect(toldAt - cutAt).toBeGreaterThan(0);
    expect(toldAt - cutAt).toBeLessThanOrEqual(10_000);
    expect(seen.current().containers.size).toBe(count);
    await control('/faults', {}, 'DELETE');
    await until(() => Date.now() - (seen.current().lastAnswerAt ?? 0) < 2_000);
  }, 30_000);

  test('garbage in one container leaves the other twenty-nine', async () => {
    await control('/faults', { garbage: 107 });
    const seen = observe();
    await until(() => typeof of(seen, 107)?.unreadable === 'string');
    await until(() => [...seen.current().containers.values()].filter((c) => c.config !== null).length === count - 1);
    expect(seen.current().error).toBeNull();
  });

  test('without the export, usage comes from the list', async () => {
    await control('/faults', {
      match: 'metrics/export',
      status: 501,
      text: "Method 'GET /cluster/metrics/export' not implemented",
    });
    const seen = observe();
    await until(() => (of(seen, 107)?.usage?.memoryBytes ?? 0) > 0);
    await until(() => seen.ring(107).times.length > 2);
    expect(seen.current().error).toBeNull();
  });

  test('an edit behind our back is seen by the sweep', async () => {
    const seen = observe();
    await loaded(seen);
    const digest = of(seen, 110)?.digest;
    await control('/out-of-band', { vmid: 110, set: { memory: 2048 } });
    await until(() => of(seen, 110)?.config?.memoryMiB === 2048);
    expect(of(seen, 110)?.digest).not.toBe(digest);
  });

  test('asks the same number of times, however many listen', async () => {
    const seen = observe({ ...quick, beatMs: 500 });
    await loaded(seen);
    const asked = async () => {
      await control('/requests', {}, 'DELETE');
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      return ((await control('/requests', {}, 'GET')) as { total: number }).total;
    };
    const alone = await asked();
    const leave = Array.from({ length: 50 }, () => seen.onMove(() => void seen.current()));
    const crowded = await asked();
    for (const one of leave) one();
    expect(alone).toBeGreaterThan(20);
    // One request a listener would be fifty times as many; the rest is the machine's noise.
    expect(crowded).toBeLessThan(alone * 1.5);
  });
});

describe('the client', () => {
  test('restarts a container, follows the task to its end, and the observer sees it run again', async () => {
    const seen = observe();
    await loaded(seen);
    const startedAt = of(seen, 107)?.startedAt ?? 0;
    const following = seen.follow('pve', 107);
    const sent = await proxmox.send<string>('POST', '/nodes/pve/lxc/107/status/reboot');
    if (!sent.ok) throw new Error(sent.error.text);
    const parts: string[][] = [];
    const end = await proxmox.waitForTask(sent.value, { onLog: (lines) => parts.push(lines) });
    expect(end).toMatchObject({ ok: true, value: { ok: true, exitStatus: 'OK' } });
    expect(parts.flat().at(-1)).toBe('TASK OK');
    await until(() => of(seen, 107)?.status === 'running' && (of(seen, 107)?.startedAt ?? 0) > startedAt);
    following.done();
    await until(() => seen.current().tasks.some((task) => task.upid === sent.value && task.status === 'OK'));
  });

  test('what is hard to encode comes back as it was', async () => {
    const path = '/nodes/pve/lxc/107/config';
    const description = 'a=b;c&d+e 100% "ü" #1\nsecond line';
    expect(await proxmox.send('PUT', path, { description, tags: 'media;core' })).toMatchObject({ ok: true });
    const config = await proxmox.get<Record<string, unknown>>(path);
    expect(config).toMatchObject({ ok: true, value: { tags: 'core;media' } });
    expect(config.ok && String(config.value.description).trimEnd()).toBe(description);
  });

  test('refusals are told apart', async () => {
    const at = '/nodes/pve/lxc';
    const kindOf = async (answer: ReturnType<Proxmox['send']>) => {
      const { ok, ...rest } = await answer;
      return ok ? 'ok' : 'error' in rest ? rest.error.kind : '';
    };
    expect(await kindOf(proxmox.get(`${at}/999/config`))).toBe('not-found');
    expect(await kindOf(proxmox.send('POST', `${at}/107/status/start`))).toBe('conflict');
    expect(await kindOf(proxmox.send('PUT', `${at}/107/config`, { digest: 'f'.repeat(40), cores: '2' }))).toBe(
      'conflict',
    );
    expect(await kindOf(proxmox.send('PUT', `${at}/107/config`, { memory: 'much' }))).toBe('invalid');
    await control('/faults', { stuckLock: { vmid: 107, lock: 'backup' } });
    expect(await kindOf(proxmox.send('PUT', `${at}/107/config`, { cores: '2' }))).toBe('locked');
    await control('/faults', { tokenRevoked: true });
    expect(await kindOf(proxmox.get('/version'))).toBe('unauthorized');
  });

  test('a write whose answer is lost was done once, and says only that it was sent', async () => {
    await control('/faults', { method: 'PUT', drop: 'after', times: 1 });
    const lost = await proxmox.send('PUT', '/nodes/pve/lxc/107/config', { cores: '3' });
    expect(lost).toMatchObject({ ok: false, error: { kind: 'timeout', sent: true } });
    const { items } = (await control('/mutations', {}, 'GET')) as { items: { method: string }[] };
    expect(items.filter((item) => item.method === 'PUT')).toHaveLength(1);
    expect(await proxmox.get('/nodes/pve/lxc/107/config')).toMatchObject({ ok: true, value: { cores: 3 } });
  });

  test('a connection dropped before the request costs a read nothing', async () => {
    await control('/faults', { method: 'GET', drop: 'before', times: 2 });
    expect((await proxmox.get('/version')).ok).toBe(true);
  });

  test('a host that refuses connections is unreachable', async () => {
    await control('/faults', { down: true });
    expect(await proxmox.send('POST', '/nodes/pve/lxc/107/status/stop')).toMatchObject({
      ok: false,
      error: { kind: 'unreachable' },
    });
    expect(((await control('/mutations', {}, 'GET')) as { total: number }).total).toBe(0);
  });

  test('a task that fails keeps its text and its log', async () => {
    await control('/faults', { taskFail: { type: 'vzstop', text: 'CT is locked (backup)' } });
    const sent = await proxmox.send<string>('POST', '/nodes/pve/lxc/107/status/stop');
    if (!sent.ok) throw new Error(sent.error.text);
    const end = await proxmox.waitForTask(sent.value);
    expect(end).toMatchObject({ ok: true, value: { ok: false, exitStatus: 'CT is locked (backup)' } });
    expect(end.ok && end.value.log.at(-1)).toBe('TASK ERROR: CT is locked (backup)');
  });
});
