/** Dark, light, or what the system says. Kept in a cookie, so that the server renders it and nothing flashes. */
export const themes = ['system', 'dark', 'light'] as const;
export type Theme = (typeof themes)[number];

export const themeCookie = 'wheelhouse.theme';

export function themeFrom(given: string | undefined): Theme {
  return themes.find((theme) => theme === given) ?? 'system';
}
