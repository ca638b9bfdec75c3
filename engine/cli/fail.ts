import type { CommandEnd } from '@/engine/cli/command';
import type { Refusal } from '@/lib/refusal';

export const fail = (code: 1 | 2, complaint: string): CommandEnd => ({ code, complaint });

/** A refusal in one or more lines: the sentence, then each field with what is accepted. */
export function failWith(refusal: Refusal): CommandEnd {
  const fields = refusal.kind === 'invalid' ? refusal.fields : [];
  const lines = fields.map(({ field, given, accepted }) => `  ${field}: given ${given}; accepted is ${accepted}`);
  return fail(1, [refusal.text, ...lines].join('\n'));
}
