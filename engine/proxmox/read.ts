/**
 * Typed reads of what the observer asks for. Proxmox's answers are only loosely typed: numbers come as strings,
 * booleans as 0 and 1 and mostly not at all, lists are filtered silently by permission (FACTS §1, §2). So a field
 * that is odd is null and a row that cannot be used is left out or told as broken; only an answer of the wrong shape
 * as a whole is an error.
 */
import { z } from 'zod';
import type { CallOptions, Proxmox } from '@/engine/proxmox/proxmox';
import { tasksOf } from '@/engine/proxmox/read-task';
import { flag, malformed, number, one, type Read, row, rows, text, toNumber } from '@/engine/proxmox/shape';
import type { ObservedTask, PendingKey } from '@/lib/live/observed';
import type { StorageView } from '@/lib/live/view';
import { ok } from '@/lib/result';

const statusOf = (value: unknown) => (value === 'running' || value === 'stopped' ? value : ('unknown' as const));

const usageFields = {
  cpu: number,
  mem: number,
  maxmem: number,
  disk: number,
  maxdisk: number,
  netin: number,
  netout: number,
  diskread: number,
  diskwrite: number,
  uptime: number,
};

const guestSchema = z.object({
  vmid: z.preprocess(toNumber, z.int()),
  node: z.string().min(1),
  name: text,
  status: z.unknown().transform(statusOf),
  template: flag,
  lock: text,
  ...usageFields,
});
export type GuestRow = z.infer<typeof guestSchema>;

const nodeSchema = z.object({
  node: z.string().min(1),
  status: text,
  cpu: number,
  maxcpu: number,
  mem: number,
  maxmem: number,
  uptime: number,
});
export type NodeRow = z.infer<typeof nodeSchema>;

const storageSchema = z.object({
  node: z.string().min(1),
  storage: z.string().min(1),
  plugintype: text,
  disk: number,
  maxdisk: number,
  status: text,
  shared: flag,
});

export type Resources = {
  guests: GuestRow[];
  /** Containers whose row cannot be used, and why. */
  broken: { vmid: number; why: string }[];
  nodes: NodeRow[];
  storages: { node: string; storage: StorageView }[];
};

/** States, names, storages and nodes of the whole cluster: pvestatd's broadcast, 10 to 20 s old (FACTS §5). */
export async function readResources(proxmox: Proxmox, options: CallOptions): Read<Resources> {
  const asked = await rows(proxmox, '/cluster/resources', {}, options);
  if (!asked.ok) return asked;
  const resources: Resources = { guests: [], broken: [], nodes: [], storages: [] };
  for (const item of asked.value) {
    if (item.type === 'lxc') {
      const guest = guestSchema.safeParse(item);
      const vmid = Number(item.vmid);
      if (guest.success) resources.guests.push(guest.data);
      else if (Number.isSafeInteger(vmid)) resources.broken.push({ vmid, why: whyOf(guest.error) });
    } else if (item.type === 'node') {
      const node = nodeSchema.safeParse(item);
      if (node.success) resources.nodes.push(node.data);
    } else if (item.type === 'storage') {
      const storage = storageSchema.safeParse(item);
      if (storage.success) resources.storages.push({ node: storage.data.node, storage: storageView(storage.data) });
    }
  }
  return ok(resources);
}

function storageView(storage: z.infer<typeof storageSchema>): StorageView {
  return {
    storage: storage.storage,
    type: storage.plugintype ?? 'unknown',
    usedBytes: storage.disk ?? 0,
    totalBytes: storage.maxdisk ?? 0,
    active: storage.status === 'available',
    shared: storage.shared,
  };
}

/** Recent tasks of all nodes, newest first. */
export async function readTasks(proxmox: Proxmox, options: CallOptions): Read<ObservedTask[]> {
  const asked = await rows(proxmox, '/cluster/tasks', {}, options);
  if (!asked.ok) return asked;
  return ok(tasksOf(asked.value));
}

const metricSchema = z.object({
  id: z.string(),
  metric: z.string(),
  timestamp: z.preprocess(toNumber, z.number()),
  value: z.preprocess(toNumber, z.number()),
});

/** All metrics of one thing (`lxc/107`, `node/pve`) at one moment. */
export type MetricSample = { id: string; at: number; values: Map<string, number> };

/** All guests and nodes in one answer (PVE ≥ 8.2.5), in order of time; with `since` also what was before. */
export async function readMetrics(proxmox: Proxmox, since: number | null, options: CallOptions): Read<MetricSample[]> {
  const params: Record<string, number> =
    since === null ? {} : { history: 1, 'start-time': Math.max(0, Math.floor(since / 1000)) };
  const asked = await proxmox.get('/cluster/metrics/export', params, options);
  if (!asked.ok) return asked;
  // The list is wrapped once more: `{data: {data: [...]}}`.
  const list = row.safeParse(asked.value).data?.data ?? asked.value;
  if (!Array.isArray(list)) return malformed('/cluster/metrics/export');
  const samples = new Map<string, MetricSample>();
  for (const item of list) {
    const point = metricSchema.safeParse(item);
    if (!point.success) continue;
    const { id, metric, timestamp, value } = point.data;
    const key = `${timestamp} ${id}`;
    const sample = samples.get(key) ?? { id, at: timestamp * 1000, values: new Map<string, number>() };
    sample.values.set(metric, value);
    samples.set(key, sample);
  }
  return ok([...samples.values()].sort((a, b) => a.at - b.at));
}

const currentSchema = z.object({
  status: z.unknown().transform(statusOf),
  lock: text,
  name: text,
  uptime: number,
  template: flag,
});
export type CurrentStatus = z.infer<typeof currentSchema>;

/** The state of one container now, not of the last broadcast. It forks on the host: only for what is in motion. */
export function readCurrent(proxmox: Proxmox, node: string, vmid: number, options: CallOptions): Read<CurrentStatus> {
  return one(proxmox, `/nodes/${node}/lxc/${vmid}/status/current`, currentSchema, options);
}

const nodeStatusSchema = z.object({
  pveversion: text,
  kversion: text,
  'current-kernel': z.object({ release: text }).nullish().catch(null),
  uptime: number,
  cpu: number,
  cpuinfo: z.object({ cpus: number }).nullish().catch(null),
  memory: z.object({ used: number, total: number }).nullish().catch(null),
});

export type NodeStatus = {
  pveVersion: string | null;
  kernel: string | null;
  uptimeSeconds: number | null;
  cpu: number | null;
  cpus: number | null;
  memoryUsedBytes: number | null;
  memoryPhysicalBytes: number | null;
};

export async function readNodeStatus(proxmox: Proxmox, node: string, options: CallOptions): Read<NodeStatus> {
  const asked = await one(proxmox, `/nodes/${node}/status`, nodeStatusSchema, options);
  if (!asked.ok) return asked;
  const status = asked.value;
  return ok({
    // "pve-manager/8.4.21/2606ac85fc6c1d39"
    pveVersion: status.pveversion?.split('/')[1] ?? status.pveversion,
    kernel: status['current-kernel']?.release ?? status.kversion?.split(' ')[1] ?? null,
    uptimeSeconds: status.uptime,
    cpu: status.cpu,
    cpus: status.cpuinfo?.cpus ?? null,
    memoryUsedBytes: status.memory?.used ?? null,
    memoryPhysicalBytes: status.memory?.total ?? null,
  });
}

/** The config as Proxmox has it, with what is pending applied (FACTS §4). */
export function readConfig(
  proxmox: Proxmox,
  node: string,
  vmid: number,
  options: CallOptions,
): Read<Record<string, unknown>> {
  return one(proxmox, `/nodes/${node}/lxc/${vmid}/config`, row, options);
}

export type RawFirewall = { options: Record<string, unknown>; rules: Record<string, unknown>[] };

export async function readFirewall(
  proxmox: Proxmox,
  node: string,
  vmid: number,
  options: CallOptions,
): Read<RawFirewall> {
  const path = `/nodes/${node}/lxc/${vmid}/firewall`;
  const set = await one(proxmox, `${path}/options`, row, options);
  if (!set.ok) return set;
  const rules = await rows(proxmox, `${path}/rules`, {}, options);
  if (!rules.ok) return rules;
  return ok({ options: set.value, rules: rules.value.toSorted((a, b) => Number(a.pos) - Number(b.pos)) });
}

const pendingSchema = z.object({
  key: z.string(),
  value: text,
  pending: text,
  delete: z.preprocess((value) => value !== undefined && value !== 0 && value !== '0', z.boolean()),
});

/** The keys whose value waits for a restart. */
export async function readPending(
  proxmox: Proxmox,
  node: string,
  vmid: number,
  options: CallOptions,
): Read<PendingKey[]> {
  const asked = await rows(proxmox, `/nodes/${node}/lxc/${vmid}/pending`, {}, options);
  if (!asked.ok) return asked;
  return ok(
    asked.value.flatMap((item) => {
      const key = pendingSchema.safeParse(item);
      return key.success && (key.data.pending !== null || key.data.delete) ? [key.data] : [];
    }),
  );
}

export async function readClusterFirewall(proxmox: Proxmox, options: CallOptions): Read<boolean> {
  const asked = await one(proxmox, '/cluster/firewall/options', z.object({ enable: flag }), options);
  return asked.ok ? ok(asked.value.enable) : asked;
}

/** How many backup jobs are enabled; a job is when it does not say otherwise. */
export async function readBackupJobs(proxmox: Proxmox, options: CallOptions): Read<number> {
  const asked = await rows(proxmox, '/cluster/backup', {}, options);
  return asked.ok ? ok(asked.value.filter((job) => toNumber(job.enabled ?? 1) !== 0).length) : asked;
}

/** Names of the bridges of a node, in order. Without SDN rights the list is empty (FACTS §2). */
export async function readBridges(proxmox: Proxmox, node: string, options: CallOptions): Read<string[]> {
  const asked = await rows(proxmox, `/nodes/${node}/network`, {}, options);
  if (!asked.ok) return asked;
  const bridges = asked.value.filter((nic) => nic.type === 'bridge' || nic.type === 'OVSBridge');
  return ok(bridges.map((nic) => String(nic.iface)).sort());
}

function whyOf(error: z.ZodError): string {
  const issue = error.issues[0];
  return `Proxmox lists it with an unusable ${issue?.path.join('.') || 'row'}: ${issue?.message ?? 'unknown'}`;
}
