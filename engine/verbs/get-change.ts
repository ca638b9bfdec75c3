import { readChange } from '@/engine/verbs/change-detail';
import type { Verb } from '@/engine/verbs/verb';

export const getChange: Verb<'getChange'> = (engine, { id }) => readChange(engine, id);
