/**
 * The demo's accounts: admin, operator and viewer, with random passwords that are kept beside the database (mode
 * 0600), so that `npm start` can print them. Made only in the demo and only while there is no account at all.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { hashPassword } from '@/engine/access/password';
import { randomId } from '@/engine/access/random-id';
import type { Prisma } from '@/generated/prisma/client';
import type { Database } from '@/lib/db/open';
import { roles } from '@/lib/roles/table';

export const demoAccountsSchema = z.object({
  accounts: z.array(z.object({ name: z.string(), role: z.enum(roles), password: z.string() })),
});

/** Makes the three accounts when there is none yet. */
export async function makeDemoAccounts(db: Database, dataDir: string): Promise<void> {
  if ((await db.read.user.count()) > 0) return;
  const file = path.join(dataDir, 'demo-accounts.json');
  // Written before the rows: a crash between the two must not leave accounts whose passwords nobody knows.
  const known = existsSync(file) ? demoAccountsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
  const accounts =
    known?.accounts ?? [...roles].reverse().map((role) => ({ name: role, role, password: randomId().slice(0, 20) }));
  if (!known) writeFileSync(file, `${JSON.stringify({ accounts }, null, 2)}\n`, { mode: 0o600 });
  const rows: Prisma.UserCreateManyInput[] = [];
  // One after the other: each hash takes 32 MiB while it is made.
  for (const { name, role, password } of accounts)
    rows.push({ name, role, email: `${name}@wheelhouse.localhost`, passwordHash: await hashPassword(password) });
  await db.write((tx) => tx.user.createMany({ data: rows }));
}
