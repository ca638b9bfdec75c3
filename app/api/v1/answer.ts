/**
 * The one handler of the REST API: finds the route in the table, parses path, query and body with zod, calls the
 * verb as whoever sent the request, and answers JSON or a problem. It takes the way to the engine and the caller's
 * credential as arguments, so that it is tested without either.
 *
 * A token needs nothing more. A browser's session may read, but changes something only from our own pages: a cookie
 * goes along with requests that other sites cause.
 */
import type { z } from 'zod';
import type { Credential } from '@/engine/rpc/contract';
import { type FieldError, fieldErrors, type Refusal } from '@/lib/refusal';
import { err, ok, type Result } from '@/lib/result';
import { type Call, type Endpoint, endpoints } from './endpoints';
import { type Misfit, problemResponse } from './problem';

const maxBodyBytes = 1024 * 1024;

export type Caller = {
  requestId: string;
  credential: Credential;
  /** Whether the request comes from a page of ours, or from no page at all. */
  sameOrigin: boolean;
  call: Call;
};

type Match = { endpoint: Endpoint; params: Record<string, string> };

/** The routes of this path, whatever their method. */
export function matches(path: string[]): Match[] {
  return endpoints.flatMap((endpoint) => {
    const segments = endpoint.path.split('/');
    if (segments.length !== path.length) return [];
    const params: Record<string, string> = {};
    for (const [index, segment] of segments.entries()) {
      const given = path[index] ?? '';
      const name = /^\{(\w+)\}$/.exec(segment)?.[1];
      if (name) params[name] = given;
      else if (segment !== given) return [];
    }
    return [{ endpoint, params }];
  });
}

/** The segments below `/api/v1/`, decoded; none when they cannot be. */
function segmentsOf(pathname: string): string[] {
  try {
    return pathname
      .replace(/^\/api\/v1\/?/, '')
      .split('/')
      .map(decodeURIComponent);
  } catch (error) {
    if (error instanceof URIError) return [];
    throw error;
  }
}

/** Answers one request to `/api/v1/…`. */
export async function answer(request: Request, caller: Caller): Promise<Response> {
  const url = new URL(request.url);
  const at = { instance: url.pathname, requestId: caller.requestId };
  const found = matches(segmentsOf(url.pathname));
  if (found.length === 0)
    return problemResponse(
      { kind: 'no-such-route', text: `There is no ${url.pathname}. /api/v1/openapi.json lists what there is.` },
      at,
    );
  const allow = found.flatMap(({ endpoint }) => (endpoint.method === 'GET' ? ['GET', 'HEAD'] : [endpoint.method]));
  if (request.method === 'OPTIONS')
    return new Response(null, { status: 204, headers: { allow: allow.join(', '), 'x-request-id': at.requestId } });
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const match = found.find(({ endpoint }) => endpoint.method === method);
  if (!match)
    return problemResponse(
      { kind: 'method-not-allowed', text: `${url.pathname} takes ${allow.join(', ')}, not ${request.method}.`, allow },
      at,
    );

  const { endpoint, params } = match;
  if (endpoint.method !== 'GET' && caller.credential.kind === 'session' && !caller.sameOrigin)
    return problemResponse(
      { kind: 'forbidden', text: 'A session changes things only from pages of Wheelhouse. Scripts use a token.' },
      at,
    );
  const input = await inputOf(request, endpoint, params, url.searchParams);
  if (!input.ok) return problemResponse(input.error, at);
  const result = await endpoint.run(caller.call, input.value);
  if (!result.ok) return problemResponse(result.error, at);
  const headers = new Headers({
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-request-id': at.requestId,
  });
  if (endpoint.location) headers.set('location', endpoint.location(result.value));
  return new Response(JSON.stringify(result.value), { status: endpoint.status, headers });
}

async function inputOf(
  request: Request,
  endpoint: Endpoint,
  params: Record<string, string>,
  query: URLSearchParams,
): Promise<Result<Record<string, unknown>, Refusal | Misfit>> {
  const body = await bodyOf(request, endpoint);
  if (!body.ok) return body;
  const errors: FieldError[] = [];
  const take = (schema: z.ZodObject, given: unknown): Record<string, unknown> => {
    const parsed = schema.safeParse(given);
    if (parsed.success) return parsed.data;
    errors.push(...fieldErrors(parsed.error, given));
    return {};
  };
  errors.push(...misnamed(endpoint.query, query));
  const known = Object.fromEntries([...query].filter(([name]) => name in endpoint.query.shape));
  const value = {
    ...take(endpoint.params, params),
    ...take(endpoint.query, known),
    ...(endpoint.body ? take(endpoint.body, body.value) : {}),
  };
  if (errors.length === 0) return ok(value);
  const fields = errors.map((error) => error.field).join(', ');
  return err({ kind: 'invalid', text: `Not accepted: ${fields}. Nothing was done.`, fields: errors });
}

/** Query parameters that the route does not have, or that are given twice: refused, never ignored. */
function misnamed(schema: z.ZodObject, query: URLSearchParams): FieldError[] {
  const names = Object.keys(schema.shape);
  const accepted = names.length > 0 ? `one of: ${names.join(', ')}` : 'no query parameters';
  return [...new Set(query.keys())].flatMap((field) => {
    const given = query.getAll(field);
    if (!names.includes(field)) return [{ field, given: String(given[0]).slice(0, 120), accepted }];
    if (given.length > 1) return [{ field, given: given.join(', ').slice(0, 120), accepted: 'given once' }];
    return [];
  });
}

async function bodyOf(request: Request, endpoint: Endpoint): Promise<Result<unknown, Refusal | Misfit>> {
  if (endpoint.method === 'GET') return ok(undefined);
  const text = await read(request);
  if (text === null)
    return err({ kind: 'too-large', text: `A body has at most ${maxBodyBytes / 1024} KiB. Nothing was done.` });
  if (endpoint.body === null) {
    if (text.trim() === '' || text.trim() === '{}') return ok(undefined);
    return err(notAccepted('(body)', text, 'no body'));
  }
  // A body that is missing is an empty object: the fields that it lacks are then named one by one.
  if (text.trim() === '') return ok({});
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    return err({ kind: 'unsupported-media-type', text: `Send application/json, not ${type || 'an untyped body'}.` });
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    return err(notAccepted('(body)', text, `JSON: ${error instanceof Error ? error.message : 'it does not parse'}`));
  }
}

function notAccepted(field: string, given: string, accepted: string): Refusal {
  return {
    kind: 'invalid',
    text: `Not accepted: ${field}. Nothing was done.`,
    fields: [{ field, given: given.length > 120 ? `${given.slice(0, 117)}...` : given, accepted }],
  };
}

/** The body as text, or null as soon as it is longer than we take. */
async function read(request: Request): Promise<string | null> {
  if (!request.body) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > maxBodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
