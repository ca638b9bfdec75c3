/**
 * The contract between web and engine: every verb with its input and output.
 *
 * Over the unix socket a call is `POST /rpc/<verb>` with `{credential, input}` and the header `x-request-id`; the
 * answer is `{ok: true, value}` or `{ok: false, error: Refusal}`. `GET /live` is the stream: server-sent events,
 * `snapshot` first, then `delta`, each with the version as its id. The engine parses every input, resolves the
 * credential to a user and a role from the database, and asks `may`; nothing that the caller says of itself counts.
 */
import { z } from 'zod';
import { fieldRowSchema } from '@/lib/diff/field-row';
import { findingSchema } from '@/lib/findings/finding';
import { seriesSchema } from '@/lib/live/series';
import {
  activitySchema,
  changeStatusSchema,
  changeSummarySchema,
  containerViewSchema,
  hostViewSchema,
  operationKindSchema,
  operationViewSchema,
  queueItemSchema,
  runViewSchema,
  sourceViewSchema,
  statusSchema,
  syncSchema,
  usageViewSchema,
} from '@/lib/live/view';
import { editSchema, impactSchema, planSchema } from '@/lib/plan/plan';
import { movedSchema } from '@/lib/refusal';
import { roles, type Verb } from '@/lib/roles/table';
import { containerSpecSchema, hostnameSchema, vmidSchema } from '@/lib/spec/container';

/** Who calls: a browser's session, a script's API token, or the owner at the console (the key file in the data directory). */
export const credentialSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('session'), id: z.string() }),
  z.object({ kind: z.literal('token'), token: z.string() }),
  z.object({ kind: z.literal('console'), key: z.string() }),
]);
export type Credential = z.infer<typeof credentialSchema>;

const none = z.strictObject({});
const byVmid = z.strictObject({ vmid: vmidSchema });
/** The number of a row. */
export const rowIdSchema = z.int().positive();
const byId = z.strictObject({ id: rowIdSchema });
const hash = z.string().regex(/^[0-9a-f]{64}$/, { error: 'a plan hash is 64 hex digits' });

export const userSchema = z.object({ id: z.int(), name: z.string(), email: z.string(), role: z.enum(roles) });
const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), total: z.int() });

export const taskSchema = z.object({
  upid: z.string(),
  node: z.string(),
  type: z.string(),
  id: z.string(),
  user: z.string(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  status: z.string().nullable(),
});

/** DESIGN §8: `live` has the spec's field names for what is configured and `usage` for what is measured. */
export const liveContainerSchema = z
  .object({
    observedAt: z.number().nullable(),
    status: statusSchema,
    usage: usageViewSchema.nullable(),
    unreadable: z.string().nullable(),
  })
  .and(containerSpecSchema.partial());

export const containerDetailSchema = z.object({
  vmid: vmidSchema,
  desired: containerSpecSchema.nullable(),
  live: liveContainerSchema.nullable(),
  sync: syncSchema,
  health: z.enum(['proved', 'unproved', 'stopped', 'unknown']),
  findings: z.array(findingSchema),
  /** Proxmox's digest of the config that `live` was read from. */
  digest: z.string().nullable(),
  rows: z.array(fieldRowSchema),
  view: containerViewSchema,
  /** Who or what may have caused the drift, in words. */
  driftCause: z.string().nullable(),
  needs: z.array(z.object({ vmid: vmidSchema, hostname: z.string() })),
  neededBy: z.array(z.object({ vmid: vmidSchema, hostname: z.string() })),
});

export const planViewSchema = z.object({ plan: planSchema, impact: impactSchema });

export const changeDetailSchema = changeSummarySchema.extend({
  edits: z.array(editSchema),
  plan: planSchema,
  impact: impactSchema,
  plannedAt: z.number(),
  /** What moved since; not empty: the plan is void. */
  moved: z.array(movedSchema),
  run: runViewSchema.nullable(),
  rollbackOf: z.int().nullable(),
  /** Checks of the approval, in words, each with whether it holds. */
  checks: z.array(z.object({ text: z.string(), ok: z.boolean() })),
});

/** What Wheelhouse is to Proxmox, and what it may: `lib/pve/self-check.ts` has the features. */
export const selfCheckSchema = z.object({
  endpoint: z.string(),
  certificate: z.object({ trustedBy: z.enum(['fingerprint', 'ca', 'system']), fingerprint: z.string().nullable() }),
  version: z.string().nullable(),
  tokenId: z.string(),
  features: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.enum(['see', 'do']),
      without: z.string(),
      needs: z.array(z.object({ path: z.string(), privileges: z.array(z.string()).readonly() })),
      missing: z.array(z.object({ path: z.string(), privileges: z.array(z.string()) })),
    }),
  ),
  /** Lines for root on a node that give what is missing. */
  cure: z.array(z.string()),
  /** All of it in one sentence. */
  verdict: z.string(),
});

const verb = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });

export const contract = {
  signIn: verb(
    z.strictObject({ name: z.string().min(1).max(64), password: z.string().min(1).max(1024), from: z.string() }),
    z.object({ sessionId: z.string(), user: userSchema }),
  ),
  demoSignIn: verb(z.strictObject({ from: z.string() }), z.object({ sessionId: z.string(), user: userSchema })),
  signOut: verb(none, none),
  whoAmI: verb(none, userSchema),
  health: verb(
    none,
    z.object({ ready: z.boolean(), startedAt: z.number(), source: sourceViewSchema, migrations: z.int() }),
  ),
  summary: verb(
    none,
    z.object({
      source: sourceViewSchema,
      hosts: z.array(hostViewSchema),
      containers: z.object({
        total: z.int(),
        running: z.int(),
        stopped: z.int(),
        unknown: z.int(),
        drifted: z.int(),
        unreadable: z.int(),
      }),
      changes: z.object({ waiting: z.int() }),
      queue: z.array(queueItemSchema),
      recent: z.array(activitySchema),
    }),
  ),
  listContainers: verb(none, list(containerViewSchema.extend({ usage: usageViewSchema.nullable() }))),
  getContainer: verb(byVmid, containerDetailSchema),
  operateContainer: verb(z.strictObject({ vmid: vmidSchema, action: operationKindSchema }), operationViewSchema),
  getOperation: verb(byId, operationViewSchema),
  listOperations: verb(
    z.strictObject({ vmid: vmidSchema.optional(), limit: z.int().min(1).max(500).optional() }),
    list(operationViewSchema),
  ),
  previewPlan: verb(z.strictObject({ edits: z.array(editSchema).min(1).max(100) }), planViewSchema),
  proposeChange: verb(
    z.strictObject({
      title: z.string().trim().min(1).max(200),
      description: z.string().max(4000).optional(),
      edits: z.array(editSchema).min(1).max(100),
    }),
    changeDetailSchema,
  ),
  /** Takes live values of a container into the desired state, as a change; all that differ when `fields` is absent. */
  adoptLive: verb(
    z.strictObject({ vmid: vmidSchema, fields: z.array(z.string()).min(1).optional() }),
    changeDetailSchema,
  ),
  listChanges: verb(
    z.strictObject({
      status: z.array(changeStatusSchema).optional(),
      vmid: vmidSchema.optional(),
      limit: z.int().min(1).max(500).optional(),
    }),
    list(changeSummarySchema),
  ),
  getChange: verb(byId, changeDetailSchema),
  replanChange: verb(byId, changeDetailSchema),
  approveChange: verb(z.strictObject({ id: rowIdSchema, planHash: hash }), changeDetailSchema),
  rejectChange: verb(z.strictObject({ id: rowIdSchema, reason: z.string().max(1000).optional() }), changeDetailSchema),
  applyChange: verb(z.strictObject({ id: rowIdSchema, planHash: hash }), changeDetailSchema),
  abortChange: verb(byId, changeDetailSchema),
  /** The inverse of an applied change, proposed as a new change and planned against today. */
  rollbackChange: verb(byId, changeDetailSchema),
  /** `ring`: the last hour as the engine saw it; the others are Proxmox's RRD. */
  getHistory: verb(
    z.strictObject({ vmid: vmidSchema, timeframe: z.enum(['ring', 'hour', 'day', 'week', 'month']) }),
    seriesSchema,
  ),
  listTasks: verb(z.strictObject({ vmid: vmidSchema }), list(taskSchema)),
  getTaskLog: verb(
    z.strictObject({ upid: z.string().min(1).max(300) }),
    z.object({ lines: z.array(z.string()), status: z.string().nullable() }),
  ),
  listFindings: verb(none, list(findingSchema)),
  listActivity: verb(
    z.strictObject({ vmid: vmidSchema.optional(), limit: z.int().min(1).max(500).optional() }),
    list(activitySchema),
  ),
  listCommits: verb(
    z.strictObject({ limit: z.int().min(1).max(500).optional() }),
    list(
      z.object({
        hash: z.string(),
        at: z.number(),
        author: z.string(),
        subject: z.string(),
        changeId: z.int().nullable(),
        files: z.array(z.string()),
      }),
    ),
  ),
  /** Asks Proxmox now; a refusal says why it could not. */
  selfCheck: verb(none, selfCheckSchema),
  addUser: verb(
    z.strictObject({
      name: hostnameSchema.max(64),
      email: z.string().max(200).optional(),
      role: z.enum(roles),
      password: z.string().min(12, { error: 'a password has at least 12 characters' }).max(1024),
    }),
    userSchema,
  ),
  createToken: verb(
    z.strictObject({ name: z.string().min(1).max(64), role: z.enum(roles) }),
    z.object({ token: z.string() }),
  ),
} as const satisfies Record<Exclude<Verb, 'live'>, { input: z.ZodType; output: z.ZodType }>;

export type RpcVerb = keyof typeof contract;
export type Input<V extends RpcVerb> = z.infer<(typeof contract)[V]['input']>;
export type Output<V extends RpcVerb> = z.infer<(typeof contract)[V]['output']>;

export type User = z.infer<typeof userSchema>;
export type Task = z.infer<typeof taskSchema>;
export type ContainerDetail = z.infer<typeof containerDetailSchema>;
export type PlanView = z.infer<typeof planViewSchema>;
export type SelfCheckAnswer = z.infer<typeof selfCheckSchema>;
export type ChangeDetail = z.infer<typeof changeDetailSchema>;
