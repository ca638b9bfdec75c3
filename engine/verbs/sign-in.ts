import { lockMs } from '@/engine/access/lockout';
import { checkNobodysPassword, checkPassword } from '@/engine/access/password';
import { roleOf } from '@/engine/access/resolve-credential';
import { openSession } from '@/engine/access/session';
import type { Actor } from '@/engine/verbs/audit';
import { audit } from '@/engine/verbs/audit';
import type { AccessVerb } from '@/engine/verbs/verb';
import { err, ok } from '@/lib/result';

/** The same answer for an unknown name and a wrong password, after the same work. */
export const signIn: AccessVerb<'signIn'> = async ({ db, clock }, { name, password, from }, call) => {
  const user = await db.read.user.findUnique({ where: { name } });
  const now = clock();
  if (user?.lockedUntil && user.lockedUntil.getTime() > now) {
    const retryAfterSeconds = Math.ceil((user.lockedUntil.getTime() - now) / 1000);
    return err({
      kind: 'too-many',
      text: `Too many wrong passwords. Try again in ${retryAfterSeconds} s.`,
      retryAfterSeconds,
    });
  }
  const right =
    user && !user.disabledAt ? await checkPassword(password, user.passwordHash) : await checkNobodysPassword(password);
  if (!user || !right) {
    if (user)
      await db.write(async (tx) => {
        const { failures } = await tx.user.update({ where: { id: user.id }, data: { failures: { increment: 1 } } });
        const ms = lockMs(failures);
        if (ms > 0) await tx.user.update({ where: { id: user.id }, data: { lockedUntil: new Date(now + ms) } });
      });
    return err({ kind: 'unauthenticated', text: 'Name or password is wrong.' });
  }
  const actor: Actor = { name: user.name, from, requestId: call.requestId };
  const sessionId = await db.write(async (tx) => {
    await tx.user.update({ where: { id: user.id }, data: { failures: 0, lockedUntil: null } });
    await audit(tx, actor, now, { verb: 'signIn', outcome: 'ok', text: 'signed in' });
    return openSession(tx, user.id, from, now);
  });
  return ok({ sessionId, user: { id: user.id, name: user.name, email: user.email, role: roleOf(user.role) } });
};
