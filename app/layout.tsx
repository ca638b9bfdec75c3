import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { adoptLive, operateContainer } from '@/app/containers/actions';
import { fontClass } from '@/app/fonts';
import { currentUser } from '@/app/session';
import { signOut } from '@/app/sign-out';
import { liveSnapshot } from '@/app/snapshot';
import { Sprite } from '@/components/glyph/sprite';
import { Live } from '@/components/live/live';
import { Actor } from '@/components/operate/actor';
import { Shell } from '@/components/shell/shell';
import { themeCookie, themeFrom } from '@/components/theme/theme';
import project from '@/package.json';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Wheelhouse', template: '%s · Wheelhouse' },
  description: project.description,
  referrer: 'same-origin',
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: dark)', color: '#0e0d0b' },
    { media: '(prefers-color-scheme: light)', color: '#efede7' },
  ],
};

/** Whoever is signed in gets the shell around every page, with the live map as it is now; everyone else the bare page. */
export default async function Layout({ children }: { children: ReactNode }) {
  const theme = themeFrom((await cookies()).get(themeCookie)?.value);
  const user = await currentUser();
  return (
    <html lang="en" data-theme={theme === 'system' ? undefined : theme} className={fontClass} suppressHydrationWarning>
      <body>
        <Sprite />
        {user === null ? (
          children
        ) : (
          <Live {...(await liveSnapshot())} rendered={rendered()}>
            <Actor role={user.role} operate={operateContainer} adopt={adoptLive}>
              <Shell user={user} theme={theme} version={project.version} signOut={signOut}>
                {children}
              </Shell>
            </Actor>
          </Live>
        )}
      </body>
    </html>
  );
}

/** The server's time and zone: what ages and times are rendered with until the browser's own take over. */
function rendered() {
  return { at: Date.now(), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };
}
