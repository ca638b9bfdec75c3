'use client';

import Link from 'next/link';
import { buttonClass } from '@/components/button/button';
import { StateGlyph } from '@/components/glyph/state';
import { useLive } from '@/components/live/store';
import { changeStatusOf } from '../change/status';

/** The open change that touches this container, whatever it is for: what it comes to, and the way to it. */
export function OpenChange({ vmid, rendered }: { vmid: number; rendered: number | null }) {
  const view = useLive(`ct/${vmid}`);
  const id = view === undefined ? rendered : view.changeId;
  const change = useLive(`change/${id ?? 0}`);
  if (id === null) return null;
  const shown = changeStatusOf[change?.status ?? 'proposed'];
  return (
    <section
      aria-label={`Change ${id}`}
      className="mb-2 grid grid-cols-[auto_minmax(0,1fr)] items-center gap-2.5 rounded-control border border-[color-mix(in_oklab,var(--intent-edge)_55%,var(--intent-wash))] bg-intent-wash px-[11px] py-2 md:grid-cols-[auto_minmax(0,1fr)_auto]"
    >
      <StateGlyph shown={shown} />
      <p>
        <b>{change === undefined ? `Change ${id}` : change.title.replace(/\.?$/, '.')}</b> Change {id}{' '}
        {change === undefined ? 'is open' : `by ${change.proposedBy}, ${shown.word}`}.
      </p>
      <Link
        href={`/changes/${id}`}
        className={`${buttonClass(change?.status === 'applying' ? 'plain' : 'go', 'small')} max-md:col-start-2`}
      >
        {change?.status === 'applying' ? 'Watch' : 'Review'} change {id}
      </Link>
    </section>
  );
}
