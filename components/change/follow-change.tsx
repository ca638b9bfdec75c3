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
  const lab = useLiveList('ct')
    .filter((ct) => vmids.includes(ct.vmid))
    .map((ct) => `${ct.vmid} ${ct.sync} ${ct.differences} ${ct.status}`)
    .join('; ');
  const now = change ? `${change.status} ${change.planHash}` : rendered;
  const seen = useRef({ change: rendered, lab });
  useEffect(() => {
    if (seen.current.change === now && seen.current.lab === lab) return;
    seen.current = { change: now, lab };
    // A change and its containers move together; one refresh is enough for both.
    const wait = setTimeout(() => router.refresh(), 150);
    return () => clearTimeout(wait);
  }, [now, lab, router]);
  return null;
}
