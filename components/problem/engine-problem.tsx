import { Glyph } from '@/components/glyph/glyph';
import type { Refusal } from '@/lib/refusal';

/** A page that could not be made: what happened, what was not done, what to try; the raw words last. */
export function EngineProblem({ what, refusal }: { what: string; refusal: Refusal }) {
  const absent = refusal.kind === 'engine-absent';
  return (
    <section
      role="alert"
      className="flex max-w-[74ch] gap-[11px] rounded-control border border-grip border-dashed bg-panel px-3.5 py-3 leading-[1.45]"
    >
      <Glyph name={absent ? 'stale' : 'broken'} size={14} className={`mt-[3px] ${absent ? '' : 'text-fault'}`} />
      <div>
        <p>
          <b>Cannot show {what}.</b> {refusal.text}
        </p>
        <p className="mt-0.5 text-ink-3">
          {absent
            ? 'Runs and operations go on in the engine as far as it is up. Load this page again when it answers.'
            : 'Nothing was changed. Load this page again; the engine’s log has the reason.'}
        </p>
        {refusal.kind === 'proxmox' && refusal.raw !== '' && (
          <code className="mt-1 block font-mono text-11 text-ink-3 [overflow-wrap:anywhere]">{refusal.raw}</code>
        )}
      </div>
    </section>
  );
}
