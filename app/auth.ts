/**
 * Sign-in by next-auth: a name and password that the engine checks against its database, and, in the demo only, its
 * account in one click. Sessions are the engine's; next-auth keeps the id of one in its encrypted cookie.
 */
import 'server-only';
import { randomUUID } from 'node:crypto';
import type { NextAuthOptions, User } from 'next-auth';
import credentials from 'next-auth/providers/credentials';
import { isSecure, sessionCookie, sessionSecret } from '@/app/session';
import { demoOffered } from '@/app/sign-in/demo-offered';
import { callEngine } from '@/engine/rpc/client';
import type { Output } from '@/engine/rpc/contract';
import type { Refusal } from '@/lib/refusal';
import type { Result } from '@/lib/result';

const thirtyDays = 30 * 24 * 3600;

type RequestHeaders = Record<string, string> | undefined;

export function authOptions(): NextAuthOptions {
  return {
    secret: sessionSecret(),
    session: { strategy: 'jwt', maxAge: thirtyDays },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    useSecureCookies: isSecure(),
    cookies: {
      sessionToken: {
        name: sessionCookie(),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure() },
      },
    },
    providers: [
      credentials({
        id: 'account',
        name: 'Account',
        credentials: { name: {}, password: {} },
        async authorize(given, request) {
          const input = { name: given?.name ?? '', password: given?.password ?? '', from: fromOf(request.headers) };
          return signedIn(await callEngine('signIn', input, anonymous()));
        },
      }),
      credentials({
        id: 'demo',
        name: 'Demo',
        credentials: {},
        async authorize(_given, request) {
          if (!demoOffered(process.env, new Headers(request.headers as Record<string, string>))) return null;
          return signedIn(await callEngine('demoSignIn', { from: fromOf(request.headers) }, anonymous()));
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { ...user } : token),
      // What scripts may read at /api/auth/session. The engine's session id is not among it.
      session: ({ session, token }) => ({ expires: session.expires, user: { name: token.name, role: token.role } }),
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sessionId !== 'string') return;
        const credential = { kind: 'session' as const, id: token.sessionId };
        await callEngine('signOut', {}, { credential, requestId: randomUUID() });
      },
    },
  };
}

const anonymous = () => ({ credential: { kind: 'none' as const }, requestId: randomUUID() });

/** What goes into the cookie; a refusal becomes the sentence that stands beside the form. */
function signedIn(result: Result<Output<'signIn'>, Refusal>): User {
  if (!result.ok) throw new Error(result.error.text);
  const { sessionId, user } = result.value;
  return { id: String(user.id), sessionId, name: user.name, role: user.role } as User;
}

function fromOf(headers: RequestHeaders): string {
  return (headers?.['x-forwarded-for'] ?? '').split(',').at(-1)?.trim().slice(0, 64) ?? '';
}
