import { noChange } from '@/engine/verbs/change-detail';
import { propose } from '@/engine/verbs/propose';
import type { Verb } from '@/engine/verbs/verb';
import { err } from '@/lib/result';
import { containerSpecSchema } from '@/lib/spec/container';
import { editBetween } from '@/lib/spec/edit-between';

/** Proposes the inverse of an applied change: the fields that it set go back, whatever else changed since stays. */
export const rollbackChange: Verb<'rollbackChange'> = async (engine, { id }, call) => {
  const change = await engine.db.read.change.findUnique({ where: { id }, include: { targets: true } });
  if (!change) return err(noChange(id));
  if (change.status !== 'applied')
    return err({
      kind: 'conflict',
      text: `Change ${id} is ${change.status}; only an applied change can be rolled back.`,
    });
  const edits = change.targets.flatMap(({ before, after }) => {
    const edit = editBetween(containerSpecSchema.parse(after), containerSpecSchema.parse(before));
    return edit ? [edit] : [];
  });
  if (edits.length === 0)
    return err({ kind: 'conflict', text: `Change ${id} changed no desired state, so there is nothing to go back to.` });
  return propose(
    engine,
    {
      verb: 'rollbackChange',
      title: `Roll back: ${change.title}`.slice(0, 200),
      description: `Takes back change ${id}.`,
      edits,
      rollbackOf: id,
    },
    call,
  );
};
