import { Glyph } from '@/components/glyph/glyph';
import type { ChangeStatus } from '@/lib/live/view';
import { Expiry } from './times';

/** The plan's standing in one word, for the dock. */
export function Standing({ status, moved, stale }: { status: ChangeStatus; moved: number; stale: boolean }) {
  if (moved > 0)
    return (
      <span className="text-warn">
        <Glyph name="unsound" /> void
      </span>
    );
  if (status === 'applying')
    return (
      <span className="text-intent">
        <Glyph name="motion" className="animate-turn" /> running
      </span>
    );
  if (status === 'applied')
    return (
      <span className="text-proof">
        <Glyph name="check" /> applied
      </span>
    );
  if (stale)
    return (
      <span className="text-ink-3">
        <Glyph name="unknown" /> not known
      </span>
    );
  return (
    <span className="text-proof">
      <Glyph name="check" /> current
    </span>
  );
}

/** What an approval would rest on, and until when. */
export function Checks({
  checks,
  expiresAt,
  status,
}: {
  checks: { text: string; ok: boolean }[];
  expiresAt: number | null;
  status: ChangeStatus;
}) {
  return (
    <ul className="grid gap-[5px] text-[12.5px] leading-[1.36]" aria-label="Checks">
      {checks.map((check) => (
        <li key={check.text} className="flex gap-2">
          <Glyph
            name={check.ok ? 'check' : 'unsound'}
            className={`mt-[3px] ${check.ok ? 'text-proof' : 'text-warn'}`}
          />
          <span>
            <span className="sr-only">{check.ok ? 'holds: ' : 'does not hold: '}</span>
            {check.text}
          </span>
        </li>
      ))}
      {expiresAt !== null && (
        <li className="flex gap-2">
          <Glyph name="clock" className="mt-[3px] text-ink-3" />
          <span>
            <Expiry at={expiresAt} approved={status === 'approved'} />
          </span>
        </li>
      )}
    </ul>
  );
}

/** Why a button is off, where the button is. */
export function Reasons({ reasons }: { reasons: string[] }) {
  return (
    <ul className="grid gap-1 text-12 leading-[1.42]" aria-label="Why it is off">
      {reasons.map((reason) => (
        <li key={reason} className="flex gap-2">
          <Glyph name="unsound" className="mt-[3px] text-warn" />
          {reason}
        </li>
      ))}
    </ul>
  );
}

/** What the decision means, in small print. */
export function Fine({ status, commit, runId }: { status: ChangeStatus; commit: string | null; runId: number | null }) {
  const text = 'text-12 text-ink-3 leading-[1.42] text-pretty';
  if (status === 'applying')
    return (
      <p className={text}>
        <b>You can close this page.</b> The run goes on in the engine. Stop lets the running step end, then sends the
        inverse steps that were written down before the start.
      </p>
    );
  if (status === 'applied')
    return (
      <p className={text}>
        {commit !== null && (
          <>
            Committed as <code className="font-mono text-ink">{commit.slice(0, 7)}</code>
            {runId !== null && ` by run ${runId}`}.{' '}
          </>
        )}
        Undo proposes the inverse as a new change, planned against what is live then.
      </p>
    );
  if (status === 'proposed' || status === 'draft' || status === 'approved')
    return (
      <p className={text}>
        {status === 'approved' ? 'This plan is approved' : 'You approve this plan'} and no other. If anything moves, the
        approval is void and nothing is done. It lasts 15 min.
      </p>
    );
  return null;
}
