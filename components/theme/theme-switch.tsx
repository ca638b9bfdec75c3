'use client';

import { useState } from 'react';
import { Icon } from '@/components/glyph/glyph';
import { type Theme, themeCookie, themes } from '@/components/theme/theme';

const words: Record<Theme, string> = { system: 'System theme', dark: 'Dark theme', light: 'Light theme' };

/** Goes from system to dark to light; it takes effect at once, and the next page is rendered so. */
export function ThemeSwitch({ initial, className = '' }: { initial: Theme; className?: string }) {
  const [theme, setTheme] = useState(initial);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  const change = () => {
    setTheme(next);
    if (next === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we serve.
    document.cookie = `${themeCookie}=${next}; Path=/; Max-Age=31536000; SameSite=Lax`;
  };
  return (
    <button
      type="button"
      onClick={change}
      className={className}
      title={`${words[theme]}. Change to ${words[next].toLowerCase()}.`}
      aria-label={`${words[theme]}. Change to ${words[next].toLowerCase()}.`}
    >
      <Icon name="theme" size={14} />
      <span className="max-xl:md:hidden">{words[theme]}</span>
    </button>
  );
}
