/**
 * The engine's settings, read once from the environment. Each wrong variable gives one sentence: its name, what was
 * given, what is accepted. A secret may also be given as `NAME_FILE`, the path of a file that holds it; it is never
 * repeated in a sentence.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { Secret } from '@/engine/secret';
import { err, ok, type Result } from '@/lib/result';

export type ProxmoxEnvironment = {
  url: string;
  tokenId: string;
  tokenSecret: Secret;
  fingerprint?: string;
  /** PEM. */
  ca?: string;
};

export type Environment = {
  dataDir: string;
  socketPath: string;
  demo: boolean;
  labPath: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
  proxmox: ProxmoxEnvironment;
};

type Env = Record<string, string | undefined>;

const nothing = '(nothing)';
const text = z.string().trim().min(1, { error: nothing });

const environmentSchema = z.object({
  WHEELHOUSE_DATA: text.optional(),
  WHEELHOUSE_SOCKET: text.optional(),
  WHEELHOUSE_LAB: text.optional(),
  WHEELHOUSE_DEMO: z.enum(['0', '1', ''], { error: '1 for the demo, 0 or nothing otherwise' }).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], { error: 'debug, info, warn or error' }).optional(),
  PROXMOX_URL: z.url({ protocol: /^https$/, error: 'an address like https://192.168.0.10:8006' }),
  PROXMOX_TOKEN_ID: z
    .string({ error: 'user@realm!name, like wheelhouse@pve!engine' })
    .regex(/^[^@\s]+@[^!\s]+![A-Za-z][A-Za-z0-9._-]+$/, { error: 'user@realm!name, like wheelhouse@pve!engine' }),
  PROXMOX_TOKEN_SECRET: z
    .string({ error: 'the secret of the token, or PROXMOX_TOKEN_SECRET_FILE with the path of a file that holds it' })
    .regex(/^\S+$/, { error: 'the secret of the token, without blanks' }),
  PROXMOX_FINGERPRINT: z
    .string()
    .regex(/^(?:[0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$/, { error: 'a SHA-256 fingerprint: 32 pairs of hex digits' })
    .optional(),
  PROXMOX_CA: text.optional(),
});

const secrets = ['PROXMOX_TOKEN_SECRET'] as const;

/** The settings, or a sentence for each variable that is wrong. `root` is the checkout. */
export function readEnvironment(env: Env, root: string): Result<Environment, string[]> {
  const withFiles = { ...env };
  const complaints: string[] = [];
  for (const name of secrets) {
    const file = env[`${name}_FILE`];
    if (!file || env[name]) continue;
    const read = readText(file);
    if (read.ok) withFiles[name] = read.value.trim();
    else
      complaints.push(
        `${name}_FILE: given ${file}, which cannot be read (${read.error}); accepted is the path of a file.`,
      );
  }
  // An empty variable is one that is not set: compose files and units write them so.
  const set = Object.fromEntries(Object.entries(withFiles).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success)
    complaints.push(...parsed.error.issues.map((issue) => sentence(String(issue.path[0]), set, issue.message)));
  const ca = readCa(set.PROXMOX_CA);
  if (!ca.ok) complaints.push(ca.error);
  if (!parsed.success || !ca.ok || complaints.length > 0) return err(complaints);

  const values = parsed.data;
  const dataDir = path.resolve(root, values.WHEELHOUSE_DATA ?? 'data');
  return ok({
    dataDir,
    socketPath: values.WHEELHOUSE_SOCKET ?? path.join(dataDir, 'engine.sock'),
    demo: values.WHEELHOUSE_DEMO === '1',
    labPath: path.resolve(root, values.WHEELHOUSE_LAB ?? 'lab/lab.json'),
    logLevel: values.LOG_LEVEL ?? 'info',
    proxmox: {
      url: values.PROXMOX_URL,
      tokenId: values.PROXMOX_TOKEN_ID,
      tokenSecret: new Secret(values.PROXMOX_TOKEN_SECRET),
      fingerprint: values.PROXMOX_FINGERPRINT,
      ca: ca.value,
    },
  });
}

function sentence(name: string, env: Env, accepted: string): string {
  const isSecret = secrets.some((secret) => secret === name);
  const value = env[name];
  const given = value === undefined ? 'nothing' : isSecret ? '***' : withoutSecret(value).slice(0, 200);
  return `${name}: given ${given}; accepted is ${accepted}.`;
}

/** What people paste in the wrong place: `user@realm!name=SECRET` for a token's id, an address with a password in it. */
function withoutSecret(value: string): string {
  return value.replace(/^([^!]*![^=]*=).+$/s, '$1***').replace(/^(\w+:\/\/[^/@]*:)[^/@]*@/, '$1***@');
}

/** A certificate outright, or the path of a file that holds one. */
function readCa(value: string | undefined): Result<string | undefined, string> {
  if (value === undefined || value.includes('-----BEGIN CERTIFICATE-----')) return ok(value);
  const read = readText(value);
  if (read.ok && read.value.includes('-----BEGIN CERTIFICATE-----')) return ok(read.value);
  const why = read.ok ? 'it holds no certificate' : read.error;
  return err(
    `PROXMOX_CA: given ${value.includes('PRIVATE KEY') ? '***' : value.slice(0, 200)} (${why}); accepted is a CA certificate in PEM, or the path of one.`,
  );
}

function readText(file: string): Result<string, string> {
  try {
    return ok(readFileSync(file, 'utf8'));
  } catch (error) {
    return err((error as NodeJS.ErrnoException).code ?? String(error));
  }
}
