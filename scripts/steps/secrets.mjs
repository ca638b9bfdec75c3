import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stop } from './stop.mjs';

/** The key that signs sessions: given in NEXTAUTH_SECRET or NEXTAUTH_SECRET_FILE, else made once and kept. */
export function sessionKey(data, env) {
  if (env.NEXTAUTH_SECRET) return env.NEXTAUTH_SECRET;
  if (env.NEXTAUTH_SECRET_FILE) {
    if (!existsSync(env.NEXTAUTH_SECRET_FILE))
      throw new Stop(`NEXTAUTH_SECRET_FILE names ${env.NEXTAUTH_SECRET_FILE}, and there is no such file.`);
    return readFileSync(env.NEXTAUTH_SECRET_FILE, 'utf8').trim();
  }
  const path = join(data, 'session.key');
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  const key = randomBytes(32).toString('base64url');
  writeFileSync(path, `${key}\n`, { mode: 0o600, flag: 'wx' });
  return key;
}
