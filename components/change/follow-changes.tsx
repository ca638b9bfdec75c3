'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useLiveList } from '@/components/live/store';

/** Renders the list again when a change came, went or moved on. */
export function FollowChanges() {
  const router = useRouter();
  const now = useLiveList('change')
    .map((change) => `${change.id} ${change.status} ${change.commit}`)
    .join('; ');
  const seen = useRef(now);
  useEffect(() => {
    if (seen.current === now) return;
    seen.current = now;
    const wait = setTimeout(() => router.refresh(), 150);
    return () => clearTimeout(wait);
  }, [now, router]);
  return null;
}
