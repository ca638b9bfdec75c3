import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { currentUser } from '@/app/session';
import { demoOffered } from '@/app/sign-in/demo-offered';
import { SignInForm } from '@/app/sign-in/sign-in-form';
import { Wheel } from '@/components/glyph/glyph';

export const metadata: Metadata = { title: 'Sign in' };

/** The only page for people who are nobody yet. */
export default async function SignIn({ searchParams }: { searchParams: Promise<{ from?: string | string[] }> }) {
  const from = ownPath((await searchParams).from);
  if ((await currentUser()) !== null) redirect(from);
  const asked = await headers();
  return (
    <main className="grid min-h-dvh place-items-center px-5 py-10">
      <div className="grid w-full max-w-[296px] gap-2.5">
        <h1 className="flex items-center gap-[9px] text-19 text-ink">
          <Wheel size={26} />
          <b>Wheelhouse</b>
        </h1>
        <p className="-mt-1.5 mb-1 ml-[35px] text-ink-3">Sign in to see the lab.</p>
        <SignInForm from={from} demo={demoOffered(process.env, asked)} />
        <p className="text-12 text-ink-3 leading-[1.42]">
          You are on <code className="font-mono">{asked.get('host')}</code>. Accounts are made with{' '}
          <code className="font-mono">npx wheelhouse user add</code>.
        </p>
      </div>
    </main>
  );
}

/** Where they were going, if that is a page of ours; never another site. */
function ownPath(from: string | string[] | undefined): string {
  return typeof from === 'string' && /^\/(?![/\\])/.test(from) ? from : '/';
}
