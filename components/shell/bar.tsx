'use client';

import { Crumb } from '@/components/shell/crumb';
import { Finder } from '@/components/shell/finder';
import { FreshnessVoice, Heartbeat } from '@/components/shell/heartbeat';
import { NodeName } from '@/components/shell/node';
import { RefreshOnReturn } from '@/components/shell/refresh';

/** The bar over every page: where one is, the finder, the node, and the pulse of its data. */
export function Bar() {
  return (
    <header className="sticky top-0 z-10 flex h-(--bar) flex-none items-center gap-2.5 border-line border-b bg-well px-(--gutter) md:gap-4">
      <Crumb />
      <Finder />
      <NodeName />
      <Heartbeat />
      <FreshnessVoice />
      <RefreshOnReturn />
    </header>
  );
}
