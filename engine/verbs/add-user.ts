import { hashPassword } from '@/engine/access/password';
import { actorOf, audit } from '@/engine/verbs/audit';
import type { AccessVerb } from '@/engine/verbs/verb';
import { err, ok } from '@/lib/result';

export const addUser: AccessVerb<'addUser'> = async ({ db, clock }, { name, email = '', role, password }, call) => {
  const passwordHash = await hashPassword(password);
  const user = await db.write(async (tx) => {
    if (await tx.user.findUnique({ where: { name } })) return null;
    const made = await tx.user.create({ data: { name, email, role, passwordHash, createdAt: new Date(clock()) } });
    await audit(tx, actorOf(call), clock(), { verb: 'addUser', outcome: 'ok', text: `added ${name} as ${role}` });
    return made;
  });
  if (!user) return err({ kind: 'conflict', text: `There is already an account named ${name}.` });
  return ok({ id: user.id, name, email, role });
};
