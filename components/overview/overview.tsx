'use client';

import { Fleet } from '@/components/fleet/fleet';
import { HostStrips } from '@/components/host/host-strip';
import { Forbidden } from '@/components/overview/forbidden';
import { Say } from '@/components/overview/say';
import { Queue } from '@/components/queue/queue';
import { Recent } from '@/components/recent/recent';

/** The overview in its reading order: a sentence, the host, what needs you, every container, what was done last. */
export function Overview() {
  return (
    <>
      <Say />
      <Forbidden />
      <HostStrips />
      <div className="mt-[18px] grid gap-x-[22px] gap-y-4 max-md:mt-3 lg:max-xl:grid-cols-[300px_minmax(0,1fr)] xl:grid-cols-[clamp(300px,24.6vw,354px)_minmax(0,1fr)]">
        <Queue />
        <Fleet>
          <Recent />
        </Fleet>
      </div>
    </>
  );
}
