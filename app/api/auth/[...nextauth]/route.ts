import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/app/auth';

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth reads its secret when it is asked, so that a build needs none. */
const handle = (request: NextRequest, context: Context): Promise<Response> => NextAuth(authOptions())(request, context);

export { handle as GET, handle as POST };
