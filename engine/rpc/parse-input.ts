/**
 * The input of a verb, by the contract's schema. What is refused is told by field, what was given and what is
 * accepted; what is or may be secret is not repeated, not even to the one who sent it: an answer may be logged on its
 * way.
 */
import type { z } from 'zod';
import { contract, type Input, type RpcVerb } from '@/engine/rpc/contract';
import { fieldErrors, type Refusal } from '@/lib/refusal';
import { err, ok, type Result } from '@/lib/result';

const holdsPassword = new Set<RpcVerb>(['signIn', 'addUser']);

export function parseInput<V extends RpcVerb>(verb: V, input: unknown): Result<Input<V>, Refusal> {
  const broken = brokenText(input);
  if (broken !== null) {
    const accepted = 'text of whole characters: half of a surrogate pair is none';
    const fields = [{ field: broken || '(whole)', given: '***', accepted }];
    return err({ kind: 'invalid', text: `What was given is not accepted: ${fields[0]?.field} ${accepted}`, fields });
  }
  const parsed = contract[verb].input.safeParse(input ?? {});
  if (parsed.success) return ok(parsed.data as Input<V>);
  return err(notAccepted('What was given', parsed.error, input, holdsPassword.has(verb)));
}

/** The refusal of a failed parse; `secret`: nothing of what was given is repeated. */
export function notAccepted(what: string, error: z.ZodError, input: unknown, secret = false): Refusal {
  const fields = fieldErrors(error, input).map((field) => {
    if (secret || /token|key|credential|password|secret/i.test(field.field)) return { ...field, given: '***' };
    return field.field === '(whole)' ? { ...field, given: keysOf(input) } : field;
  });
  const first = fields[0];
  return { kind: 'invalid', text: `${what} is not accepted: ${first?.field} ${first?.accepted}`, fields };
}

function keysOf(input: unknown): string {
  if (typeof input !== 'object' || input === null) return `a ${typeof input}`;
  const text = `an object with ${Object.keys(input).join(', ') || 'no keys'}`;
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

const loneSurrogate = /\p{Surrogate}/u;

/** Where a text has half a character, which no two stores keep alike; null when none has. */
function brokenText(value: unknown, at = ''): string | null {
  if (typeof value === 'string') return loneSurrogate.test(value) ? at : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, item] of Object.entries(value)) {
    const path = at === '' ? key : `${at}.${key}`;
    const found = loneSurrogate.test(key) ? at : brokenText(item, path);
    if (found !== null) return found;
  }
  return null;
}
