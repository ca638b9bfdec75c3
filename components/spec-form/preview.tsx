import { FileDiff } from '@/components/file-diff/file-diff';
import { Glyph } from '@/components/glyph/glyph';
import { PlanNotes } from '@/components/plan/notes';
import { StepRow } from '@/components/plan/step-list';
import { counted } from '@/lib/format/number';
import type { PlanPreview } from './use-preview';

/** What would happen, while it is being typed: steps, notes, files. It keeps its place while it is planned anew. */
export function Preview({ state, count, invalid }: { state: PlanPreview; count: number; invalid: boolean }) {
  const shown = state.state === 'planned' ? state : state.state === 'planning' ? state.last : null;
  const planning = state.state === 'planning' && !invalid;
  return (
    <section aria-labelledby="preview" aria-busy={planning}>
      <div className="mb-[7px] flex min-h-[26px] items-baseline gap-2.5">
        <h2 id="preview" className="font-title text-13 text-ink">
          What would happen
        </h2>
        <span role="status" className="text-12 text-ink-3">
          {planning
            ? 'planning'
            : state.state === 'planned'
              ? `${counted(state.plan.steps.length, 'step')}, planned against what is live now`
              : ''}
        </span>
        {planning && <Glyph name="motion" className="animate-turn self-center text-intent" />}
      </div>
      {shown === null ? (
        <p className="room px-3.5 py-3 text-ink-3 xl:min-h-[140px]">
          {count === 0
            ? 'Edit a field: the steps, how each is felt, and the file that changes appear here.'
            : invalid || state.state === 'refused'
              ? 'No plan: something in the form cannot be.'
              : 'Planning against what is live now.'}
        </p>
      ) : (
        <div className={`grid gap-2.5 transition-opacity duration-(--move) ${planning ? 'opacity-60' : ''}`}>
          <PlanNotes notes={shown.plan.notes} />
          {shown.plan.steps.length === 0 ? (
            <p className="room px-3.5 py-3 text-ink-3">No step: Proxmox has it so already. Only the file changes.</p>
          ) : (
            <ol className="room overflow-hidden" aria-label="Steps">
              {shown.plan.steps.map((step, index) => (
                <StepRow key={step.id} step={step} number={index + 1} />
              ))}
            </ol>
          )}
          {shown.impact.files.map((file) => (
            <FileDiff key={file.path} file={file} />
          ))}
        </div>
      )}
    </section>
  );
}
