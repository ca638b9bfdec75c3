'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { act } from '@/app/act';
import { sessionCookie } from '@/app/session';

/** Ends the engine's session and forgets the cookie, also when the engine cannot be told. */
export async function signOut(): Promise<void> {
  const ended = await act('signOut', {});
  if (!ended.ok && ended.error.kind === 'forbidden') return;
  (await cookies()).delete(sessionCookie());
  redirect('/sign-in');
}
