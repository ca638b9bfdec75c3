/**
 * What the browser sees live: a flat map from key to value.
 *
 * The engine keeps one such map with a version. A delta is `{version, set, del}`: whole values, by key. The keys:
 *
 *     source            where the data comes from and how old it is
 *     host/<node>       a node: CPU, memory, storages, network, uptime
 *     ct/<vmid>         a container: state, sync, what holds it (changes seldom)
 *     use/<vmid>        its measured usage (changes with each beat, about every 10 s)
 *     spark/<vmid>      its CPU over the last 30 minutes
 *     queue             what needs a person, most urgent first
 *     recent            the last activities
 *     op/<id>           an operation in progress, or ended within the last minutes
 *     change/<id>       an open change, or one that ended within the last minutes
 *     run/<id>          a run in progress, or ended within the last minutes
 *
 * Values are plain JSON. Times are epoch milliseconds, rates bytes per second, fractions 0 to 1.
 */
import { z } from 'zod';
import { vmidSchema } from '@/lib/spec/container';

/** The sync word. It comes from `lib/diff`, the same that the container's page shows. */
export const syncSchema = z.enum(['in sync', 'drifted', 'changing', 'unknown', 'unmanaged']);
export const severitySchema = z.enum(['fault', 'warn', 'info']);
export const statusSchema = z.enum(['running', 'stopped', 'unknown']);
export const operationKindSchema = z.enum(['start', 'shutdown', 'stop', 'restart']);
export const operationStatusSchema = z.enum(['running', 'ok', 'failed', 'unknown']);
export const changeStatusSchema = z.enum([
  'draft',
  'proposed',
  'approved',
  'applying',
  'applied',
  'rejected',
  'superseded',
  'expired',
  'failed',
  'rolled back',
]);

export const sourceViewSchema = z.object({
  state: z.enum(['starting', 'live', 'stale']),
  /** When Proxmox last answered. */
  lastAnswerAt: z.number().nullable(),
  /** Each observation steps it; frozen bars are the first sign of staleness. */
  beats: z.int(),
  /** What went wrong, in one line, when stale. */
  error: z.string().nullable(),
  /** What the token may not read, in sentences: what is missing there is forbidden, not zero. */
  forbidden: z.array(z.string()),
  /** host:port of the Proxmox that is asked. */
  endpoint: z.string(),
  demo: z.boolean(),
});

export const storageViewSchema = z.object({
  storage: z.string(),
  type: z.string(),
  usedBytes: z.number(),
  totalBytes: z.number(),
  active: z.boolean(),
  shared: z.boolean(),
});

export const hostViewSchema = z.object({
  node: z.string(),
  at: z.number(),
  online: z.boolean(),
  pveVersion: z.string().nullable(),
  kernel: z.string().nullable(),
  uptimeSeconds: z.number().nullable(),
  cpu: z.number().nullable(),
  cpus: z.int().nullable(),
  /** CPU of the last 30 minutes, fractions, oldest first. */
  cpuSpark: z.array(z.number()),
  cpuPeak: z.object({ value: z.number(), at: z.number() }).nullable(),
  memory: z.object({
    usedBytes: z.number().nullable(),
    physicalBytes: z.number().nullable(),
    /** Sum of the memory limits of containers that start on boot. */
    promisedOnBootBytes: z.number(),
    /** The same with every container, running or not. */
    promisedAllBytes: z.number(),
    /** Containers that are not in `promisedOnBootBytes`. */
    notOnBoot: z.array(vmidSchema),
  }),
  storages: z.array(storageViewSchema),
  network: z.object({
    inBytesPerSecond: z.number().nullable(),
    outBytesPerSecond: z.number().nullable(),
    spark: z.array(z.number()),
  }),
});

export const containerViewSchema = z.object({
  vmid: vmidSchema,
  node: z.string(),
  hostname: z.string(),
  category: z.string(),
  purpose: z.string(),
  tags: z.array(z.string()),
  ostype: z.string().nullable(),
  unprivileged: z.boolean(),
  status: statusSchema,
  /** Since when it runs. */
  startedAt: z.number().nullable(),
  lock: z.string().nullable(),
  /** The first address without its prefix, or null. */
  address: z.string().nullable(),
  dhcp: z.boolean(),
  nics: z.int(),
  bridges: z.array(z.string()),
  cores: z.int().nullable(),
  memoryMiB: z.int().nullable(),
  onboot: z.boolean(),
  desiredPower: z.enum(['running', 'stopped']).nullable(),
  sync: syncSchema,
  /** Number of fields that differ. */
  differences: z.int(),
  /** The open change that touches it. */
  changeId: z.int().nullable(),
  /** What holds it now: an operation or a run. */
  held: z.object({ by: z.string(), kind: z.enum(['operation', 'run']), id: z.int(), since: z.number() }).nullable(),
  /** The worst finding about it. */
  finding: z.object({ severity: severitySchema, text: z.string() }).nullable(),
  /** Why its configuration could not be read. */
  unreadable: z.string().nullable(),
  configuredAt: z.number().nullable(),
});

export const usageViewSchema = z.object({
  at: z.number(),
  /** Fraction of the container's own cores. */
  cpu: z.number(),
  memoryBytes: z.number(),
  maxMemoryBytes: z.number(),
  diskBytes: z.number(),
  maxDiskBytes: z.number(),
  /** Rates take two measurements: null until the second. */
  netInBytesPerSecond: z.number().nullable(),
  netOutBytesPerSecond: z.number().nullable(),
  diskReadBytesPerSecond: z.number().nullable(),
  diskWriteBytesPerSecond: z.number().nullable(),
  uptimeSeconds: z.number(),
});

export const queueItemSchema = z.object({
  id: z.string(),
  kind: z.enum(['approve', 'finding', 'drift']),
  severity: severitySchema,
  title: z.string(),
  evidence: z.string(),
  vmids: z.array(vmidSchema),
  changeId: z.int().nullable(),
  /** A drift that can be taken into the desired state. */
  adoptable: z.boolean(),
});

export const activitySchema = z.object({
  id: z.string(),
  at: z.number(),
  actor: z.string(),
  /** A sentence without its subject: "restarted glance. Running again after 6.2 s." */
  text: z.string(),
  outcome: z.enum(['ok', 'failed', 'running', 'refused']),
  vmid: vmidSchema.nullable(),
  changeId: z.int().nullable(),
  commit: z.string().nullable(),
});

export const operationViewSchema = z.object({
  id: z.int(),
  kind: operationKindSchema,
  vmid: vmidSchema,
  node: z.string(),
  hostname: z.string(),
  status: operationStatusSchema,
  requestedBy: z.string(),
  requestedAt: z.number(),
  endedAt: z.number().nullable(),
  upid: z.string().nullable(),
  /** Proxmox's exit status, or the error's text. */
  exitStatus: z.string().nullable(),
  /** The last lines of the task's log. */
  log: z.array(z.string()),
  /** One sentence: what it came to. */
  result: z.string().nullable(),
});

export const changeSummarySchema = z.object({
  id: z.int(),
  title: z.string(),
  description: z.string(),
  status: changeStatusSchema,
  proposedBy: z.string(),
  proposedAt: z.number(),
  planHash: z.string().nullable(),
  approvedBy: z.string().nullable(),
  approvedAt: z.number().nullable(),
  /** When the approval, or an undecided proposal, lapses. */
  expiresAt: z.number().nullable(),
  rejectedBy: z.string().nullable(),
  reason: z.string().nullable(),
  vmids: z.array(vmidSchema),
  steps: z.int(),
  runId: z.int().nullable(),
  commit: z.string().nullable(),
  endedAt: z.number().nullable(),
});

export const journalLineSchema = z.object({
  at: z.number(),
  kind: z.enum(['intent', 'sent', 'task', 'outcome', 'note']),
  text: z.string(),
});

export const runStepViewSchema = z.object({
  id: z.string(),
  status: z.enum(['waiting', 'running', 'done', 'failed', 'unknown', 'skipped', 'undone']),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  upid: z.string().nullable(),
  journal: z.array(journalLineSchema),
  log: z.array(z.string()),
  /** Read back afterwards, in words. */
  readBack: z.string().nullable(),
});

export const runViewSchema = z.object({
  id: z.int(),
  changeId: z.int(),
  status: z.enum(['running', 'proving', 'committing', 'done', 'failed', 'halted', 'rolled back']),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  startedBy: z.string(),
  steps: z.array(runStepViewSchema),
  proof: z.array(z.object({ text: z.string(), ok: z.boolean().nullable() })),
  commit: z.string().nullable(),
  /** One sentence: where it stands or what it came to. */
  text: z.string(),
});

export const liveDeltaSchema = z.object({
  version: z.int(),
  at: z.number(),
  set: z.record(z.string(), z.unknown()),
  del: z.array(z.string()),
});

export type SyncWord = z.infer<typeof syncSchema>;
export type Severity = z.infer<typeof severitySchema>;
export type ContainerStatus = z.infer<typeof statusSchema>;
export type OperationKind = z.infer<typeof operationKindSchema>;
export type ChangeStatus = z.infer<typeof changeStatusSchema>;
export type SourceView = z.infer<typeof sourceViewSchema>;
export type StorageView = z.infer<typeof storageViewSchema>;
export type HostView = z.infer<typeof hostViewSchema>;
export type ContainerView = z.infer<typeof containerViewSchema>;
export type UsageView = z.infer<typeof usageViewSchema>;
export type QueueItem = z.infer<typeof queueItemSchema>;
export type Activity = z.infer<typeof activitySchema>;
export type OperationView = z.infer<typeof operationViewSchema>;
export type ChangeSummary = z.infer<typeof changeSummarySchema>;
export type JournalLine = z.infer<typeof journalLineSchema>;
export type RunStepView = z.infer<typeof runStepViewSchema>;
export type RunView = z.infer<typeof runViewSchema>;
export type LiveDelta = z.infer<typeof liveDeltaSchema>;

/** The type of each key's value, for the browser's store. */
export type LiveValue<K extends string> = K extends 'source'
  ? SourceView
  : K extends 'queue'
    ? QueueItem[]
    : K extends 'recent'
      ? Activity[]
      : K extends `host/${string}`
        ? HostView
        : K extends `ct/${string}`
          ? ContainerView
          : K extends `use/${string}`
            ? UsageView
            : K extends `spark/${string}`
              ? number[]
              : K extends `op/${string}`
                ? OperationView
                : K extends `change/${string}`
                  ? ChangeSummary
                  : K extends `run/${string}`
                    ? RunView
                    : unknown;
