'use client';

import { Glyph } from '@/components/glyph/glyph';
import { useLive } from '@/components/live/store';
import type { ChangeStatus } from '@/lib/live/view';
import { changeStatusOf } from './status';

/** Where a change stands, as the stream says it; a run says at which step it is. */
export function ChangeState({ id, rendered }: { id: number; rendered: ChangeStatus }) {
  const change = useLive(`change/${id}`);
  const run = useLive(`run/${change?.runId ?? 0}`);
  const status = change?.status ?? rendered;
  const shown = changeStatusOf[status];
  const at = run?.steps.findIndex((step) => step.status === 'running') ?? -1;
  return (
    <>
      <span className={`inline-flex items-center gap-[5px] font-[500] ${shown.tone}`}>
        <Glyph name={shown.glyph} className={shown.glyph === 'motion' ? 'animate-turn' : ''} />
        Change {id}
      </span>
      <span>
        {shown.word}
        {status === 'applying' && run && at >= 0 && `, step ${at + 1} of ${run.steps.length}`}
      </span>
    </>
  );
}
