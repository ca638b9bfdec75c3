/** The pages there are. The rail, the tab bar, the crumb and the palette all read this. */
import type { IconName } from '@/components/glyph/sprite';

export type Place = { href: string; name: string; icon: IconName; count?: 'containers' | 'changes' | 'findings' };

export const places: Place[] = [
  { href: '/', name: 'Overview', icon: 'overview' },
  { href: '/containers', name: 'Containers', icon: 'containers', count: 'containers' },
  { href: '/changes', name: 'Changes', icon: 'changes', count: 'changes' },
  { href: '/findings', name: 'Findings', icon: 'findings', count: 'findings' },
  { href: '/history', name: 'History', icon: 'history' },
  { href: '/settings', name: 'Settings', icon: 'settings' },
];

export function isHere(place: Place, path: string): boolean {
  return place.href === '/' ? path === '/' : path === place.href || path.startsWith(`${place.href}/`);
}
