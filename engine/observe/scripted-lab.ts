/**
 * For tests: a small lab behind a scripted Proxmox, for what a true simulator never does: silence, nonsense, lost
 * rights. Two containers, web (101) and db (102); a test changes rows, configs and replies as it goes.
 */
import { createObserver } from '@/engine/observe/observe';
import type { Observer } from '@/engine/observe/observer';
import type { Pace } from '@/engine/observe/pace';
import { connectProxmox } from '@/engine/proxmox/connect';
import { answerJson, type Certificate, scriptedProxmox } from '@/engine/proxmox/scripted-proxmox';
import { Secret } from '@/engine/secret';
import type { ObservedContainer } from '@/lib/live/observed';

export type Reply = { status?: number; data?: unknown; text?: string } | 'silence';
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

export class ScriptedLab {
  rows: Row[] = [
    { type: 'node', node: 'pve', status: 'online', cpu: 0.2, maxcpu: 4, mem: 5, maxmem: 10, uptime: 99 },
    {
      type: 'storage',
      node: 'pve',
      storage: 'local',
      plugintype: 'dir',
      disk: 1,
      maxdisk: 2,
      status: 'available',
      shared: 0,
    },
  ];
  readonly configs = new Map<number, Row>();
  /** By path; `*` is for all of them. */
  readonly replies = new Map<string, Reply | (() => Reply)>([
    ['/cluster/tasks', { data: [] }],
    ['/cluster/resources', () => ({ data: this.rows })],
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
  /** Paths, in order of arrival. */
  readonly asked: string[] = [];
  /** How far the observer's clock is ahead of ours. */
  shift = 0;
  readonly clock = () => Date.now() + this.shift;
  readonly #ends: (() => unknown)[] = [];
  readonly #certificate: Certificate;

  constructor(certificate: Certificate) {
    this.#certificate = certificate;
    this.add(101, 'web');
    this.add(102, 'db');
  }

  add(vmid: number, hostname: string): void {
    this.rows.push({
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
    });
    this.configs.set(vmid, {
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
    this.replies.set(`${at}/config`, () => ({ data: this.configs.get(vmid) }));
    this.replies.set(`${at}/pending`, { data: [{ key: 'memory', value: 512 }] });
    this.replies.set(`${at}/firewall/options`, { data: { digest: 'x' } });
    this.replies.set(`${at}/firewall/rules`, { data: [] });
    this.replies.set(`${at}/status/current`, () => ({
      data: { status: this.row(vmid).status, name: hostname, uptime: this.row(vmid).uptime },
    }));
  }

  row(vmid: number): Row {
    const row = this.rows.find((r) => r.vmid === vmid);
    if (!row) throw new Error(`no row of ${vmid}`);
    return row;
  }

  /** Edits the config as somebody on the host would. */
  edit(vmid: number, set: Row): void {
    this.configs.set(vmid, { ...this.configs.get(vmid), ...set, digest: crypto.randomUUID() });
  }

  askedFor(part: string): number {
    return this.asked.filter((path) => path.includes(part)).length;
  }

  /** Starts an observer of it. */
  async observe(pace: Partial<Pace> = {}): Promise<Observer> {
    const scripted = await scriptedProxmox(this.#certificate, (req, res) => {
      const path = new URL(req.url ?? '', 'https://x').pathname.replace('/api2/json', '');
      this.asked.push(path);
      const found = this.replies.get('*') ?? this.replies.get(path);
      const reply = typeof found === 'function' ? found() : (found ?? { status: 501, text: 'no such path' });
      if (reply !== 'silence') answerJson(res, reply.status ?? 200, { data: reply.data ?? null }, reply.text);
    });
    const proxmox = connectProxmox({
      url: scripted.url,
      tokenId: 'a@pve!b',
      tokenSecret: new Secret('c'),
      fingerprint: this.#certificate.fingerprint,
      log: () => undefined,
    });
    const observer = createObserver({ proxmox, log: () => undefined, clock: this.clock, pace: { ...quick, ...pace } });
    this.#ends.push(async () => {
      await observer.stop();
      proxmox.close();
      scripted.close();
    });
    observer.start();
    return observer;
  }

  async end(): Promise<void> {
    for (const end of this.#ends.splice(0)) await end();
  }
}

export async function until(condition: () => boolean): Promise<void> {
  for (let n = 0; n < 600; n += 1) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`it never became true: ${condition}`);
}

export const of = (observer: Observer, vmid: number): ObservedContainer | undefined =>
  observer.current().containers.get(vmid);

/** Every configuration was read once. */
export const loaded = (observer: Observer): Promise<void> =>
  until(() => {
    const containers = [...observer.current().containers.values()];
    return containers.length > 1 && containers.every((container) => container.configuredAt !== null);
  });
