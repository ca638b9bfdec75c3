import type { Verb } from '@/engine/verbs/verb';
import { sourceViewSchema } from '@/lib/live/view';
import { ok } from '@/lib/result';

export const health: Verb<'health'> = async (engine) => {
  const source = sourceViewSchema.parse(engine.view('source'));
  return ok({ ready: true, startedAt: engine.startedAt, source, migrations: engine.migrations });
};
