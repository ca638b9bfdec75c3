/**
 * What was observed of Proxmox, as plain data: what the engine gathers, and all that the projection, the diff and the
 * findings are computed from. Times are epoch milliseconds; a value that is not known is null, never zero.
 */
import type { ContainerStatus, StorageView, UsageView } from '@/lib/live/view';
import type { ConfiguredSpec } from '@/lib/spec/container';

/** One key of Proxmox's `pending` list whose value waits for a restart. */
export type PendingKey = { key: string; value: string | null; pending: string | null; delete: boolean };

export type ObservedContainer = {
  vmid: number;
  node: string;
  name: string;
  status: ContainerStatus;
  template: boolean;
  lock: string | null;
  usage: UsageView | null;
  /** CPU fractions of the last 30 minutes, one per 30 s, oldest first. */
  cpuSpark: number[];
  startedAt: number | null;
  /** The configuration as it was read, parsed; null before the first reading and when it is unreadable. */
  config: ConfiguredSpec | null;
  /** Why it could not be read or parsed. */
  unreadable: string | null;
  /** Why its firewall could not, while the rest could: what `config` says of the firewall then means nothing. */
  firewallUnread: string | null;
  digest: string | null;
  /** Of the sections of its firewall; null where Proxmox tells none. */
  firewallDigest: { options: string | null; rules: string | null };
  pending: PendingKey[];
  configuredAt: number | null;
};

export type ObservedHost = {
  node: string;
  at: number;
  online: boolean;
  pveVersion: string | null;
  kernel: string | null;
  uptimeSeconds: number | null;
  cpu: number | null;
  cpus: number | null;
  cpuSpark: number[];
  cpuPeak: { value: number; at: number } | null;
  memoryUsedBytes: number | null;
  memoryPhysicalBytes: number | null;
  storages: StorageView[];
  bridges: string[];
  netInBytesPerSecond: number | null;
  netOutBytesPerSecond: number | null;
  netSpark: number[];
};

export type ObservedTask = {
  upid: string;
  node: string;
  type: string;
  id: string;
  /** With the token's name, as Proxmox lists it: `wheelhouse@pve!engine`. */
  user: string;
  startedAt: number;
  endedAt: number | null;
  status: string | null;
};

export type Observed = {
  /** When Proxmox last answered anything. */
  lastAnswerAt: number | null;
  beats: number;
  error: string | null;
  endpoint: string;
  hosts: ObservedHost[];
  containers: Map<number, ObservedContainer>;
  /** Recent tasks of all nodes, newest first. */
  tasks: ObservedTask[];
  /** What the token may not read, in sentences; empty when nothing is known to be forbidden. */
  forbidden: string[];
  /** Backup jobs of the cluster; null when they could not be read. */
  backupJobs: number | null;
  /** The cluster firewall's `enable`; null when it could not be read. */
  clusterFirewall: boolean | null;
};

/** Older than this, what was observed is stale: nothing may be called healthy any more. */
export const staleAfterMs = 8_000;
