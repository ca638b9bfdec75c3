import Link from 'next/link';
import { Glyph } from '@/components/glyph/glyph';
import { Time } from '@/components/live/time';
import type { ChangeStatus, ChangeSummary } from '@/lib/live/view';
import { ChangeState } from './change-state';
import { changeStatusOf } from './status';

/** Keeps a number and its unit on one line. */
const together = (text: string): string => text.replace(/(\d) (?=[KMGT]i?B\b|cores?\b|s\b)/g, '$1\u00a0');

/** What the change comes to, who wants it, and where it stands. */
export function ChangeHead({ change, rollbackOf }: { change: ChangeSummary; rollbackOf: number | null }) {
  return (
    <header className="mb-3.5 border-line border-b pb-3">
      <p className="flex flex-wrap gap-x-3.5 gap-y-0.5 text-12 text-ink-3">
        <ChangeState id={change.id} rendered={change.status} />
        {change.approvedBy !== null && change.approvedAt !== null && (
          <span>
            approved by <b className="text-ink-2">{change.approvedBy}</b> at <Time at={change.approvedAt} />
          </span>
        )}
        <span>
          proposed by <b className="text-ink-2">{change.proposedBy}</b> at <Time at={change.proposedAt} />
        </span>
        {change.rejectedBy !== null && (
          <span>
            rejected by <b className="text-ink-2">{change.rejectedBy}</b>
          </span>
        )}
        {rollbackOf !== null && (
          <span>
            undoes{' '}
            <Link href={`/changes/${rollbackOf}`} className="font-[500] text-intent hover:underline">
              change {rollbackOf}
            </Link>
          </span>
        )}
      </p>
      <h1 className="mt-[3px] text-balance font-[540] text-19 text-ink leading-[1.22] tracking-[-0.012em] md:text-[22px]">
        {together(change.title)}
      </h1>
      {change.description !== '' && (
        <p className="mt-1 max-w-[74ch] whitespace-pre-line text-pretty">{change.description}</p>
      )}
    </header>
  );
}

const tones: Partial<Record<ChangeStatus, string>> = {
  applied: 'bg-proof-wash',
  failed: 'bg-fault-wash',
  'rolled back': 'bg-warn-wash',
};

/** How it ended, plainly: what was done, what was not, and why. */
export function Outcome({ change, text }: { change: ChangeSummary; text: string }) {
  const shown = changeStatusOf[change.status];
  // Of a run it is what went wrong, and comes first; of a rejection it is what somebody wrote.
  const reason = change.reason?.trim() ?? '';
  return (
    <section
      aria-label="Outcome"
      className={`mb-4 flex gap-[11px] rounded-control px-3.5 py-3 leading-[1.45] ${tones[change.status] ?? 'bg-raise'}`}
    >
      <Glyph name={shown.glyph} className={`mt-1 ${shown.tone}`} />
      <div>
        <p>
          <b>
            {shown.word[0]?.toUpperCase()}
            {shown.word.slice(1)}
            {change.endedAt !== null && (
              <>
                {' '}
                <Time at={change.endedAt} />
              </>
            )}
            .
          </b>{' '}
          {change.runId !== null && reason !== '' && `${reason} `}
          {text}
        </p>
        {change.runId === null && reason !== '' && <p className="mt-0.5">Reason: {reason}</p>}
      </div>
    </section>
  );
}

/** The trailers of the commit, as they stand in the repository. */
export function Trailers({ change }: { change: ChangeSummary }) {
  if (change.commit === null) return null;
  const rows = [
    ['Commit', change.commit],
    ['Change-Id', String(change.id)],
    ['Plan-Hash', change.planHash ?? ''],
    ['Approved-by', change.approvedBy ?? ''],
    ['Run-Id', change.runId === null ? '' : String(change.runId)],
  ].filter(([, value]) => value !== '');
  return (
    <section className="border-line border-t pt-[11px]">
      <h2 className="mb-[5px] font-title text-ink">Commit</h2>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-12">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-3">{name}</dt>
            <dd className="truncate font-mono text-11 text-ink leading-[17px]" title={value}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
