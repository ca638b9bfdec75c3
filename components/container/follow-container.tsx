'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useLive } from '@/components/live/store';

/** Renders the page again when what it compares has moved: the configuration, its sync, or the change that waits. */
export function FollowContainer({ vmid }: { vmid: number }) {
  const router = useRouter();
  const view = useLive(`ct/${vmid}`);
  const now = view
    ? [
        view.sync,
        view.differences,
        view.changeId,
        view.status,
        view.held?.id,
        view.finding?.text,
        view.unreadable,
      ].join()
    : null;
  const seen = useRef(now);
  useEffect(() => {
    if (now === null || seen.current === now) return;
    const first = seen.current === null;
    seen.current = now;
    if (first) return;
    const wait = setTimeout(() => router.refresh(), 150);
    return () => clearTimeout(wait);
  }, [now, router]);
  return null;
}
