/**
 * The OpenAPI 3.1 document, made from the table of endpoints and the zod schemas of the contract. Schemas are
 * written where they are used: there is no second list of names to keep in step.
 */
import { z } from 'zod';
import { fieldErrorSchema, movedSchema } from '@/lib/refusal';
import { leastRole } from '@/lib/roles/table';
import { type Endpoint, endpoints } from './endpoints';

type Json = Record<string, unknown>;

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
};

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

const problem = (description: string): Json => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const parameters = (schema: z.ZodObject, place: 'path' | 'query'): Json[] =>
  Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path',
    schema: schemaOf(field as z.ZodType, 'input'),
  }));

function operation(endpoint: Endpoint): Json {
  const changes = endpoint.method === 'POST';
  const name = endpoint.path.replace(/[{}]/g, '').replace(/[^a-zA-Z]+(\w)/g, (_, letter) => letter.toUpperCase());
  return {
    operationId: `${endpoint.method.toLowerCase()}${name[0]?.toUpperCase()}${name.slice(1)}`,
    summary: endpoint.summary,
    description: `Least role: ${leastRole[endpoint.verb]}.`,
    tags: [endpoint.path.split('/')[0]],
    parameters: [...parameters(endpoint.params, 'path'), ...parameters(endpoint.query, 'query')],
    ...(endpoint.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
          },
        }
      : {}),
    responses: {
      [endpoint.status]: {
        description: endpoint.summary,
        ...(endpoint.location ? { headers: { Location: { schema: { type: 'string' } } } } : {}),
        content: { 'application/json': { schema: schemaOf(endpoint.output, 'output') } },
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
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    const path = `/${endpoint.path}`;
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) };
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
      schemas: { Problem: schemaOf(problemSchema, 'output') },
    },
  };
}
