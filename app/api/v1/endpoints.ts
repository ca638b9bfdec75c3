/**
 * The REST API as a table: every route with its verb, what it takes and what it answers. The one handler walks this
 * table and the OpenAPI document is made from it, so that neither can know a route which the other does not.
 *
 * `input` joins path, query and body to the verb's input; `answer` is for the few routes whose answer is not the
 * verb's own output. `live` is missing on purpose: a stream has a handler of its own.
 */
import { z } from 'zod';
import { contract, type Input, type Output, type RpcVerb } from '@/engine/rpc/contract';
import { fieldRowSchema } from '@/lib/diff/field-row';
import { changeStatusSchema, operationKindSchema, syncSchema } from '@/lib/live/view';
import { impactSchema, planNoteSchema, stepSchema } from '@/lib/plan/plan';
import type { Refusal } from '@/lib/refusal';
import { ok, type Result } from '@/lib/result';
import { vmidSchema } from '@/lib/spec/container';

/** Calls the engine as whoever sent the request. */
export type Call = <V extends RpcVerb>(verb: V, input: Input<V>) => Promise<Result<Output<V>, Refusal>>;

export type Endpoint = {
  method: 'GET' | 'POST';
  /** Below `/api/v1/`, with its parameters in braces. */
  path: string;
  /** The verb that decides who may: its role is the route's role. */
  verb: RpcVerb;
  summary: string;
  params: z.ZodObject;
  query: z.ZodObject;
  /** Null: the route takes no body. */
  body: z.ZodObject | null;
  status: 200 | 201 | 202;
  output: z.ZodType;
  run: (call: Call, input: Record<string, unknown>) => Promise<Result<unknown, Refusal>>;
  /** The `Location` of what was made. */
  location?: (value: unknown) => string;
};

const text = (accepted: string) => ({ error: accepted });
const numberText = (accepted: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/, text(accepted))
    .transform(Number);
const vmid = numberText('a vmid: a number from 100 to 999999999').pipe(vmidSchema);
const id = numberText('a number').pipe(z.int().positive());
const limit = numberText('a number from 1 to 500').pipe(z.int().min(1).max(500)).optional();
const noParams = z.strictObject({});
const byVmid = z.strictObject({ vmid });
const byId = z.strictObject({ id });

/** A comma-separated list in one query parameter: `status=proposed,approved`. */
const statusList = z
  .string()
  .transform((value) => value.split(','))
  .pipe(z.array(changeStatusSchema))
  .optional();

const timeframe = contract.getHistory.input.shape.timeframe;
const reasonBody = contract.rejectChange.input.omit({ id: true });
const hashBody = contract.approveChange.input.omit({ id: true });

/** DESIGN §8: a change's plan as scripts read it. */
export const planAnswerSchema = z.object({
  hash: z.string(),
  steps: z.array(stepSchema),
  notes: z.array(planNoteSchema),
  impact: impactSchema,
});

export const driftAnswerSchema = z.object({
  items: z.array(
    z.object({
      vmid: vmidSchema,
      hostname: z.string(),
      sync: syncSchema,
      cause: z.string().nullable(),
      fields: z.array(fieldRowSchema),
    }),
  ),
  total: z.int(),
});

type Shape = Partial<Pick<Endpoint, 'params' | 'query' | 'body' | 'status' | 'location'>>;

/** A route whose answer is the verb's output. What it takes has been parsed to the verb's input by then. */
function route<V extends RpcVerb>(
  method: Endpoint['method'],
  path: string,
  verb: V,
  summary: string,
  shape: Shape = {},
  also: Record<string, unknown> = {},
): Endpoint {
  return {
    method,
    path,
    verb,
    summary,
    params: shape.params ?? noParams,
    query: shape.query ?? noParams,
    body: shape.body ?? null,
    status: shape.status ?? 200,
    output: contract[verb].output,
    location: shape.location,
    run: (call, input) => call(verb, { ...input, ...also } as Input<V>),
  };
}

const changeLocation = (value: unknown) => `/api/v1/changes/${(value as Output<'getChange'>).id}`;
const operationLocation = (value: unknown) => `/api/v1/operations/${(value as Output<'getOperation'>).id}`;

export const endpoints: Endpoint[] = [
  route('GET', 'summary', 'summary', 'The lab at a glance: source, hosts, counts, queue, recent activity'),
  route('GET', 'containers', 'listContainers', 'Every container with its state and usage'),
  route('GET', 'containers/{vmid}', 'getContainer', 'One container: desired, live, sync, health, findings', {
    params: byVmid,
  }),
  route('GET', 'containers/{vmid}/history', 'getHistory', 'Usage over time: the last hour, or Proxmox’s RRD', {
    params: byVmid,
    query: z.strictObject({ timeframe: timeframe.default('ring') }),
  }),
  route('GET', 'containers/{vmid}/tasks', 'listTasks', 'Proxmox’s tasks of a container, newest first', {
    params: byVmid,
  }),
  route('GET', 'tasks/{upid}/log', 'getTaskLog', 'The log of a task', {
    params: z.strictObject({ upid: contract.getTaskLog.input.shape.upid }),
  }),
  ...operationKindSchema.options.map((action) =>
    route(
      'POST',
      `containers/{vmid}/actions/${action}`,
      'operateContainer',
      `${action[0]?.toUpperCase()}${action.slice(1)} a container; answers at once with the operation to follow`,
      { params: byVmid, status: 202, location: operationLocation },
      { action },
    ),
  ),
  route('GET', 'operations/{id}', 'getOperation', 'An operation, with the state and log of its task', { params: byId }),
  route('GET', 'changes', 'listChanges', 'Changes, newest first', {
    query: z.strictObject({ status: statusList, vmid: vmid.optional(), limit }),
  }),
  route('POST', 'changes', 'proposeChange', 'Propose a change; it is planned at once', {
    body: contract.proposeChange.input,
    status: 201,
    location: changeLocation,
  }),
  route('GET', 'changes/{id}', 'getChange', 'One change with its plan, impact, checks and run', { params: byId }),
  {
    ...route('GET', 'changes/{id}/plan', 'getChange', 'The plan of a change: hash, steps, impact', { params: byId }),
    output: planAnswerSchema,
    run: async (call, input) => {
      const change = await call('getChange', input as Input<'getChange'>);
      if (!change.ok) return change;
      const { plan, impact } = change.value;
      return ok({ hash: plan.hash, steps: plan.steps, notes: plan.notes, impact });
    },
  },
  route('POST', 'changes/{id}/approve', 'approveChange', 'Approve the plan with this hash, and no other', {
    params: byId,
    body: hashBody,
  }),
  route('POST', 'changes/{id}/reject', 'rejectChange', 'Reject a change', { params: byId, body: reasonBody }),
  route('POST', 'changes/{id}/apply', 'applyChange', 'Carry out the approved plan with this hash', {
    params: byId,
    body: hashBody,
    status: 202,
  }),
  route('POST', 'changes/{id}/rollback', 'rollbackChange', 'Propose the inverse of an applied change', {
    params: byId,
    status: 201,
    location: changeLocation,
  }),
  route('POST', 'changes/{id}/abort', 'abortChange', 'Stop a run after its current step', { params: byId }),
  route('POST', 'changes/{id}/replan', 'replanChange', 'Plan a change anew against what is live now', {
    params: byId,
  }),
  {
    ...route('GET', 'drift', 'listContainers', 'Containers whose live state differs from the spec, field by field'),
    output: driftAnswerSchema,
    run: drift,
  },
  route('GET', 'findings', 'listFindings', 'What is unsound in the lab, with evidence'),
  route('GET', 'history', 'listCommits', 'The commits of the lab repository, newest first', {
    query: z.strictObject({ limit }),
  }),
  route('GET', 'audit', 'listActivity', 'Who did what, newest first', {
    query: z.strictObject({ vmid: vmid.optional(), limit }),
  }),
];

async function drift(call: Call): Promise<Result<unknown, Refusal>> {
  const all = await call('listContainers', {});
  if (!all.ok) return all;
  const items: z.infer<typeof driftAnswerSchema>['items'] = [];
  for (const container of all.value.items.filter((item) => item.differences > 0)) {
    const detail = await call('getContainer', { vmid: container.vmid });
    if (!detail.ok) return detail;
    const { vmid, view, sync, driftCause, rows } = detail.value;
    items.push({ vmid, hostname: view.hostname, sync, cause: driftCause, fields: rows.filter((row) => !row.equal) });
  }
  return ok({ items, total: items.length });
}
