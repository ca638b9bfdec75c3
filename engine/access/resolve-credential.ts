/** Who calls: a credential as it came over the socket becomes a person or a script with a role, from the database. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { findApiToken } from '@/engine/access/api-token';
import { findSession } from '@/engine/access/session';
import type { Credential } from '@/engine/rpc/contract';
import type { Database } from '@/lib/db/open';
import type { Refusal } from '@/lib/refusal';
import { err, ok, type Result } from '@/lib/result';
import { type Role, roles } from '@/lib/roles/table';

/** `userId` is 0 for the console and for a token that no account made. */
export type Caller = { userId: number; name: string; email: string; role: Role };

/** The caller; null when nothing was shown, which is no error: some verbs need nobody. */
export async function resolveCredential(
  db: Database,
  consoleKey: string,
  credential: Credential,
  now: number,
): Promise<Result<Caller | null, Refusal>> {
  switch (credential.kind) {
    case 'none':
      return ok(null);
    case 'session': {
      const user = await findSession(db, credential.id, now);
      if (!user) return refused('Your session has ended. Sign in again.');
      return ok({ userId: user.id, name: user.name, email: user.email, role: roleOf(user.role) });
    }
    case 'token': {
      const token = await findApiToken(db, credential.token, now);
      if (!token) return refused('This API token is unknown or was revoked.');
      return ok({ userId: token.createdBy ?? 0, name: `token ${token.name}`, email: '', role: roleOf(token.role) });
    }
    case 'console':
      if (!sameText(credential.key, consoleKey)) return refused('This is not the console key of this data directory.');
      return ok({ userId: 0, name: 'console', email: '', role: 'admin' });
  }
}

const refused = (text: string) => err<Refusal>({ kind: 'unauthenticated', text });

/** A role that the table does not know gives the least. */
export const roleOf = (text: string): Role => roles.find((role) => role === text) ?? 'viewer';

const digest = (text: string) => createHash('sha256').update(text).digest();
const sameText = (a: string, b: string) => timingSafeEqual(digest(a), digest(b));
