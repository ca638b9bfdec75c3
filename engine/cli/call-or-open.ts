import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { makeConsoleKey, readConsoleKey } from '@/engine/access/console-key';
import type { CommandContext } from '@/engine/cli/command';
import { createLog } from '@/engine/log';
import { callEngine } from '@/engine/rpc/client';
import type { Input, Output, RpcVerb } from '@/engine/rpc/contract';
import { answers } from '@/engine/rpc/take-socket';
import { dispatchAccess } from '@/engine/verbs/dispatch';
import { migrate } from '@/lib/db/migrate';
import { openDatabase } from '@/lib/db/open';
import type { Refusal } from '@/lib/refusal';
import { err, type Result } from '@/lib/result';

/**
 * Calls the verb on the running engine, else on the database itself: only where nothing listens at the socket. An
 * engine that hangs is still the only writer, and may yet do what it was asked for.
 */
export async function callOrOpen<V extends 'addUser' | 'createToken'>(
  verb: V,
  input: Input<V>,
  { root, dataDir, socketPath }: CommandContext,
): Promise<Result<Output<V>, Refusal>> {
  const called = await callRunning(verb, input, { dataDir, socketPath });
  if (called) return called;
  const requestId = crypto.randomUUID();
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const databasePath = path.join(dataDir, 'wheelhouse.db');
  const migrated = migrate(databasePath, path.join(root, 'prisma', 'migrations'));
  if (!migrated.ok) return err({ kind: 'internal', text: migrated.error });
  const db = openDatabase({ path: databasePath });
  try {
    const consoleKey = makeConsoleKey(dataDir);
    const access = { db, log: createLog('cli'), clock: Date.now, demo: false, consoleKey };
    return await dispatchAccess(access, verb, { kind: 'console', key: consoleKey }, input, { requestId });
  } finally {
    await db.close();
  }
}

/** Calls the verb on the running engine as the owner at the console; null where no engine runs. */
export async function callRunning<V extends RpcVerb>(
  verb: V,
  input: Input<V>,
  { dataDir, socketPath }: Pick<CommandContext, 'dataDir' | 'socketPath'>,
): Promise<Result<Output<V>, Refusal> | null> {
  if (!existsSync(socketPath) || !(await listens(socketPath))) return null;
  const credential = { kind: 'console', key: readConsoleKey(dataDir) ?? '' } as const;
  return callEngine(verb, input, { credential, requestId: crypto.randomUUID(), socketPath });
}

/** A socket that may not be opened is somebody's: the call says so. */
const listens = (socketPath: string) => answers(socketPath).catch(() => true);
