'use client';

import type { ReactNode } from 'react';
import { useLive } from '@/components/live/store';
import type { RunView as Run } from '@/lib/live/view';
import type { StepFacts } from './run-rows';
import { RunView } from './run-view';

/** The plan until its run begins, and from that moment the run, without asking the server. */
export function PlanOrRun({
  changeId,
  rendered,
  told,
  steps,
  children,
}: {
  changeId: number;
  rendered: Run | null;
  /** The page says already how it ended. */
  told: boolean;
  steps: StepFacts[];
  children: ReactNode;
}) {
  const runId = useLive(`change/${changeId}`)?.runId ?? rendered?.id ?? 0;
  const live = useLive(`run/${runId}`);
  const run = live ?? (rendered?.id === runId ? rendered : null);
  return run === null ? children : <RunView run={run} told={told} steps={steps} />;
}
