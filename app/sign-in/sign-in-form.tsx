'use client';

import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '@/components/button/button';
import { Glyph } from '@/components/glyph/glyph';

type Provider = 'account' | 'demo';

/** The form, and what went wrong beside it. In the demo its account comes first, in one click. */
export function SignInForm({ from, demo }: { from: string; demo: boolean }) {
  const [busy, setBusy] = useState<Provider | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);

  const signIn = async (provider: Provider, fields: Record<string, string>) => {
    setBusy(provider);
    setWrong(null);
    const answer = await send(provider, fields);
    if (answer === null) location.assign(from);
    else {
      setBusy(null);
      setWrong(answer);
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    signIn('account', { name: String(data.get('name')), password: String(data.get('password')) });
  };

  return (
    <>
      {demo && (
        <>
          <Button tone="go" size="large" disabled={busy !== null} onClick={() => signIn('demo', {})} className="w-full">
            {busy === 'demo' ? 'Entering the demo' : 'Enter the demo'}
          </Button>
          <div className="flex items-center gap-2.5 text-12 text-ink-3 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
            or with an account
          </div>
        </>
      )}
      <form onSubmit={submit} className="grid gap-2.5" aria-describedby={wrong === null ? undefined : 'wrong'}>
        <Field label="Name">
          <input
            name="name"
            required
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            className={field}
          />
        </Field>
        <Field label="Password">
          <input name="password" type="password" required autoComplete="current-password" className={field} />
        </Field>
        <Button
          type="submit"
          tone={demo ? 'plain' : 'go'}
          size="large"
          disabled={busy !== null}
          className="mt-0.5 w-full"
        >
          {busy === 'account' ? 'Signing in' : 'Sign in'}
        </Button>
      </form>
      <div role="alert" id="wrong" className="text-12 text-fault">
        {wrong !== null && (
          <p className="flex gap-2 rounded-control bg-fault-wash px-3 py-2 text-ink">
            <Glyph name="broken" className="mt-[3px] text-fault" />
            {wrong}
          </p>
        )}
      </div>
    </>
  );
}

const field =
  'mt-[3px] h-11 w-full rounded-control border border-grip bg-panel px-2.5 text-[16px] text-ink md:h-[34px] md:text-13';

function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is what is given as children.
    <label className="block text-12 text-ink-2">
      {label}
      {children}
    </label>
  );
}

/** Signs in by next-auth's own routes; null when it worked, else what to say. */
async function send(provider: Provider, fields: Record<string, string>): Promise<string | null> {
  try {
    const { csrfToken } = await (await fetch('/api/auth/csrf', { cache: 'no-store' })).json();
    const answer = await fetch(`/api/auth/callback/${provider}`, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, csrfToken, json: 'true' }),
    });
    if (answer.ok) return null;
    const { url } = (await answer.json()) as { url?: string };
    const said = url === undefined ? null : new URL(url, location.href).searchParams.get('error');
    return said === null || said === 'CredentialsSignin' ? 'That was refused. Nothing was changed.' : said;
  } catch {
    return 'Wheelhouse does not answer. Nothing was sent on; try again in a moment.';
  }
}
