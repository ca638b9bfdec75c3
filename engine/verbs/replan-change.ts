import { actorOf, audit } from '@/engine/verbs/audit';
import { readChange } from '@/engine/verbs/change-detail';
import { planEdits } from '@/engine/verbs/plan-edits';
import { decidedMeanwhile, replacePlan, undecidedChange } from '@/engine/verbs/standing-plan';
import type { Verb } from '@/engine/verbs/verb';
import { editSchema } from '@/lib/plan/plan';
import { err } from '@/lib/result';

/** Plans the same edits against today. The same hash: nothing changes, an approval stays good. */
export const replanChange: Verb<'replanChange'> = async (engine, { id }, call) => {
  const found = await undecidedChange(engine, id);
  if (!found.ok) return found;
  const { change, plan } = found.value;
  const planned = await planEdits(engine, editSchema.array().parse(change.edits));
  if (!planned.ok) return planned;
  const moved = planned.value.plan.hash !== plan.hash;
  if (moved && !(await replacePlan(engine, id, plan, planned.value, `planned again by ${call.caller.name}`)))
    return err(await decidedMeanwhile(engine, id));
  await engine.db.write((tx) =>
    audit(tx, actorOf(call), engine.clock(), {
      verb: 'replanChange',
      outcome: 'ok',
      text: `planned “${change.title}” again${moved ? '' : ', to the same plan'}`,
      changeId: id,
      detail: { planHash: planned.value.plan.hash },
    }),
  );
  return readChange(engine, id);
};
