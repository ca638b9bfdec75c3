import { containerViews } from '@/engine/verbs/container-views';
import type { Verb } from '@/engine/verbs/verb';
import { ok } from '@/lib/result';

export const listContainers: Verb<'listContainers'> = async (engine) => {
  const items = await containerViews(engine);
  return ok({ items, total: items.length });
};
