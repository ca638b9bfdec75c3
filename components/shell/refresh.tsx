import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useFresh } from '@/components/live/store';

/** Asks the server for the page again once the engine is back: what could not be shown then can be now. */
export function RefreshOnReturn() {
  const fresh = useFresh();
  const router = useRouter();
  const away = useRef(false);
  useEffect(() => {
    if (fresh.state === 'stale' && fresh.silent === 'engine') away.current = true;
    else if (fresh.state === 'live' && away.current) {
      away.current = false;
      router.refresh();
    }
  }, [fresh, router]);
  return null;
}
