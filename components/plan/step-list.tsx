import { Glyph, Icon } from '@/components/glyph/glyph';
import type { Plan, Step } from '@/lib/plan/plan';
import { callText } from './call-text';
import { effectOf } from './effect';

/** The steps of a plan in their order, each with the exact call and how it is felt; then the proof and the commit. */
export function StepList({ plan, files, author }: { plan: Plan; files: string[]; author: string }) {
  const one = plan.steps.length === 1;
  return (
    <ol className="room overflow-hidden" aria-label="Steps">
      {plan.steps.map((step, index) => (
        <StepRow key={step.id} step={step} number={index + 1} />
      ))}
      {plan.steps.length > 0 && (
        <PhaseRow name="Prove" effect="or undo">
          read back {one ? 'the step' : `all ${plan.steps.length} steps`}
        </PhaseRow>
      )}
      <PhaseRow name="Commit" effect={files.length === 0 ? '' : 'one commit'}>
        {files.length === 0 ? 'nothing: no file changes' : `${files.join(', ')}, author: ${author}`}
      </PhaseRow>
    </ol>
  );
}

const rowClass =
  'grid grid-cols-[30px_minmax(0,1fr)] items-start border-line border-t pr-3.5 first:border-t-0 md:grid-cols-[34px_minmax(0,1fr)_226px]';

export function StepRow({ step, number }: { step: Step; number: number }) {
  const host = step.class === 'host';
  const effect = effectOf[step.effect];
  return (
    <li className={`${rowClass} py-2 ${host ? 'bg-[color-mix(in_oklab,var(--warn-wash)_45%,var(--panel))]' : ''}`}>
      <span className="text-center font-name text-ink-3">{number}</span>
      <div className="min-w-0 md:pr-[18px]">
        <StepName step={step} />
        <div className="mt-0.5 grid min-w-0 items-baseline md:flex md:gap-2.5">
          <span
            className={`inline-flex w-[92px] flex-none items-center gap-[5px] text-[11.5px] ${host ? 'text-warn' : 'text-ink-3'}`}
          >
            <Icon name={host ? 'host' : 'token'} size={14} />
            {host ? 'root on host' : 'token'}
          </span>
          <code
            className={`font-mono text-11 text-pretty [overflow-wrap:anywhere] ${host ? 'text-ink' : 'text-ink-3'}`}
          >
            {step.command ?? callText(step.call)}
          </code>
        </div>
        {'none' in step.inverse && <p className="mt-0.5 text-12 text-warn">Cannot be undone: {step.inverse.none}</p>}
      </div>
      <div className="col-start-2 mt-1 grid gap-px text-12 md:col-start-3 md:mt-0">
        <span className={`inline-flex items-center gap-[5px] font-[500] text-[12.5px] ${effect.tone}`}>
          <Glyph name={effect.glyph} />
          {effect.word}
        </span>
        {step.effectText !== effect.word && <span className="text-ink-3">{step.effectText}</span>}
        {step.reason === 'drift' && (
          <span className="inline-flex items-center gap-[5px] text-warn">
            <Glyph name="drift" /> puts back drift
          </span>
        )}
      </div>
    </li>
  );
}

/** Which container a step is about, and what it does. */
export function StepName({ step }: { step: Pick<Step, 'hostname' | 'vmid' | 'title'> }) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-[7px]">
      <span className="narrow font-name text-ink">{step.hostname}</span>
      <span className="font-mono text-11 text-ink-3">{step.vmid}</span>
      <span className="text-ink">{step.title}</span>
    </div>
  );
}

function PhaseRow({ name, effect, children }: { name: string; effect: string; children: React.ReactNode }) {
  return (
    <li className={`${rowClass} py-1.5 text-12`}>
      <span className="text-center text-ink-3">
        <Glyph name="stopped" />
      </span>
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <span className="mr-[7px] font-name text-ink">{name}</span>
        {children}
      </div>
      <span className="col-start-2 text-ink-3 md:col-start-3">{effect}</span>
    </li>
  );
}
