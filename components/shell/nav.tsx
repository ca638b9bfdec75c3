'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { Icon } from '@/components/glyph/glyph';
import { useLive, useLiveList } from '@/components/live/store';
import { isHere, type Place, places } from '@/components/shell/places';

/** Counts beside the pages: how many containers, how many changes wait, how many findings. */
function useCounts(): Record<NonNullable<Place['count']>, number> {
  const containers = useLiveList('ct').length;
  const queue = useLive('queue') ?? [];
  return {
    containers,
    changes: queue.filter(({ kind }) => kind === 'approve').length,
    findings: queue.filter(({ kind }) => kind === 'finding').length,
  };
}

export function Rail() {
  const path = usePathname();
  const counts = useCounts();
  return (
    <ul className="mt-2 grid gap-px">
      {places.map((place) => {
        const here = isHere(place, path);
        const count = place.count === undefined ? 0 : counts[place.count];
        const wanted = place.count === 'changes';
        return (
          <li key={place.href}>
            <Link
              href={place.href}
              aria-current={here ? 'page' : undefined}
              title={place.name}
              className={`relative flex h-[30px] items-center gap-2.5 rounded-control px-2 transition-colors duration-(--tick) max-xl:justify-center max-xl:px-0 ${
                here ? 'bg-press font-name text-ink' : 'font-[460] hover:bg-raise hover:text-ink'
              }`}
            >
              <Icon name={place.icon} className={here ? 'text-intent' : 'text-ink-3'} />
              <span className="max-xl:sr-only">{place.name}</span>
              {count > 0 && (
                <span
                  className={
                    wanted
                      ? 'ml-auto rounded-[3px] bg-intent px-[5px] font-[640] text-11 text-intent-ink leading-[15px] max-xl:absolute max-xl:top-0 max-xl:right-0 max-xl:px-1 max-xl:leading-[13px]'
                      : 'ml-auto text-11 text-ink-3 max-xl:hidden'
                  }
                >
                  {count}
                  {wanted && <span className="sr-only"> to approve</span>}
                </span>
              )}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

/** The first four pages at the thumb, and the rest under More. */
export function TabBar({ more }: { more: ReactNode }) {
  const path = usePathname();
  const { changes } = useCounts();
  const hidden = places.slice(4);
  const underMore = hidden.some((place) => isHere(place, path));
  const tab = (here: boolean) =>
    `relative grid content-center justify-items-center gap-0.5 text-11 ${here ? 'text-ink' : 'text-ink-3'}`;
  return (
    <nav
      aria-label="Main, small screens"
      className="fixed inset-x-0 bottom-0 z-20 grid h-(--tabbar) grid-cols-5 border-edge border-t bg-panel md:hidden"
    >
      {places.slice(0, 4).map((place) => {
        const here = isHere(place, path);
        return (
          <Link key={place.href} href={place.href} aria-current={here ? 'page' : undefined} className={tab(here)}>
            <Icon name={place.icon} className={here ? 'text-intent' : ''} />
            <span>{place.name}</span>
            {place.count === 'changes' && changes > 0 && (
              <span className="absolute top-[7px] left-[calc(50%+7px)] rounded-[3px] bg-intent px-1 font-[640] text-[10px] text-intent-ink leading-[13px]">
                {changes}
                <span className="sr-only"> to approve</span>
              </span>
            )}
          </Link>
        );
      })}
      <button type="button" popoverTarget="more" className={tab(underMore)}>
        <Icon name="more" className={underMore ? 'text-intent' : ''} />
        <span>More</span>
      </button>
      <div
        id="more"
        popover="auto"
        className="fixed inset-x-2 top-auto bottom-[calc(var(--tabbar)+8px)] m-0 w-auto rounded-room border border-edge bg-raise p-2 text-ink-2 shadow-pop"
      >
        {hidden.map((place) => (
          <Link
            key={place.href}
            href={place.href}
            aria-current={isHere(place, path) ? 'page' : undefined}
            className="flex h-11 items-center gap-2.5 rounded-control px-3 text-ink"
          >
            <Icon name={place.icon} className="text-ink-3" />
            {place.name}
          </Link>
        ))}
        {more}
      </div>
    </nav>
  );
}
