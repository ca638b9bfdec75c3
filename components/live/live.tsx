'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { freshness } from '@/components/live/freshness';
import { type Entries, LiveMap } from '@/components/live/live-map';
import { LiveContext, type Rendered } from '@/components/live/store';
import { followLive } from '@/components/live/stream';
import type { SourceView } from '@/lib/live/view';

/**
 * Gives everything below it the live map: first what the server rendered with, then the stream. `engineAbsent` is how
 * the server found the engine, so that the first paint says so too.
 */
export function Live({
  entries,
  version,
  rendered,
  engineAbsent,
  children,
}: {
  entries: Entries;
  version: number;
  rendered: Rendered;
  engineAbsent: boolean;
  children: ReactNode;
}) {
  const [context] = useState(() => {
    const link = { state: engineAbsent ? ('engine-absent' as const) : ('opening' as const), at: rendered.at };
    const fresh = freshness(entries.source as SourceView | undefined, link, rendered.at);
    const begin = { ...entries, '@fresh': fresh, '@link': link };
    return { map: new LiveMap(begin, version), first: new LiveMap(begin, version), rendered };
  });
  useEffect(() => followLive(context.map), [context]);
  return <LiveContext value={context}>{children}</LiveContext>;
}
