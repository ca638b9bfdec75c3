import type { Verb } from '@/engine/verbs/verb';
import { operationView } from '@/engine/views/operation';
import { ok } from '@/lib/result';

/** Newest first. */
export const listOperations: Verb<'listOperations'> = async ({ db }, { vmid, limit = 50 }) => {
  const where = vmid === undefined ? {} : { vmid };
  const [rows, total] = await Promise.all([
    db.read.operation.findMany({ where, orderBy: { id: 'desc' }, take: limit }),
    db.read.operation.count({ where }),
  ]);
  return ok({ items: rows.map(operationView), total });
};
