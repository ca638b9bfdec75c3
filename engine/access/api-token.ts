/** A script's token: `wh_` and 256 random bits, told once; here are its hash, its role and when it was last used. */
import { hashId, randomId } from '@/engine/access/random-id';
import type { Database, Transaction } from '@/lib/db/open';
import type { Role } from '@/lib/roles/table';

const usedEveryMs = 60_000;

/** Makes a token; the answer is the only time it is told. */
export async function createApiToken(
  tx: Transaction,
  token: { name: string; role: Role; createdBy: number | null; now: number },
): Promise<string> {
  const text = `wh_${randomId()}`;
  await tx.apiToken.create({
    data: {
      name: token.name,
      role: token.role,
      tokenHash: hashId(text),
      createdBy: token.createdBy,
      createdAt: new Date(token.now),
    },
  });
  return text;
}

/** The live token that this text is, or null. A token dies with the account that made it. */
export async function findApiToken(db: Database, text: string, now: number) {
  const token = await db.read.apiToken.findUnique({ where: { tokenHash: hashId(text) }, include: { creator: true } });
  if (!token || token.revokedAt || token.creator?.disabledAt) return null;
  if (now - (token.lastUsedAt?.getTime() ?? 0) > usedEveryMs)
    await db.write((tx) => tx.apiToken.updateMany({ where: { id: token.id }, data: { lastUsedAt: new Date(now) } }));
  return token;
}
