import type { Verb } from '@/engine/verbs/verb';
import { findAll } from '@/lib/findings/find';
import { ok } from '@/lib/result';

export const listFindings: Verb<'listFindings'> = async (engine) => {
  await engine.settled();
  const items = findAll({ desired: engine.desired(), observed: engine.observer.current() });
  return ok({ items, total: items.length });
};
