import type { AccessVerb } from '@/engine/verbs/verb';
import { ok } from '@/lib/result';

export const whoAmI: AccessVerb<'whoAmI'> = async (_access, _input, { caller }) =>
  ok({ id: caller.userId, name: caller.name, email: caller.email, role: caller.role });
