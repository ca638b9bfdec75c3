import { Glyph } from '@/components/glyph/glyph';
import { useTimeZone } from '@/components/live/store';
import { counted } from '@/lib/format/number';
import { formatClockSeconds } from '@/lib/format/time';
import type { RunView as Run } from '@/lib/live/view';
import { CommitRow, ProofRow, RunStep, type StepFacts } from './run-rows';

/** A run as it goes, or as it went: where it stands in a sentence, the track, and each step with its journal. */
export function RunView({ run, told, steps }: { run: Run; told: boolean; steps: StepFacts[] }) {
  const timeZone = useTimeZone();
  const going = run.endedAt === null;
  return (
    <>
      <section>
        <p className={told ? 'sr-only' : 'text-15 text-ink-2'} role="status">
          <Sentence text={run.text} />
        </p>
        <Track run={run} />
      </section>
      <section className="mt-[22px]" aria-labelledby="run-steps">
        <div className="mb-[7px] flex min-h-[26px] flex-wrap items-baseline gap-x-2.5">
          <h2 id="run-steps" className="font-title text-13 text-ink">
            Steps
          </h2>
          <span className="text-12 text-ink-3">each is written down before it is sent, and read back after</span>
          <span className="text-12 text-ink-3 md:ml-auto">
            run {run.id}, {going ? 'started' : 'from'} {formatClockSeconds(run.startedAt, timeZone)}
            {run.endedAt !== null && ` to ${formatClockSeconds(run.endedAt, timeZone)}`}
          </span>
        </div>
        <ol className="room overflow-hidden" aria-label="Steps of the run">
          {steps.map((facts, index) => {
            const step = run.steps.find((candidate) => candidate.id === facts.id);
            return <RunStep key={facts.id} facts={facts} step={step ?? null} number={index + 1} timeZone={timeZone} />;
          })}
          <ProofRow run={run} />
          <CommitRow run={run} />
        </ol>
      </section>
    </>
  );
}

/** The first sentence is what a glance needs; the rest is beside it. */
function Sentence({ text }: { text: string }) {
  const end = text.search(/[.!?](\s|$)/);
  const first = end < 0 ? text : text.slice(0, end + 1);
  return (
    <>
      <b className="font-title">{first}</b>
      {end < 0 ? '' : text.slice(end + 1)}
    </>
  );
}

const segment = {
  waiting: { bar: 'border border-edge', label: 'text-ink-3', word: 'waits' },
  running: { bar: 'bg-intent', label: 'font-title text-intent', word: 'running' },
  done: { bar: 'bg-proof', label: 'text-ink-3', word: 'done' },
  failed: { bar: 'bg-fault', label: 'font-title text-fault', word: 'failed' },
  unknown: { bar: 'bg-warn', label: 'font-title text-warn', word: 'unknown' },
  skipped: { bar: 'border border-edge border-dashed', label: 'text-ink-3', word: 'not sent' },
  undone: { bar: 'hatch-warn', label: 'text-warn', word: 'undone' },
};
type Segment = keyof typeof segment;

function Track({ run }: { run: Run }) {
  const failed = run.proof.some((proof) => proof.ok === false);
  const proved: Segment =
    run.status === 'proving'
      ? 'running'
      : failed
        ? 'failed'
        : run.status === 'committing' || run.status === 'done'
          ? 'done'
          : 'waiting';
  const committed: Segment = run.commit !== null ? 'done' : run.status === 'committing' ? 'running' : 'waiting';
  const parts: { key: string; label: string; state: Segment }[] = [
    ...run.steps.map((step, index) => ({ key: step.id, label: String(index + 1), state: step.status })),
    { key: 'prove', label: 'Prove', state: proved },
    { key: 'commit', label: 'Commit', state: committed },
  ];
  const done = run.steps.filter((step) => step.status === 'done').length;
  return (
    <div
      className="mt-2.5 flex gap-[3px]"
      role="img"
      aria-label={`${done} of ${counted(run.steps.length, 'step')} done. ${parts.map((p) => `${p.label} ${segment[p.state].word}`).join(', ')}.`}
    >
      {parts.map((part) => (
        <span key={part.key} className="min-w-0 flex-1">
          <span className={`block h-2 rounded-bar transition-colors duration-(--move) ${segment[part.state].bar}`} />
          <span className={`mt-[3px] flex items-center gap-1 truncate text-11 ${segment[part.state].label}`}>
            {part.state === 'failed' && <Glyph name="broken" size={9} />}
            {part.label}
          </span>
        </span>
      ))}
    </div>
  );
}
