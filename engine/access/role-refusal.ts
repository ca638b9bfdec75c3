import type { Caller } from '@/engine/access/resolve-credential';
import type { Refusal } from '@/lib/refusal';
import { leastRole, type Verb } from '@/lib/roles/table';

/** Why this caller may not: nobody is signed in, or the role is too small. */
export function roleRefusal(caller: Caller | null, verb: Verb): Refusal {
  if (!caller) return { kind: 'unauthenticated', text: 'Sign in first.' };
  return {
    kind: 'forbidden',
    text: `This needs the role ${leastRole[verb]}; ${caller.name} is ${article(caller.role)} ${caller.role}.`,
  };
}

const article = (word: string) => (/^[aeiou]/.test(word) ? 'an' : 'a');
