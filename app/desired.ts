/**
 * What is asked for, read from the database while the engine is away: the one thing that is still known then. Only
 * for a session whose row says that it holds, and as the role that the user's row says, because nobody else can be
 * asked. Prisma is loaded when this is first needed, the database is opened for reading and closed again.
 */
import 'server-only';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from 'react';
import { log } from '@/app/log';
import { sessionHolds } from '@/lib/access/session-limits';
import { err, ok, type Result } from '@/lib/result';
import { type Role, roles } from '@/lib/roles/table';
import type { ContainerSpec } from '@/lib/spec/container';

export type Desired = { user: { name: string; role: Role }; specs: ContainerSpec[] };

/** `unknown-session` is the database's word; `unreadable` says that it could not be asked. */
export type NoDesired = 'unknown-session' | 'unreadable';

export const readDesired = cache(async (sessionId: string): Promise<Result<Desired, NoDesired>> => {
  const path = join(process.env.WHEELHOUSE_DATA || join(process.cwd(), 'data'), 'wheelhouse.db');
  if (!existsSync(path)) return err('unreadable');
  try {
    return await read(path, sessionId);
  } catch (cause) {
    // Another version's database, or one that is being restored: then nothing is known, and the page says so.
    log('warn', 'the database could not be read while the engine is away', { cause: String(cause) });
    return err('unreadable');
  }
});

async function read(path: string, sessionId: string): Promise<Result<Desired, NoDesired>> {
  const [{ openDatabase }, { readSpecs }] = await Promise.all([
    import('@/lib/db/open'),
    import('@/lib/db/container-rows'),
  ]);
  const db = openDatabase({ path, readOnly: true });
  try {
    const idHash = createHash('sha256').update(sessionId).digest('hex');
    const session = await db.read.session.findUnique({ where: { idHash }, include: { user: true } });
    const role = roles.find((known) => known === session?.user.role);
    if (!session || !role || session.user.disabledAt || !sessionHolds(session, Date.now())) {
      return err('unknown-session');
    }
    return ok({ user: { name: session.user.name, role }, specs: await readSpecs(db.read) });
  } finally {
    await db.close();
  }
}
