'use client';

import { type ComponentProps, lazy, Suspense } from 'react';

const Charts = lazy(() => import('./usage-charts'));

/** The charts, drawn by the server at once; what makes them move is loaded after the page can be used. */
export function Usage(props: ComponentProps<typeof Charts>) {
  return (
    <Suspense fallback={<div className="h-[calc(26px+6px+152px)]" aria-hidden="true" />}>
      <Charts {...props} />
    </Suspense>
  );
}
