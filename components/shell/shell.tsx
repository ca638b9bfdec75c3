import Link from 'next/link';
import type { ReactNode } from 'react';
import { Wheel } from '@/components/glyph/glyph';
import { Account } from '@/components/shell/account';
import { Bar } from '@/components/shell/bar';
import { Rail, TabBar } from '@/components/shell/nav';
import { Silence } from '@/components/shell/silence';
import type { Theme } from '@/components/theme/theme';
import { Toasts } from '@/components/toast/toasts';
import type { Role } from '@/lib/roles/table';

/** The frame of every page: rail, bar, the banner over stale data, the page, toasts, and on phones the tab bar. */
export function Shell({
  user,
  theme,
  version,
  signOut,
  children,
}: {
  user: { name: string; role: Role };
  theme: Theme;
  version: string;
  signOut: () => Promise<void>;
  children: ReactNode;
}) {
  const account = { name: user.name, role: user.role, theme, signOut };
  return (
    <>
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-control bg-intent px-3 py-2 font-name text-intent-ink focus:translate-y-0"
      >
        Skip to content
      </a>
      <nav
        aria-label="Main"
        className="fixed inset-y-0 left-0 z-20 hidden w-(--rail) flex-col border-line border-r bg-panel px-2 md:flex"
      >
        <Link
          href="/"
          className="flex h-(--bar) items-center gap-[9px] px-2 text-[14px] text-ink tracking-[-0.005em] max-xl:justify-center max-xl:px-0"
        >
          <Wheel />
          <b className="font-[640] [font-stretch:96%] max-xl:sr-only">Wheelhouse</b>
        </Link>
        <Rail />
        <div className="mt-auto border-line border-t px-2 pt-2.5 pb-3 max-xl:px-0">
          <Account {...account}>
            <span className="text-11 text-ink-3 max-xl:hidden">Wheelhouse {version}</span>
          </Account>
        </div>
      </nav>
      <div className="flex min-h-dvh flex-col md:pl-(--rail)">
        <Bar />
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto w-full max-w-[1760px] flex-1 px-(--gutter) pt-3 pb-[calc(var(--tabbar)+20px)] outline-none md:pt-4"
        >
          <Silence />
          {children}
        </main>
      </div>
      <TabBar more={<Account {...account} />} />
      <Toasts />
    </>
  );
}
