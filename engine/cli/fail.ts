import type { CommandEnd } from '@/engine/cli/command';
import type { Refusal } from '@/lib/refusal';

export const fail = (code: 1 | 2, complaint: string): CommandEnd => ({ code, complaint });

/** A refusal: its sentence, and below it each field where there are several. */
export function failWith(refusal: Refusal): CommandEnd {
  const fields = refusal.kind === 'invalid' && refusal.fields.length > 1 ? refusal.fields : [];
  const lines = fields.map(({ field, given, accepted }) => `  ${field} (given ${given}): ${accepted}`);
  return fail(1, [refusal.text, ...lines].join('\n'));
}
