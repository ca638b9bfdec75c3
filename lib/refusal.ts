/**
 * Why a verb was not carried out. A closed union, the same for server actions, REST, RPC and the CLI; nothing was
 * done when one is returned, unless `text` says what was.
 */
import { z } from 'zod';
import { vmidSchema } from '@/lib/spec/container';

export const fieldErrorSchema = z.object({
  /** Path of the field: `edits.0.set.memoryMiB`. */
  field: z.string(),
  /** What was given, shortened. */
  given: z.string(),
  /** What is accepted, in words. */
  accepted: z.string(),
});

/** What moved since a plan was made: one field of one container. */
export const movedSchema = z.object({
  vmid: vmidSchema,
  hostname: z.string(),
  field: z.string(),
  label: z.string(),
  planned: z.string(),
  now: z.string(),
});

export const refusalSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('invalid'), text: z.string(), fields: z.array(fieldErrorSchema) }),
  z.object({ kind: z.literal('unauthenticated'), text: z.string() }),
  z.object({ kind: z.literal('forbidden'), text: z.string() }),
  z.object({ kind: z.literal('not-found'), text: z.string() }),
  /** Something else holds the container, or the thing is not in a state for this. */
  z.object({ kind: z.literal('conflict'), text: z.string() }),
  /** A plan that is no longer true; `planHash` is the new plan's. */
  z.object({
    kind: z.literal('stale-plan'),
    text: z.string(),
    planHash: z.string().nullable(),
    moved: z.array(movedSchema),
  }),
  /** Proxmox refused, failed or could not be reached. */
  z.object({ kind: z.literal('proxmox'), text: z.string(), raw: z.string() }),
  z.object({ kind: z.literal('too-many'), text: z.string(), retryAfterSeconds: z.number() }),
  /** The engine does not answer; made by its client. */
  z.object({ kind: z.literal('engine-absent'), text: z.string() }),
  z.object({ kind: z.literal('internal'), text: z.string() }),
]);

export type FieldError = z.infer<typeof fieldErrorSchema>;
export type Moved = z.infer<typeof movedSchema>;
export type Refusal = z.infer<typeof refusalSchema>;

/** The HTTP status of each refusal (RFC 9110); DESIGN §8: a stale or wrong hash is 409. */
export const statusOfRefusal: Record<Refusal['kind'], number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'stale-plan': 409,
  'too-many': 429,
  proxmox: 502,
  'engine-absent': 503,
  internal: 500,
};

/** The field errors of a failed zod parse, each with what was given; an unknown key is named itself. */
export function fieldErrors(error: z.ZodError, input: unknown): FieldError[] {
  return error.issues.flatMap((issue) => {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return paths.map((path) => ({
      field: path.join('.') || '(whole)',
      given: shorten(path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], input)),
      accepted: issue.code === 'unrecognized_keys' ? 'no such field' : plainly(issue.message),
    }));
  });
}

/** What zod says of a bound, in the words of a person: `Too small: expected number to be >=16` is "16 or more". */
function plainly(message: string): string {
  const bound = /^Too (small|big): expected \w+ to (?:be|have) [<>](=?)(\S+)(?: (\w+))?$/.exec(message);
  if (bound) {
    const [, side, inclusive, limit, of] = bound;
    const amount = of === undefined ? limit : `${limit} ${of}`;
    if (side === 'small') return inclusive ? `${amount} or more` : `more than ${amount}`;
    return inclusive ? `at most ${amount}` : `less than ${amount}`;
  }
  return message.replace(/^Invalid input: expected /, 'expected ');
}

function shorten(value: unknown): string {
  const text = value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value));
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
