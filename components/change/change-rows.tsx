import Link from 'next/link';
import { Glyph } from '@/components/glyph/glyph';
import { Time } from '@/components/live/time';
import { counted } from '@/lib/format/number';
import type { ChangeSummary } from '@/lib/live/view';
import { changeStatusOf } from './status';

/** Changes as rows: state, what it comes to, who, when, and the commit. The whole row is its link. */
export function ChangeRows({ items, label }: { items: ChangeSummary[]; label: string }) {
  return (
    <ul aria-label={label} className="room overflow-hidden">
      {items.map((change) => (
        <ChangeRow key={change.id} change={change} />
      ))}
    </ul>
  );
}

function ChangeRow({ change }: { change: ChangeSummary }) {
  const shown = changeStatusOf[change.status];
  const waits = change.status === 'proposed' || change.status === 'approved';
  return (
    <li
      className={`relative grid grid-cols-[20px_minmax(0,1fr)] gap-x-1 border-line border-t px-3.5 py-[9px] first:border-t-0 hover:bg-raise md:grid-cols-[20px_minmax(0,1fr)_132px_150px] md:gap-x-2 ${waits ? 'bg-intent-wash' : ''}`}
    >
      <Glyph
        name={shown.glyph}
        className={`mt-[3px] ${shown.tone} ${shown.glyph === 'motion' ? 'animate-turn' : ''}`}
      />
      <div className="min-w-0">
        <Link
          href={`/changes/${change.id}`}
          className="covers font-[530] text-ink leading-[1.32] [overflow-wrap:anywhere]"
        >
          {change.title}
        </Link>
        <p className="mt-px text-12 text-ink-3">
          Change {change.id} by {change.proposedBy}, <Time at={change.proposedAt} />. {counted(change.steps, 'step')},{' '}
          {change.vmids.length === 1 ? `container ${change.vmids[0]}` : counted(change.vmids.length, 'container')}.
          {change.reason !== null && change.reason !== '' && ` ${change.reason}`}
        </p>
      </div>
      <span className={`col-start-2 text-12 md:col-start-3 ${shown.tone}`}>{shown.word}</span>
      <span className="col-start-2 text-12 text-ink-3 md:col-start-4 md:text-right">
        {change.commit !== null && (
          <code className="mr-2.5 font-mono text-11 text-ink">{change.commit.slice(0, 7)}</code>
        )}
        {change.endedAt !== null && <Time at={change.endedAt} />}
        {waits && change.expiresAt !== null && (
          <>
            until <Time at={change.expiresAt} />
          </>
        )}
      </span>
    </li>
  );
}
