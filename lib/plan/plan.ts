/**
 * A plan: the ordered steps that take live to the desired state.
 *
 * Every choice is made here and none when it is carried out. A plan is immutable; its `hash` is the SHA-256 of its
 * canonical JSON without the hash and without anything that depends on the clock, so the same live state and the
 * same desired state always give the same hash.
 */
import { z } from 'zod';
import { configuredSpecSchema, containerSpecSchema, specPatchSchema, vmidSchema } from '@/lib/spec/container';

/** When a step is felt. `immediate`: nothing runs differently; `hot`: felt at once, nothing stops; `reboot`: pending until a restart; `downtime`: stops something; `data`: destroys or moves data. */
export const effectSchema = z.enum(['immediate', 'hot', 'reboot', 'downtime', 'data']);
/** Who may send it: an API token, or only root on the host (FACTS §2). */
export const stepClassSchema = z.enum(['token', 'host']);

/** One call to Proxmox: the path below /api2/json and its form parameters, in stable order. */
export const apiCallSchema = z.object({
  method: z.enum(['PUT', 'POST', 'DELETE']),
  path: z.string(),
  params: z.record(z.string(), z.string()),
});

/** A field of the spec that a step sets: its path in the spec, and both values as they are shown. */
export const fieldEditSchema = z.object({
  field: z.string(),
  label: z.string(),
  from: z.string(),
  to: z.string(),
});

export const stepSchema = z.object({
  /** `107/memoryMiB`: stable, unique in the plan. */
  id: z.string(),
  vmid: vmidSchema,
  node: z.string(),
  hostname: z.string(),
  /** `Memory 2,048 → 3,072 MiB`. */
  title: z.string(),
  edits: z.array(fieldEditSchema),
  effect: effectSchema,
  /** In words, what is felt: "felt at once, nothing stops". */
  effectText: z.string(),
  class: stepClassSchema,
  call: apiCallSchema,
  /** The exact `pct` line, for steps of class host. */
  command: z.string().optional(),
  /** The call that puts it back, or why there is none. */
  inverse: z.union([apiCallSchema, z.object({ none: z.string() })]),
  /** The digest that the config had when this was planned; only for the first step of each container. */
  precondition: z.object({ digest: z.string() }).optional(),
  /** Steps that must be done before. */
  after: z.array(z.string()),
  /** Why the step is in the plan: asked for by this change, or drift that it sweeps up. */
  reason: z.enum(['asked', 'drift']),
});

/** What the planner could not or would not plan, and why. `block` stops the change from being proposed. */
export const planNoteSchema = z.object({
  severity: z.enum(['info', 'warn', 'block']),
  vmid: vmidSchema.optional(),
  at: z.string(),
  kind: z.string(),
  text: z.string(),
});

/** One line of a YAML file as it changes. */
export const fileLineSchema = z.object({
  kind: z.enum(['same', 'out', 'in']),
  before: z.int().optional(),
  after: z.int().optional(),
  text: z.string(),
});
export const fileChangeSchema = z.object({
  path: z.string(),
  hostname: z.string(),
  linesIn: z.int(),
  linesOut: z.int(),
  lines: z.array(fileLineSchema),
});

export const memoryCapacitySchema = z.object({
  node: z.string(),
  physicalBytes: z.number(),
  usedBytes: z.number().nullable(),
  promisedBeforeBytes: z.number(),
  promisedAfterBytes: z.number(),
});

export const planSchema = z.object({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  steps: z.array(stepSchema),
  notes: z.array(planNoteSchema),
  /** What each touched container looked like when this was planned, and shall look like: the base of "what moved". */
  observed: z.array(z.object({ vmid: vmidSchema, digest: z.string(), live: configuredSpecSchema })),
  desired: z.array(containerSpecSchema),
});

/** Shown beside the steps; computed from the plan and the lab, and not part of the hash. */
export const impactSchema = z.object({
  files: z.array(fileChangeSchema),
  memory: z.array(memoryCapacitySchema),
  /** Sentences: what will be different, then what it costs. */
  summary: z.array(z.string()),
  /** Containers that are down meanwhile, with about how long. */
  interrupted: z.array(z.object({ vmid: vmidSchema, hostname: z.string(), seconds: z.number().nullable() })),
  undo: z.string(),
});

/** One edit of the desired state, as scripts send it (DESIGN §8). */
export const editSchema = z.strictObject({
  vmid: vmidSchema,
  set: specPatchSchema.optional(),
  unset: z.array(z.string()).optional(),
  create: containerSpecSchema.optional(),
  remove: z.strictObject({ confirm: z.string() }).optional(),
});

export type Effect = z.infer<typeof effectSchema>;
export type ApiCall = z.infer<typeof apiCallSchema>;
export type FieldEdit = z.infer<typeof fieldEditSchema>;
export type Step = z.infer<typeof stepSchema>;
export type PlanNote = z.infer<typeof planNoteSchema>;
export type Plan = z.infer<typeof planSchema>;
export type Impact = z.infer<typeof impactSchema>;
export type FileChange = z.infer<typeof fileChangeSchema>;
export type Edit = z.infer<typeof editSchema>;
