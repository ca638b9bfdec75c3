import { roleOf } from '@/engine/access/resolve-credential';
import { openSession } from '@/engine/access/session';
import { audit } from '@/engine/verbs/audit';
import type { AccessVerb } from '@/engine/verbs/verb';
import { err, ok } from '@/lib/result';

/** Signs in the demo's admin without a password; only the demo has this door. */
export const demoSignIn: AccessVerb<'demoSignIn'> = async ({ db, clock, demo }, { from }, call) => {
  if (!demo) return err({ kind: 'forbidden', text: 'This is no demo: sign in with a name and a password.' });
  const user = await db.read.user.findUnique({ where: { name: 'admin' } });
  if (!user || user.disabledAt) return err({ kind: 'not-found', text: 'The demo account "admin" is gone.' });
  const now = clock();
  const sessionId = await db.write(async (tx) => {
    const actor = { name: user.name, from, requestId: call.requestId };
    await audit(tx, actor, now, { verb: 'demoSignIn', outcome: 'ok', text: 'signed in to the demo' });
    return openSession(tx, user.id, from, now);
  });
  return ok({ sessionId, user: { id: user.id, name: user.name, email: user.email, role: roleOf(user.role) } });
};
