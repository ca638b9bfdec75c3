import type { ReactNode } from 'react';
import { Icon } from '@/components/glyph/glyph';
import type { Theme } from '@/components/theme/theme';
import { ThemeSwitch } from '@/components/theme/theme-switch';

const quiet =
  'flex items-center gap-2 rounded-control text-ink-2 hover:text-ink max-md:h-11 max-md:px-3 md:h-6 max-xl:md:size-8 max-xl:md:justify-center';

/** Who is signed in, and the two things one does about it. `signOut` is the server's action. */
export function Account({
  name,
  role,
  theme,
  signOut,
  children,
}: {
  name: string;
  role: string;
  theme: Theme;
  signOut: () => Promise<void>;
  children?: ReactNode;
}) {
  return (
    <div className="grid gap-0.5 text-12 max-md:mt-1 max-md:border-line max-md:border-t max-md:pt-1 max-xl:md:justify-items-center">
      <div className="flex gap-1.5 max-md:px-3 max-md:py-2 max-xl:md:sr-only">
        <b>{name}</b>
        <span>{role}</span>
      </div>
      <ThemeSwitch initial={theme} className={quiet} />
      <form action={signOut}>
        <button type="submit" className={quiet} title="Sign out" aria-label="Sign out">
          <Icon name="leave" size={14} />
          <span className="max-xl:md:hidden">Sign out</span>
        </button>
      </form>
      {children}
    </div>
  );
}
