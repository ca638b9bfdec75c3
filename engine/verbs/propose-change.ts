import { propose } from '@/engine/verbs/propose';
import type { Verb } from '@/engine/verbs/verb';

export const proposeChange: Verb<'proposeChange'> = (engine, { title, description = '', edits }, call) =>
  propose(engine, { verb: 'proposeChange', title, description, edits }, call);
