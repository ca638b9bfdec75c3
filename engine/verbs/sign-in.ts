import { inTurn, noteStranger, strangerLockedUntil } from '@/engine/access/attempts';
import { lockMs } from '@/engine/access/lockout';
import { checkNobodysPassword, checkPassword } from '@/engine/access/password';
import { roleOf } from '@/engine/access/resolve-credential';
import { openSession } from '@/engine/access/session';
import type { Access } from '@/engine/context';
import type { Actor } from '@/engine/verbs/audit';
import { audit } from '@/engine/verbs/audit';
import type { AccessVerb } from '@/engine/verbs/verb';
import type { User } from '@/generated/prisma/client';
import type { Refusal } from '@/lib/refusal';
import { err, ok } from '@/lib/result';

/** The same answer for an unknown name and a wrong password, after the same work. */
export const signIn: AccessVerb<'signIn'> = async (access, { name, password, from }, call) => {
  const { db, clock } = access;
  const entered = await inTurn(db, async () => {
    const user = await db.read.user.findUnique({ where: { name } });
    const now = clock();
    const lockedUntil = user ? (user.lockedUntil?.getTime() ?? 0) : strangerLockedUntil(db, name);
    if (lockedUntil > now) return err(tooMany('Too many wrong passwords.', lockedUntil - now));
    const right =
      user && !user.disabledAt
        ? await checkPassword(password, user.passwordHash)
        : await checkNobodysPassword(password);
    if (user && right) return ok(user);
    await noteFailure(access, user, name);
    return err<Refusal>({ kind: 'unauthenticated', text: 'Name or password is wrong.' });
  });
  if (entered === null) return err(tooMany('Too many people sign in at once.', 5_000));
  if (!entered.ok) return entered;
  const user = entered.value;
  const now = clock();
  const actor: Actor = { name: user.name, from, requestId: call.requestId };
  const sessionId = await db.write(async (tx) => {
    await tx.user.update({ where: { id: user.id }, data: { failures: 0, lockedUntil: null } });
    await audit(tx, actor, now, { verb: 'signIn', outcome: 'ok', text: 'signed in' });
    return openSession(tx, user.id, from, now);
  });
  return ok({ sessionId, user: { id: user.id, name: user.name, email: user.email, role: roleOf(user.role) } });
};

function tooMany(what: string, ms: number): Refusal {
  const retryAfterSeconds = Math.ceil(ms / 1000);
  return { kind: 'too-many', text: `${what} Try again in ${retryAfterSeconds} s.`, retryAfterSeconds };
}

async function noteFailure({ db, clock }: Access, user: User | null, name: string): Promise<void> {
  const now = clock();
  if (!user) return noteStranger(db, name, now);
  await db.write(async (tx) => {
    const { failures } = await tx.user.update({ where: { id: user.id }, data: { failures: { increment: 1 } } });
    const ms = lockMs(failures);
    if (ms > 0) await tx.user.update({ where: { id: user.id }, data: { lockedUntil: new Date(now + ms) } });
  });
}
