import type { Verb } from '@/engine/verbs/verb';
import { readSpecs } from '@/lib/db/container-rows';
import { findAll } from '@/lib/findings/find';
import { ok } from '@/lib/result';

export const listFindings: Verb<'listFindings'> = async ({ db, observer }) => {
  const items = findAll({ desired: await readSpecs(db.read), observed: observer.current() });
  return ok({ items, total: items.length });
};
