/** The shape, word and sentence of each state of a change: what was done, and what was not. */
import type { Shown } from '@/components/glyph/state';
import type { ChangeStatus } from '@/lib/live/view';

export const changeStatusOf: Record<ChangeStatus, Shown> = {
  draft: { glyph: 'stopped', tone: 'text-ink-3', word: 'draft' },
  proposed: { glyph: 'waits', tone: 'text-intent', word: 'waits for approval' },
  approved: { glyph: 'waits', tone: 'text-intent', word: 'approved, not run yet' },
  applying: { glyph: 'motion', tone: 'text-intent', word: 'applying' },
  applied: { glyph: 'check', tone: 'text-proof', word: 'applied' },
  rejected: { glyph: 'cross', tone: 'text-ink-3', word: 'rejected' },
  superseded: { glyph: 'arrow', tone: 'text-ink-3', word: 'superseded' },
  expired: { glyph: 'clock', tone: 'text-ink-3', word: 'expired' },
  failed: { glyph: 'broken', tone: 'text-fault', word: 'failed' },
  'rolled back': { glyph: 'unsound', tone: 'text-warn', word: 'rolled back' },
};

/** Waiting for a person, or in motion. */
export const isOpen = (status: ChangeStatus): boolean =>
  status === 'draft' || status === 'proposed' || status === 'approved' || status === 'applying';

/** What an ended change came to, in one sentence. `null` while it is open. */
export function outcomeOf(status: ChangeStatus): string | null {
  switch (status) {
    case 'applied':
      return 'Every step was sent once, read back, and committed.';
    case 'rejected':
      return 'Nothing was sent. The desired state is as it was.';
    case 'superseded':
      return 'Another change took its place. Nothing of this one was sent.';
    case 'expired':
      return 'Nobody decided in time. Nothing was sent; propose it again if you still want it.';
    case 'failed':
      return 'The run stopped. The steps below say what was done and what was not. Nothing was committed.';
    case 'rolled back':
      return 'The desired state is as it was; nothing was committed.';
    default:
      return null;
  }
}
