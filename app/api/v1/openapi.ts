/**
 * The OpenAPI 3.1 document, made from the table of endpoints and the zod schemas of the contract. What appears in
 * several places is named once and referred to; what a name is in a request may be stricter than in an answer, so the
 * two have their own (`Edit`, `EditInput`).
 */
import { z } from 'zod';
import { changeDetailSchema, containerDetailSchema, liveContainerSchema, taskSchema } from '@/engine/rpc/contract';
import { fieldRowSchema } from '@/lib/diff/field-row';
import { findingSchema } from '@/lib/findings/finding';
import { seriesSchema } from '@/lib/live/series';
import {
  activitySchema,
  changeSummarySchema,
  containerViewSchema,
  hostViewSchema,
  operationViewSchema,
  queueItemSchema,
  runViewSchema,
  sourceViewSchema,
  usageViewSchema,
} from '@/lib/live/view';
import { editSchema, fileChangeSchema, impactSchema, planNoteSchema, planSchema, stepSchema } from '@/lib/plan/plan';
import { fieldErrorSchema, movedSchema } from '@/lib/refusal';
import { leastRole } from '@/lib/roles/table';
import {
  configuredSpecSchema,
  containerSpecSchema,
  guestFirewallSchema,
  mountSchema,
  nicSchema,
  specPatchSchema,
} from '@/lib/spec/container';
import { type Endpoint, endpoints } from './endpoints';

type Json = Record<string, unknown>;
type Io = 'input' | 'output';

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  requestId: z.string(),
  errors: z.array(fieldErrorSchema).optional(),
  moved: z.array(movedSchema).optional(),
  planHash: z.string().nullable().optional(),
});

const named = {
  ContainerSpec: containerSpecSchema,
  ConfiguredSpec: configuredSpecSchema,
  SpecPatch: specPatchSchema,
  Nic: nicSchema,
  Mount: mountSchema,
  GuestFirewall: guestFirewallSchema,
  Edit: editSchema,
  Step: stepSchema,
  Plan: planSchema,
  PlanNote: planNoteSchema,
  FileChange: fileChangeSchema,
  Impact: impactSchema,
  Change: changeDetailSchema,
  ChangeSummary: changeSummarySchema,
  Run: runViewSchema,
  Operation: operationViewSchema,
  Container: containerDetailSchema,
  ContainerView: containerViewSchema,
  LiveContainer: liveContainerSchema,
  Usage: usageViewSchema,
  Host: hostViewSchema,
  Source: sourceViewSchema,
  QueueItem: queueItemSchema,
  Activity: activitySchema,
  Finding: findingSchema,
  FieldRow: fieldRowSchema,
  Series: seriesSchema,
  Task: taskSchema,
  Moved: movedSchema,
  FieldError: fieldErrorSchema,
  Problem: problemSchema,
};

const suffix: Record<Io, string> = { input: 'Input', output: '' };

/** A reference to each of these schemas, and what is referred to. A schema that has a name keeps it. */
function schemasOf(io: Io, own: [string, z.ZodType][]): { refs: Map<z.ZodType, Json>; schemas: Record<string, Json> } {
  const names = new Map<z.ZodType, string>();
  for (const [name, schema] of [...Object.entries(named), ...own])
    if (!names.has(schema)) names.set(schema, `${name}${suffix[io]}`);
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of names) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io,
    unrepresentable: 'any',
    uri: (id) => `#/components/schemas/${id}`,
  });
  return {
    refs: new Map([...names].map(([schema, id]) => [schema, { $ref: `#/components/schemas/${id}` }])),
    schemas: Object.fromEntries(
      Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema as Json]),
    ),
  };
}

const inline = (schema: z.ZodType): Json => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return json;
};

const problem = (description: string): Json => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const parameters = (schema: z.ZodObject, place: 'path' | 'query'): Json[] =>
  Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path',
    schema: inline(field as z.ZodType),
  }));

/** `getContainersVmidHistory`. */
function operationId({ method, path }: Endpoint): string {
  const words = path.match(/\w+/g) ?? [];
  return method.toLowerCase() + words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join('');
}

const content = (schema: Json): Json => ({ 'application/json': { schema } });

function operation(endpoint: Endpoint, bodies: Map<z.ZodType, Json>, answers: Map<z.ZodType, Json>): Json {
  const changes = endpoint.method === 'POST';
  const id = operationId(endpoint);
  return {
    operationId: id,
    summary: endpoint.summary,
    description: `Least role: ${leastRole[endpoint.verb]}.`,
    tags: [endpoint.path.split('/')[0]],
    parameters: [...parameters(endpoint.params, 'path'), ...parameters(endpoint.query, 'query')],
    ...(endpoint.body ? { requestBody: { required: true, content: content(bodies.get(endpoint.body) ?? {}) } } : {}),
    responses: {
      [endpoint.status]: {
        description: endpoint.summary,
        ...(endpoint.location ? { headers: { Location: { schema: { type: 'string' } } } } : {}),
        content: content(answers.get(endpoint.output) ?? {}),
      },
      400: problem('Not accepted, field by field'),
      401: problem('No valid token or session'),
      ...(changes ? { 403: problem('Not for this role') } : {}),
      404: problem('No such thing'),
      ...(changes ? { 409: problem('Held, in another state, or the plan is stale: nothing was done') } : {}),
      503: problem('The engine does not answer'),
    },
  };
}

/** The whole document. */
export function openapi(version: string): Json {
  const answers = schemasOf(
    'output',
    endpoints.map((endpoint) => [operationId(endpoint), endpoint.output]),
  );
  const bodies = schemasOf(
    'input',
    endpoints.flatMap((endpoint): [string, z.ZodType][] =>
      endpoint.body ? [[operationId(endpoint), endpoint.body]] : [],
    ),
  );
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    const path = `/${endpoint.path}`;
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint, bodies.refs, answers.refs) };
  }
  paths['/live'] = {
    get: {
      operationId: 'getLive',
      summary: 'The live map as server-sent events: a snapshot, then deltas',
      description: `Least role: ${leastRole.live}. \`Last-Event-ID\` replays what was missed, or sends the whole again.`,
      tags: ['live'],
      parameters: [{ name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'string' } }],
      responses: {
        200: {
          description: 'Events until the client leaves',
          content: { 'text/event-stream': { schema: { type: 'string' } } },
        },
        401: problem('No valid token or session'),
        503: problem('The engine does not answer'),
      },
    },
  };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Wheelhouse',
      version,
      description: 'The same verbs as the pages, over the same engine. Lists are {items, total}; errors are RFC 9457.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'wheelhouse.session' },
      },
      schemas: referredTo(paths, { ...answers.schemas, ...bodies.schemas }),
    },
  };
}

/** The schemas that the paths refer to, and those that these refer to. */
function referredTo(paths: Json, all: Record<string, Json>): Record<string, Json> {
  const kept: Record<string, Json> = {};
  const visit = (value: unknown): void => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      const schema = all[name];
      if (schema === undefined || name in kept) continue;
      kept[name] = schema;
      visit(schema);
    }
  };
  visit(paths);
  return Object.fromEntries(Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1)));
}
