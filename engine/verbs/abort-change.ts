import { actorOf, audit } from '@/engine/verbs/audit';
import { noChange, readChange } from '@/engine/verbs/change-detail';
import type { Verb } from '@/engine/verbs/verb';
import { err } from '@/lib/result';

/** Asks the run to stop after the step that is under way; what was done is put back. */
export const abortChange: Verb<'abortChange'> = async (engine, { id }, call) => {
  const refusal = await engine.db.write(async (tx) => {
    const change = await tx.change.findUnique({ where: { id } });
    if (!change) return noChange(id);
    const run = await tx.run.findFirst({ where: { changeId: id, status: 'running' } });
    if (!run)
      return {
        kind: 'conflict' as const,
        text: `Change ${id} has no steps under way that could be stopped: it is ${change.status}.`,
      };
    await tx.run.update({ where: { id: run.id }, data: { abortRequested: true } });
    await audit(tx, actorOf(call), engine.clock(), {
      verb: 'abortChange',
      outcome: 'ok',
      text: `asked to stop “${change.title}” after the running step`,
      changeId: id,
    });
    return null;
  });
  if (refusal) return err(refusal);
  engine.touch();
  return readChange(engine, id);
};
