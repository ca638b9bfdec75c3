import { planEdits } from '@/engine/verbs/plan-edits';
import type { Verb } from '@/engine/verbs/verb';
import { ok } from '@/lib/result';

/** The plan of edits that nobody has proposed yet; notes that would block are in it. */
export const previewPlan: Verb<'previewPlan'> = async (engine, { edits }) => {
  const planned = await planEdits(engine, edits);
  return planned.ok ? ok({ plan: planned.value.plan, impact: planned.value.impact }) : planned;
};
