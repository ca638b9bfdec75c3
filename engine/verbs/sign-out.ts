import { closeSession } from '@/engine/access/session';
import { actorOf, audit } from '@/engine/verbs/audit';
import type { AccessVerb } from '@/engine/verbs/verb';
import { ok } from '@/lib/result';

/** Ends the session that the call came with. */
export const signOut: AccessVerb<'signOut'> = async ({ db, clock }, _input, call) => {
  const { sessionId } = call;
  if (sessionId)
    await db.write(async (tx) => {
      await closeSession(tx, sessionId, clock());
      await audit(tx, actorOf(call), clock(), { verb: 'signOut', outcome: 'ok', text: 'signed out' });
    });
  return ok({});
};
