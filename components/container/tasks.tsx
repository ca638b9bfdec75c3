'use client';

import { type ComponentProps, lazy, Suspense } from 'react';

const TaskList = lazy(() => import('./task-list'));

/** Tasks, drawn by the server at once; following them and their logs is loaded after the page can be used. */
export function Tasks(props: ComponentProps<typeof TaskList>) {
  return (
    <Suspense fallback={<div className="h-29" aria-hidden="true" />}>
      <TaskList {...props} />
    </Suspense>
  );
}
