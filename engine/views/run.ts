/** A run with its steps and journal as browsers see it. */
import type { Prisma } from '@/generated/prisma/client';
import type { JournalLine, RunStepView, RunView } from '@/lib/live/view';

export const withSteps = {
  steps: { orderBy: { position: 'asc' }, include: { journal: { orderBy: { id: 'asc' } } } },
} as const satisfies Prisma.RunInclude;

export type RunRows = Prisma.RunGetPayload<{ include: typeof withSteps }>;

const shownLogLines = 200;

export function runView(run: RunRows): RunView {
  return {
    id: run.id,
    changeId: run.changeId,
    // The runner's `undoing` is still a run in progress to those who watch; its text says what it does.
    status: run.status === 'undoing' ? 'running' : (run.status as RunView['status']),
    startedAt: run.startedAt.getTime(),
    endedAt: run.endedAt?.getTime() ?? null,
    startedBy: run.startedBy,
    steps: run.steps.map((step) => ({
      id: step.stepId,
      status: step.status as RunStepView['status'],
      startedAt: step.startedAt?.getTime() ?? null,
      endedAt: step.endedAt?.getTime() ?? null,
      upid: step.upid,
      journal: step.journal.map((line) => ({
        at: line.at.getTime(),
        kind: line.kind as JournalLine['kind'],
        text: line.text,
      })),
      log: (step.log as string[]).slice(-shownLogLines),
      readBack: step.readBack,
    })),
    proof: run.proof as RunView['proof'],
    commit: run.commit,
    text: run.text,
  };
}
