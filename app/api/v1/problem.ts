/**
 * Problems as RFC 9457 has them. A refusal of the engine keeps everything it says: the fields with what was given and
 * what is accepted, what moved, the new plan's hash, Proxmox's own words. `type` is stable, so that a script can
 * switch on it; `detail` is for people.
 */
import { type Refusal, statusOfRefusal } from '@/lib/refusal';

/** What can go wrong before a verb is reached. */
export type Misfit =
  | { kind: 'no-such-route'; text: string }
  | { kind: 'method-not-allowed'; text: string; allow: string[] }
  | { kind: 'unsupported-media-type'; text: string }
  | { kind: 'too-large'; text: string };

const statusOfMisfit: Record<Misfit['kind'], number> = {
  'no-such-route': 404,
  'method-not-allowed': 405,
  'unsupported-media-type': 415,
  'too-large': 413,
};

const titles: Record<Refusal['kind'] | Misfit['kind'], string> = {
  invalid: 'Invalid input',
  unauthenticated: 'Not signed in',
  forbidden: 'Not allowed for this role',
  'not-found': 'Not found',
  conflict: 'Conflict',
  'stale-plan': 'The plan is stale',
  'too-many': 'Too many requests',
  proxmox: 'Proxmox refused or failed',
  'engine-absent': 'The engine does not answer',
  internal: 'Internal error',
  'no-such-route': 'Not found',
  'method-not-allowed': 'Method not allowed',
  'unsupported-media-type': 'Unsupported media type',
  'too-large': 'Request too large',
};

export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  requestId: string;
  [extension: string]: unknown;
};

/** The problem document of a refusal or a misfit. */
export function problemOf(what: Refusal | Misfit, at: { instance: string; requestId: string }): Problem {
  const { kind, text, ...rest } = what;
  const status =
    kind in statusOfMisfit ? statusOfMisfit[kind as Misfit['kind']] : statusOfRefusal[kind as Refusal['kind']];
  const { fields, ...extensions } = rest as { fields?: unknown } & Record<string, unknown>;
  return {
    type: `urn:wheelhouse:problem:${kind}`,
    title: titles[kind],
    status,
    detail: text,
    ...at,
    ...(fields === undefined ? {} : { errors: fields }),
    ...extensions,
  };
}

/** The same as a response. */
export function problemResponse(what: Refusal | Misfit, at: { instance: string; requestId: string }): Response {
  const problem = problemOf(what, at);
  const headers = new Headers({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'x-request-id': at.requestId,
  });
  if (what.kind === 'unauthenticated') headers.set('www-authenticate', 'Bearer realm="wheelhouse"');
  if (what.kind === 'too-many') headers.set('retry-after', String(Math.ceil(what.retryAfterSeconds)));
  if (what.kind === 'method-not-allowed') headers.set('allow', what.allow.join(', '));
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}
