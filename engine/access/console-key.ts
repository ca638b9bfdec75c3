/**
 * The owner at the console: whoever can read `console.key` (mode 0600) in the data directory owns the database
 * anyway. With it the command line calls the engine as an admin, before there is any account.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { randomId } from '@/engine/access/random-id';

const keyPath = (dataDir: string) => path.join(dataDir, 'console.key');

/** The key, made on the first call. */
export function makeConsoleKey(dataDir: string): string {
  if (!existsSync(keyPath(dataDir))) writeFileSync(keyPath(dataDir), `${randomId()}\n`, { mode: 0o600 });
  return readFileSync(keyPath(dataDir), 'utf8').trim();
}

/** The key as it stands, or null when no engine has run here. */
export function readConsoleKey(dataDir: string): string | null {
  return existsSync(keyPath(dataDir)) ? readFileSync(keyPath(dataDir), 'utf8').trim() : null;
}
