'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useLive, useLiveList } from '@/components/live/store';

/**
 * Renders the page again when the change, its plan or one of its containers moved: a plan that has gone void must not
 * stand there as if it held.
 */
export function FollowChange({ id, rendered, vmids }: { id: number; rendered: string; vmids: number[] }) {
  const router = useRouter();
  const change = useLive(`change/${id}`);
  const containers = useLiveList('ct');
  const undecided = change?.status === 'proposed' || change?.status === 'approved';
  // While a run moves them, that they move is no news.
  const lab = undecided
    ? containers
        .filter((ct) => vmids.includes(ct.vmid))
        .map((ct) => `${ct.vmid} ${ct.sync} ${ct.differences} ${ct.status}`)
        .join('; ')
    : '';
  const now = change ? `${change.status} ${change.planHash}` : rendered;
  const seen = useRef({ change: rendered, lab });
  useEffect(() => {
    if (seen.current.change === now && seen.current.lab === lab) return;
    const decided = seen.current.change === now && lab === '';
    seen.current = { change: now, lab };
    if (decided) return;
    // A change and its containers move together; one refresh is enough for both.
    const wait = setTimeout(() => router.refresh(), 150);
    return () => clearTimeout(wait);
  }, [now, lab, router]);
  return null;
}
