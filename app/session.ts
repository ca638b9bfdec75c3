/**
 * Who is asking. The cookie is next-auth's, encrypted and httpOnly; it carries the id of the engine's session, which
 * no script in the browser ever sees, and a name and role that are for display only. What a person may do is what the
 * engine says each time, from its database.
 */
import 'server-only';
import { randomUUID } from 'node:crypto';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { decode } from 'next-auth/jwt';
import { cache } from 'react';
import { type Desired, readDesired } from '@/app/desired';
import { callEngine } from '@/engine/rpc/client';
import type { Credential } from '@/engine/rpc/contract';
import { invariant } from '@/lib/invariant';
import type { Refusal } from '@/lib/refusal';
import { type Role, roles } from '@/lib/roles/table';

/**
 * Whom a page is made for. `engine` is why the engine could not be asked; then the role is what the database says, and
 * if that cannot be read either, what it was at sign-in.
 */
export type CurrentUser = { name: string; role: Role; engine: Refusal | null };

export type SessionToken = { sessionId: string; name: string; role: Role };

/** The name of the session cookie; with the prefix that browsers accept over HTTPS only. */
export function sessionCookie(): string {
  return `${isSecure() ? '__Secure-' : ''}wheelhouse.session`;
}

/** Whether people reach us over HTTPS. */
export function isSecure(): boolean {
  return process.env.NEXTAUTH_URL?.startsWith('https://') ?? false;
}

/** The key that encrypts the cookie. There is no default: with a known key anyone could be anyone. */
export function sessionSecret(): string {
  const secret = process.env.NEXTAUTH_SECRET;
  invariant(secret, 'NEXTAUTH_SECRET is not set; `npm start` makes one');
  return secret;
}

const readSession = cache(async (): Promise<SessionToken | null> => {
  const cookie = (await cookies()).get(sessionCookie());
  if (cookie === undefined) return null;
  try {
    return tokenFrom(await decode({ token: cookie.value, secret: sessionSecret() }));
  } catch (cause) {
    // A cookie of another key, cut short or expired: whoever holds it signs in again.
    if (cause instanceof Error && cause.name.startsWith('JW')) return null;
    throw cause;
  }
});

function tokenFrom(token: Record<string, unknown> | null): SessionToken | null {
  const role = roles.find((known) => known === token?.role);
  if (typeof token?.sessionId !== 'string' || typeof token.name !== 'string' || role === undefined) return null;
  return { sessionId: token.sessionId, name: token.name, role };
}

/** What goes to the engine with each call: a script's bearer token, else the browser's session. */
export async function currentCredential(): Promise<Credential> {
  const bearer = /^Bearer ([\x21-\x7e]+)$/i.exec((await headers()).get('authorization') ?? '')?.[1];
  if (bearer !== undefined) return { kind: 'token', token: bearer };
  const session = await readSession();
  return session === null ? { kind: 'none' } : { kind: 'session', id: session.sessionId };
}

/** The request's id; the same for everything that is done for it, down to the call to Proxmox. */
export const currentRequestId = cache(async (): Promise<string> => {
  const given = (await headers()).get('x-request-id');
  return given !== null && /^[\w.:-]{1,100}$/.test(given) ? given : randomUUID();
});

/** Who is signed in, asked once for a page and its layout; null: nobody. */
export const currentUser = cache(async (): Promise<CurrentUser | null> => {
  const session = await readSession();
  if (session === null) return null;
  const who = await callEngine(
    'whoAmI',
    {},
    {
      credential: { kind: 'session', id: session.sessionId },
      requestId: await currentRequestId(),
    },
  );
  if (who.ok) return { name: who.value.name, role: who.value.role, engine: null };
  if (who.error.kind === 'unauthenticated' || who.error.kind === 'forbidden') return null;
  if (who.error.kind === 'engine-absent') {
    const known = await readDesired(session.sessionId);
    if (known.ok) return { ...known.value.user, engine: who.error };
    if (known.error === 'unknown-session') return null;
  }
  return { name: session.name, role: session.role, engine: who.error };
});

/** What is asked for, as far as the database alone can tell it to this session; null: not to this one, or not now. */
export async function currentDesired(): Promise<Desired | null> {
  const session = await readSession();
  const known = session === null ? null : await readDesired(session.sessionId);
  return known?.ok ? known.value : null;
}

/** The user a page is for; whoever is not signed in is sent to do so, and comes back to where they were going. */
export async function requireUser(): Promise<CurrentUser> {
  const user = await currentUser();
  if (user !== null) return user;
  const from = (await headers()).get('x-wheelhouse-path');
  redirect(from === null || from === '/' ? '/sign-in' : `/sign-in?from=${encodeURIComponent(from)}`);
}
