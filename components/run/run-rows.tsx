import { Glyph } from '@/components/glyph/glyph';
import type { GlyphName } from '@/components/glyph/sprite';
import { useClock } from '@/components/live/store';
import { formatTook } from '@/lib/format/duration';
import { formatJournalTime } from '@/lib/format/time';
import type { RunStepView, RunView } from '@/lib/live/view';

/** What the plan says of a step; the run adds what became of it. */
export type StepFacts = { id: string; vmid: number; hostname: string; title: string };

const states: Record<RunStepView['status'], { glyph: GlyphName; tone: string; word: string }> = {
  waiting: { glyph: 'stopped', tone: 'text-ink-3', word: 'waits' },
  running: { glyph: 'motion', tone: 'text-intent', word: 'running' },
  done: { glyph: 'check', tone: 'text-proof', word: 'done' },
  failed: { glyph: 'broken', tone: 'text-fault', word: 'failed' },
  unknown: { glyph: 'unknown', tone: 'text-warn', word: 'not known whether done' },
  skipped: { glyph: 'minus', tone: 'text-ink-3', word: 'not sent' },
  undone: { glyph: 'unsound', tone: 'text-warn', word: 'undone' },
};

const row =
  'grid grid-cols-[30px_minmax(0,1fr)] items-start border-line border-t pr-3.5 first:border-t-0 md:grid-cols-[34px_minmax(0,1fr)_128px]';

export function RunStep({
  facts,
  step,
  number,
  timeZone,
}: {
  facts: StepFacts;
  step: RunStepView | null;
  number: number;
  timeZone: string;
}) {
  const state = states[step?.status ?? 'waiting'];
  const open = step !== null && ['running', 'failed', 'unknown'].includes(step.status);
  const now = step?.status === 'running';
  return (
    <li
      aria-current={now ? 'step' : undefined}
      className={`${row} py-2 transition-colors duration-(--move) ${now ? 'bg-[color-mix(in_oklab,var(--intent-wash)_70%,var(--panel))]' : ''}`}
    >
      <span className={`text-center ${state.tone}`}>
        <Glyph name={state.glyph} className={now ? 'animate-turn' : ''} />
      </span>
      <div className="min-w-0 md:pr-[18px]">
        <div className="flex flex-wrap items-baseline gap-x-[7px]">
          <span className="text-ink-3">{number}</span>
          <span className="narrow font-name text-ink">{facts.hostname}</span>
          <span className="font-mono text-11 text-ink-3">{facts.vmid}</span>
          <span className="text-ink">{facts.title}</span>
        </div>
        {step?.readBack != null && (
          <p className="mt-px text-12 text-ink-3">
            {step.readBack}
            {step.status === 'undone' && ', then put back'}
          </p>
        )}
        {open && step !== null && <Journal step={step} timeZone={timeZone} />}
        {!open && step !== null && step.journal.length > 0 && (
          <details className="group mt-0.5 text-12">
            <summary className="inline-flex min-h-11 list-none md:min-h-6 items-center gap-1.5 text-ink-3 hover:text-ink [&::-webkit-details-marker]:hidden">
              <Glyph name="right" className="group-open:rotate-90" size={10} />
              Journal
              <span className="sr-only">
                of step {number}, {facts.title}
              </span>
            </summary>
            <Journal step={step} timeZone={timeZone} />
          </details>
        )}
      </div>
      <div className="col-start-2 flex items-baseline gap-2 text-12 md:col-start-3 md:grid md:justify-items-start md:gap-px">
        <span className={`font-[500] text-[12.5px] ${state.tone}`}>{state.word}</span>
        {step !== null && step.startedAt !== null && (
          <span className="text-ink-3">
            {step.endedAt === null ? <Running since={step.startedAt} /> : formatTook(step.endedAt - step.startedAt)}
          </span>
        )}
      </div>
    </li>
  );
}

function Running({ since }: { since: number }) {
  return useClock((now) => formatTook(Math.max(0, Math.floor((now - since) / 1000) * 1000)).replace(/\.0 s$/, ' s'));
}

/** Written down before it was sent, sent once, waited for, read back; the task's own log below. */
function Journal({ step, timeZone }: { step: RunStepView; timeZone: string }) {
  return (
    <>
      <ol className="mt-[5px] grid gap-0.5 text-12" aria-label="Journal">
        {step.journal.map((line) => (
          <li key={`${line.at} ${line.kind} ${line.text}`} className="flex flex-wrap items-baseline gap-x-3">
            <time
              dateTime={new Date(line.at).toISOString()}
              className="w-[86px] flex-none font-mono text-11 text-ink-3"
            >
              {formatJournalTime(line.at, timeZone)}
            </time>
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{line.text}</span>
          </li>
        ))}
        {step.upid !== null && (
          <li className="flex flex-wrap items-baseline gap-x-3">
            <span className="w-[86px] flex-none text-11 text-ink-3">task</span>
            <code className="min-w-0 flex-1 font-mono text-11 text-ink-3 [overflow-wrap:anywhere]">{step.upid}</code>
          </li>
        )}
      </ol>
      {step.log.length > 0 && (
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label="Task log"
          className="mt-2 mb-[3px] max-h-64 overflow-auto whitespace-pre-wrap rounded-control border border-line bg-well px-[11px] py-[7px] font-mono text-[11.5px] text-ink-3 leading-[1.6] [overflow-wrap:anywhere]"
        >
          {step.log.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a log only grows
            <div key={index} className={index === step.log.length - 1 ? 'text-ink' : ''}>
              {line}
            </div>
          ))}
        </section>
      )}
    </>
  );
}

export function ProofRow({ run }: { run: RunView }) {
  const known = run.proof.filter((proof) => proof.ok !== null).length;
  const failed = run.proof.some((proof) => proof.ok === false);
  const all = run.proof.length > 0 && run.proof.every((proof) => proof.ok === true);
  const glyph = failed ? 'broken' : all ? 'check' : run.status === 'proving' ? 'motion' : 'stopped';
  const tone = failed ? 'text-fault' : all ? 'text-proof' : run.status === 'proving' ? 'text-intent' : 'text-ink-3';
  return (
    <li className={`${row} py-1.5 text-12`}>
      <span className={`text-center ${tone}`}>
        <Glyph name={glyph} className={glyph === 'motion' ? 'animate-turn' : ''} />
      </span>
      <div className="min-w-0">
        <span className="font-name text-ink">Prove</span>
        {run.proof.length === 0 ? (
          <span className="ml-[7px]">{unproved(run)}</span>
        ) : (
          <ul className="mt-1 flex flex-wrap gap-x-5 gap-y-[3px]">
            {run.proof.map((proof) => (
              <li key={proof.text} className="flex items-center gap-1.5">
                <Glyph
                  name={proof.ok === null ? 'stopped' : proof.ok ? 'check' : 'broken'}
                  className={proof.ok === null ? 'text-ink-3' : proof.ok ? 'text-proof' : 'text-fault'}
                />
                <span className="sr-only">{proof.ok === null ? 'waits: ' : proof.ok ? 'proved: ' : 'failed: '}</span>
                {proof.text}
              </li>
            ))}
          </ul>
        )}
      </div>
      <span className="col-start-2 text-ink-3 md:col-start-3">
        {run.proof.length > 0 && `${known} of ${run.proof.length} ${failed ? 'asked' : 'proved'}`}
      </span>
    </li>
  );
}

/** What stands in the row while there is no proof. */
function unproved({ status, endedAt, commit, steps }: RunView): string {
  if (endedAt !== null) return commit === null ? 'nothing was proved' : 'nothing was left to prove';
  if (status === 'proving') return 'reads everything back';
  if (status !== 'running') return 'nothing was left to prove';
  const stopped = steps.some((step) => step.status === 'failed' || step.status === 'undone');
  return stopped ? 'the run stopped before it' : 'waits for the steps';
}

export function CommitRow({ run }: { run: RunView }) {
  const committing = run.status === 'committing';
  const never = run.endedAt !== null && run.commit === null;
  return (
    <li className={`${row} py-1.5 text-12`}>
      <span className={`text-center ${run.commit ? 'text-proof' : committing ? 'text-intent' : 'text-ink-3'}`}>
        <Glyph
          name={run.commit ? 'check' : committing ? 'motion' : 'stopped'}
          className={committing ? 'animate-turn' : ''}
        />
      </span>
      <div className="min-w-0">
        <span className="mr-[7px] font-name text-ink">Commit</span>
        {run.commit ? (
          <code className="font-mono text-ink">{run.commit.slice(0, 7)}</code>
        ) : (
          <span>{never ? 'nothing was committed' : committing ? 'being written' : 'waits for proof'}</span>
        )}
      </div>
      <span className="col-start-2 text-ink-3 md:col-start-3">{run.commit ? 'committed' : ''}</span>
    </li>
  );
}
