/**
 * The observer: asks Proxmox once for everybody, so that fifty browsers cost what one costs.
 *
 *     every 3 s          the task list; what it names is read again at once
 *     each beat (10 s)   metrics of everything (export, or the cluster's list where there is none), the list itself
 *                        for states and storages, the status of each node
 *     every 2 s          one container's configuration, in turn
 *     every minute       cluster firewall, backup jobs, bridges
 *     every 1 s          the own status of what is in motion; and whether the data has become stale
 *
 * Freshness is `lastAnswerAt` and nothing else: it moves with each good answer, but not while the list of states
 * fails, for then an answer to something else would make old states look new. When Proxmox fails, what is known is
 * kept and `error` says why. One container that cannot be read is `unreadable`; the others go on. Requests are given
 * up after 4 s, so that a line that swallows packets cannot hide itself.
 */
import type { Log } from '@/engine/log';
import { createBeat } from '@/engine/observe/beat';
import { configure } from '@/engine/observe/configure';
import {
  createGuest,
  type Guest,
  seriesOf,
  settle,
  takeConfiguration,
  takeCurrent,
  takeRow,
  takeRowUsage,
  takeSample,
  viewOf,
} from '@/engine/observe/guest';
import { createHost, type Host, hostView, takeHostCpu, takeHostSample } from '@/engine/observe/host';
import { createLoops } from '@/engine/observe/loop';
import type { Observer } from '@/engine/observe/observer';
import type { ProxmoxError } from '@/engine/proxmox/error';
import type { CallOptions, Proxmox } from '@/engine/proxmox/proxmox';
import * as read from '@/engine/proxmox/read';
import { type Observed, type ObservedContainer, type ObservedTask, staleAfterMs } from '@/lib/live/observed';
import { err, ok, type Result } from '@/lib/result';

/** How often each thing is asked for; tests hurry. */
export const defaultPace = {
  tasksMs: 3_000,
  beatMs: 10_000,
  sweepMs: 2_000,
  minuteMs: 60_000,
  followMs: 1_000,
  tickMs: 1_000,
  timeoutMs: 4_000,
};
export type Pace = typeof defaultPace;

export type ObserverOptions = {
  proxmox: Proxmox;
  log: Log;
  clock?: { now(): number };
  pace?: Partial<Pace>;
};

/** A read that a person or a run waits for may take longer. */
const refreshTimeoutMs = 15_000;
const historyMs = 30 * 60_000;
/** After so many beats without the export it is tried again: a host may have been updated. */
const retryExportBeats = 60;
/** Tasks during which a container changes its state. */
const moving = /^vz(start|stop|shutdown|reboot|create|restore|destroy|clone|migrate|rollback|suspend|resume)$/;
const movingMs = 5 * 60_000;

export function createObserver({ proxmox, log, clock = Date, pace: hurry = {} }: ObserverOptions): Observer {
  const pace: Pace = { ...defaultPace, ...hurry };
  const now = () => clock.now();
  const guests = new Map<number, Guest>();
  const hosts = new Map<string, Host>();
  const followed = new Map<number, { node: string; count: number }>();
  const listeners = new Set<() => void>();
  const errors = new Map<string, string>();
  const loops = createLoops(log);
  const ending = new AbortController();
  const brief: CallOptions = { timeoutMs: pace.timeoutMs, signal: ending.signal };

  let tasks: ObservedTask[] = [];
  let tasksRead = false;
  let lastAnswerAt: number | null = null;
  let beats = 0;
  let backupJobs: number | null = null;
  let clusterFirewall: boolean | null = null;
  let stale = true;
  let readings = 0;
  /** Containers whose configuration is to be read, those that something named first. */
  const wanted: number[] = [];
  let sweepAt = 0;
  let current = snapshot();

  function snapshot(): Observed {
    const at = now();
    return {
      lastAnswerAt,
      beats,
      error: errors.values().next().value ?? null,
      endpoint: proxmox.endpoint,
      hosts: [...hosts.values()].map(hostView).sort((a, b) => a.node.localeCompare(b.node)),
      containers: new Map(
        [...guests.values()].sort((a, b) => a.vmid - b.vmid).map((guest) => [guest.vmid, viewOf(guest, at)]),
      ),
      tasks,
      backupJobs,
      clusterFirewall,
    };
  }

  function publish(): void {
    stale = isStale();
    current = snapshot();
    for (const listener of listeners) {
      try {
        listener();
      } catch (cause) {
        log('error', 'a listener of the observer failed', { error: cause });
      }
    }
  }

  const isStale = () => lastAnswerAt === null || now() - lastAnswerAt > staleAfterMs;

  /** The value of an answer, with what it means for freshness; null when there is none. */
  function heard<T>(source: string, answer: Result<T, ProxmoxError>): T | null {
    if (answer.ok) {
      errors.delete(source);
      noteAnswer();
      return answer.value;
    }
    if (ending.signal.aborted) return null;
    if (errors.get(source) !== answer.error.text)
      log('warn', 'Proxmox could not be observed', { source, kind: answer.error.kind, why: answer.error.text });
    errors.set(source, answer.error.text);
    return null;
  }

  function noteAnswer(): void {
    if (errors.has('states')) return;
    lastAnswerAt = now();
    current = { ...current, lastAnswerAt };
  }

  // ---- the list of states, and what follows from it

  async function askResources(): Promise<read.Resources | null> {
    const resources = heard('states', await read.readResources(proxmox, brief));
    if (!resources) return null;
    if (guests.size > 1 && resources.guests.length === 0 && resources.broken.length === 0 && !(await allGone())) {
      errors.set('states', 'Proxmox lists no containers any more: does the token still have VM.Audit on /vms?');
      return null;
    }
    const at = now();
    for (const row of resources.nodes) {
      const host = hosts.get(row.node) ?? createHost(row, at);
      host.row = row;
      host.storages = resources.storages
        .filter((item) => item.node === row.node)
        .map((item) => item.storage)
        .sort((a, b) => a.storage.localeCompare(b.storage));
      hosts.set(row.node, host);
    }
    for (const node of hosts.keys()) if (!resources.nodes.some((row) => row.node === node)) hosts.delete(node);

    for (const row of resources.guests) {
      const guest = guests.get(row.vmid) ?? createGuest(row.vmid, row.node);
      if (!guests.has(row.vmid)) {
        guests.set(row.vmid, guest);
        guest.followed = followed.has(row.vmid);
      }
      takeRow(guest, row, hosts.get(row.node)?.row.status === 'online', at);
      if (guest.configuration === null) want(row.vmid);
    }
    const listed = new Set([...resources.guests, ...resources.broken].map((row) => row.vmid));
    for (const { vmid, why } of resources.broken) {
      const guest = guests.get(vmid) ?? createGuest(vmid, [...hosts.keys()][0] ?? '');
      guests.set(vmid, guest);
      guest.broken = why;
      guest.listedStatus = 'unknown';
      settle(guest, at);
    }
    for (const vmid of guests.keys()) if (!listed.has(vmid)) guests.delete(vmid);
    return resources;
  }

  /** An empty list is also what a token without rights gets (FACTS §2): ask for one that was there. */
  async function allGone(): Promise<boolean> {
    const [guest] = guests.values();
    if (!guest) return true;
    const asked = await read.readConfig(proxmox, guest.node, guest.vmid, brief);
    return !asked.ok && asked.error.kind === 'not-found';
  }

  // ---- metrics

  let exportRests = 0;
  let newestMetric = 0;

  /** Whether the export brought anything new; null when this Proxmox has none. */
  async function askExport(): Promise<boolean | null> {
    if (exportRests > 0) {
      exportRests -= 1;
      return null;
    }
    const since = newestMetric === 0 ? now() - historyMs : null;
    const options = since === null ? brief : { ...brief, timeoutMs: pace.timeoutMs * 2 };
    const asked = await read.readMetrics(proxmox, since, options);
    if (!asked.ok && (asked.error.kind === 'unreachable' || asked.error.kind === 'timeout')) {
      heard('metrics', asked);
      return false;
    }
    errors.delete('metrics');
    if (!asked.ok || asked.value.length === 0) {
      if (newestMetric === 0)
        log('info', 'no metrics export: usage is taken from the list', { why: asked.ok ? 'empty' : asked.error.text });
      exportRests = retryExportBeats;
      return null;
    }
    noteAnswer();
    const before = newestMetric;
    for (const sample of asked.value) {
      newestMetric = Math.max(newestMetric, sample.at);
      const [kind, name = ''] = sample.id.split('/');
      if (kind === 'node') {
        const host = hosts.get(name);
        if (host) takeHostSample(host, sample);
      } else if (kind === 'lxc') {
        const guest = guests.get(Number(name));
        if (guest) takeSample(guest, sample, now());
      }
    }
    return newestMetric > before;
  }

  const beat = createBeat(pace.beatMs, now);
  let misses = 0;

  async function askBeat(): Promise<number> {
    // The export names things only by id: the first list comes before it.
    if (guests.size === 0 || misses > 0) await askStates();
    if (errors.has('states')) {
      misses += 1;
      publish();
      return pace.tasksMs;
    }
    misses = 0;
    let news = await askExport();
    if (news === null) {
      const resources = await askStates();
      news = false;
      for (const row of resources?.guests ?? []) {
        const guest = guests.get(row.vmid);
        if (guest && takeRowUsage(guest, row, now())) news = true;
      }
      if (news) for (const host of hosts.values()) takeHostCpu(host, now());
      // With nothing running the list never moves: that is no reason to hurry.
      if (![...guests.values()].some((guest) => guest.power === 'running')) news = true;
    } else if (news) {
      await Promise.all([askStates(), askNodes()]);
    }
    if (news && exportRests > 0) await askNodes();
    publish();
    if (errors.has('states')) return pace.tasksMs;
    return beat.next(news);
  }

  const askStates = askResources;

  async function askNodes(): Promise<void> {
    await Promise.all(
      [...hosts.values()].map(async (host) => {
        if (host.row.status !== 'online') return;
        const asked = await read.readNodeStatus(proxmox, host.node, brief);
        // Without Sys.Audit the list's values stand.
        if (!asked.ok && asked.error.kind === 'forbidden') return;
        const status = heard(`node ${host.node}`, asked);
        if (!status) return;
        host.status = status;
        host.at = now();
      }),
    );
  }

  // ---- tasks

  async function askTasks(): Promise<number> {
    const began = now();
    const asked = heard('tasks', await read.readTasks(proxmox, brief));
    if (asked) {
      const known = new Map(tasks.map((task) => [task.upid, task]));
      for (const task of asked) {
        const before = known.get(task.upid);
        const vmid = Number(task.id);
        if (!tasksRead || !guests.has(vmid)) continue;
        if (!before || (before.status === null && task.status !== null)) {
          want(vmid, true);
          if (moving.test(task.type)) void askCurrent(vmid);
        }
      }
      tasks = asked;
      tasksRead = true;
      beats += 1;
      publish();
    } else publish();
    return Math.max(0, pace.tasksMs - (now() - began));
  }

  // ---- what is in motion

  const asking = new Set<number>();

  async function askCurrent(vmid: number): Promise<void> {
    const guest = guests.get(vmid);
    if (!guest || asking.has(vmid)) return;
    asking.add(vmid);
    try {
      const asked = await read.readCurrent(proxmox, guest.node, vmid, brief);
      if (!asked.ok) return;
      noteAnswer();
      const before = guest.view;
      takeCurrent(guest, asked.value, now());
      if (before !== guest.view && guests.get(vmid) === guest) publish();
    } catch (cause) {
      log('error', 'reading a status failed', { vmid, error: cause });
    } finally {
      asking.delete(vmid);
    }
  }

  function inMotion(): Set<number> {
    const running = tasks.filter(
      (task) => task.status === null && moving.test(task.type) && now() - task.startedAt < movingMs,
    );
    return new Set([...followed.keys(), ...running.slice(0, 8).map((task) => Number(task.id))]);
  }

  function follow(node: string, vmid: number): { done: () => void } {
    const entry = followed.get(vmid) ?? { node, count: 0 };
    entry.count += 1;
    followed.set(vmid, entry);
    const guest = guests.get(vmid);
    if (guest) guest.followed = true;
    void askCurrent(vmid);
    let ended = false;
    return {
      done() {
        if (ended) return;
        ended = true;
        entry.count -= 1;
        if (entry.count > 0) return;
        followed.delete(vmid);
        const last = guests.get(vmid);
        if (last) last.followed = false;
        // Its last word holds until the list has caught up.
        void askCurrent(vmid);
      },
    };
  }

  // ---- configurations

  function want(vmid: number, first = false): void {
    const at = wanted.indexOf(vmid);
    if (at >= 0 && !first) return;
    if (at >= 0) wanted.splice(at, 1);
    if (first) wanted.unshift(vmid);
    else wanted.push(vmid);
    pump();
  }

  let pumping = 0;
  /** Two containers at a time: the client lets no more through per node anyway. */
  function pump(): void {
    while (pumping < 2 && wanted.length > 0 && !ending.signal.aborted) {
      const vmid = wanted.shift();
      const guest = vmid === undefined ? undefined : guests.get(vmid);
      if (!guest) continue;
      pumping += 1;
      void readGuest(guest, brief, false)
        .catch((cause: unknown) => log('error', 'reading a configuration failed', { vmid, error: cause }))
        .finally(() => {
          pumping -= 1;
          pump();
        });
    }
  }

  async function readGuest(guest: Guest, options: CallOptions, thorough: boolean): Promise<Result<null, ProxmoxError>> {
    readings += 1;
    const before = guest.configuration;
    const read = await configure({
      proxmox,
      log,
      node: guest.node,
      vmid: guest.vmid,
      power: guest.power,
      before,
      thorough,
      reading: readings,
      now,
      options,
    });
    if (!read.ok) return read;
    noteAnswer();
    takeConfiguration(guest, read.value);
    const moved =
      before?.raw !== read.value.raw ||
      before.unreadable !== read.value.unreadable ||
      JSON.stringify(before.pending) !== JSON.stringify(read.value.pending);
    if (moved && guests.get(guest.vmid) === guest) publish();
    return ok(null);
  }

  function sweep(): number {
    // Only when nothing else is being read, and not while Proxmox does not answer anyway.
    if (wanted.length === 0 && pumping === 0 && !errors.has('states')) {
      const vmids = [...guests.keys()].sort((a, b) => a - b);
      const vmid = vmids.find((id) => id > sweepAt) ?? vmids[0];
      if (vmid !== undefined) {
        sweepAt = vmid;
        want(vmid);
      }
    }
    return pace.sweepMs;
  }

  async function askSeldom(): Promise<number> {
    const [firewall, jobs] = await Promise.all([
      read.readClusterFirewall(proxmox, brief),
      read.readBackupJobs(proxmox, brief),
      ...[...hosts.values()].map(async (host) => {
        const bridges = await read.readBridges(proxmox, host.node, brief);
        if (bridges.ok) host.bridges = bridges.value;
      }),
    ]);
    // Kept over a silence; a refusal means that it is not known.
    clusterFirewall = firewall.ok ? firewall.value : isSilence(firewall.error) ? clusterFirewall : null;
    backupJobs = jobs.ok ? jobs.value : isSilence(jobs.error) ? backupJobs : null;
    publish();
    return hosts.size === 0 || !firewall.ok ? pace.tasksMs : pace.minuteMs;
  }

  return {
    start() {
      loops.run('beat', askBeat);
      loops.run('tasks', askTasks);
      loops.run('sweep', sweep);
      loops.run('seldom', askSeldom);
      loops.run('follow', async () => {
        await Promise.all([...inMotion()].map(askCurrent));
        return pace.followMs;
      });
      loops.run('tick', () => {
        if (isStale() !== stale) {
          if (!stale) log('warn', 'what is known of Proxmox is stale', { error: current.error });
          else log('info', 'Proxmox answers');
          publish();
        }
        return pace.tickMs;
      });
    },

    async stop() {
      ending.abort(new Error('the observer is stopping'));
      listeners.clear();
      await loops.stop();
    },

    current: () => current,

    onMove(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    async refresh(node, vmid): Promise<Result<ObservedContainer, ProxmoxError>> {
      const options: CallOptions = { timeoutMs: refreshTimeoutMs, signal: ending.signal };
      const guest = guests.get(vmid) ?? createGuest(vmid, node);
      const status = await read.readCurrent(proxmox, node, vmid, options);
      if (!status.ok) return err(status.error);
      const at = now();
      takeCurrent(guest, status.value, at);
      if (status.value.name !== null) guest.name = status.value.name;
      const configured = await readGuest(guest, options, true);
      if (!configured.ok) return err(configured.error);
      // One that the list does not have yet is not added here: only the list says what there is.
      if (guests.get(vmid) === guest) publish();
      return ok(viewOf(guest, now()));
    },

    follow,

    ring(vmid) {
      return seriesOf(guests.get(vmid) ?? createGuest(vmid, ''));
    },
  };
}

function isSilence(error: ProxmoxError): boolean {
  return error.kind === 'unreachable' || error.kind === 'timeout';
}
