/**
 * A convenience for people, never the boundary: whoever has no session cookie is sent to sign in before a page is
 * rendered, and pages learn their own path, to come back to. Every page, action and handler checks for itself.
 */
import { type NextRequest, NextResponse } from 'next/server';

export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const signedIn = request.cookies.getAll().some(({ name }) => name.endsWith('wheelhouse.session'));
  if (!signedIn && pathname !== '/sign-in') {
    const to = new URL('/sign-in', request.url);
    if (pathname !== '/') to.searchParams.set('from', `${pathname}${search}`);
    return NextResponse.redirect(to);
  }
  const headers = new Headers(request.headers);
  headers.set('x-wheelhouse-path', `${pathname}${search}`);
  return NextResponse.next({ request: { headers } });
}

export const config = { matcher: ['/((?!api/|_next/|livez|readyz|metrics|.*\\.[a-z0-9]+$).*)'] };
