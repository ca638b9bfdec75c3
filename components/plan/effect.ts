/** The shape and word of each effect: what a step is felt as, in one glance down the column. */
import type { Shown } from '@/components/glyph/state';
import type { Effect } from '@/lib/plan/plan';

export const effectOf: Record<Effect, Shown> = {
  immediate: { glyph: 'hot', tone: 'text-ink-2', word: 'immediate' },
  hot: { glyph: 'hot', tone: 'text-ink-2', word: 'hot' },
  reboot: { glyph: 'clock', tone: 'text-ink-2', word: 'after restart' },
  downtime: { glyph: 'downtime', tone: 'text-warn', word: 'downtime' },
  data: { glyph: 'broken', tone: 'text-fault', word: 'destroys data' },
};
