import type { Activity } from '@/lib/live/view';

/**
 * Of each change only what was done with it last: that it was applied says that it was proposed, approved and begun.
 * The history page keeps every line.
 */
export function latestOfEach(items: Activity[]): Activity[] {
  const seen = new Set<number>();
  return items.filter(({ changeId }) => {
    if (changeId === null) return true;
    if (seen.has(changeId)) return false;
    seen.add(changeId);
    return true;
  });
}
