import { createApiToken } from '@/engine/access/api-token';
import { actorOf, audit } from '@/engine/verbs/audit';
import type { AccessVerb } from '@/engine/verbs/verb';
import { err, ok } from '@/lib/result';

/** Makes an API token; the answer is the only time that it is told. */
export const createToken: AccessVerb<'createToken'> = async ({ db, clock }, { name, role }, call) => {
  const now = clock();
  const token = await db.write(async (tx) => {
    if (await tx.apiToken.findUnique({ where: { name } })) return null;
    const text = `made the API token ${name} with the role ${role}`;
    await audit(tx, actorOf(call), now, { verb: 'createToken', outcome: 'ok', text });
    return createApiToken(tx, { name, role, createdBy: call.caller.userId || null, now });
  });
  if (!token) return err({ kind: 'conflict', text: `There is already an API token named ${name}.` });
  return ok({ token });
};
