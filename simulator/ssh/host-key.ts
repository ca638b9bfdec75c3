/** The SSH host key; beside the save file it is kept, so that a known host stays known. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import ssh2 from 'ssh2';

export type HostKey = {
  privateKey: string;
  /** `ssh-ed25519 AAAA…`, as it stands in `known_hosts` after the host. */
  publicKey: string;
  /** `SHA256:…`, as `ssh-keygen -l` prints it. */
  fingerprint: string;
};

/** The key kept at `path`, or a new one, which is then kept there. */
export function hostKeyFor(path: string | undefined): HostKey {
  if (path && existsSync(path)) {
    const kept = read(readFileSync(path, 'utf8'));
    if (kept) return kept;
  }
  const made = read(ssh2.utils.generateKeyPairSync('ed25519').private);
  if (!made) throw new Error('the SSH host key that was just made cannot be read');
  if (path) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, made.privateKey, { mode: 0o600 });
  }
  return made;
}

function read(privateKey: string): HostKey | null {
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error) return null;
  const blob = key.getPublicSSH();
  const hash = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
  return { privateKey, publicKey: `${key.type} ${blob.toString('base64')}`, fingerprint: `SHA256:${hash}` };
}
