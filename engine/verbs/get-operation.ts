import type { Verb } from '@/engine/verbs/verb';
import { operationView } from '@/engine/views/operation';
import { err, ok } from '@/lib/result';

export const getOperation: Verb<'getOperation'> = async ({ db }, { id }) => {
  const row = await db.read.operation.findUnique({ where: { id } });
  return row ? ok(operationView(row)) : err({ kind: 'not-found', text: `There is no operation ${id}.` });
};
