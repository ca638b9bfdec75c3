import type { Verb } from '@/engine/verbs/verb';
import { readActivity } from '@/engine/views/activity';
import { ok } from '@/lib/result';

export const listActivity: Verb<'listActivity'> = async ({ db }, { vmid, limit = 50 }) => {
  const items = await readActivity(db.read, limit, vmid);
  return ok({ items, total: items.length });
};
