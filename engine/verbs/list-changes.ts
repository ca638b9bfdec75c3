import type { Verb } from '@/engine/verbs/verb';
import { changeSummary, withPlans } from '@/engine/views/change';
import { ok } from '@/lib/result';

/** Newest first. */
export const listChanges: Verb<'listChanges'> = async ({ db }, { status, vmid, limit = 100 }) => {
  const where = {
    ...(status ? { status: { in: status } } : {}),
    ...(vmid === undefined ? {} : { targets: { some: { vmid } } }),
  };
  const [rows, total] = await Promise.all([
    db.read.change.findMany({ where, include: withPlans, orderBy: { id: 'desc' }, take: limit }),
    db.read.change.count({ where }),
  ]);
  return ok({ items: rows.map(changeSummary), total });
};
