import Link from 'next/link';
import { buttonClass } from '@/components/button/button';
import { StateGlyph, severityOf } from '@/components/glyph/state';
import type { Finding } from '@/lib/findings/finding';

const order = ['fault', 'warn', 'info'];
const wash = { fault: 'bg-fault-wash', warn: 'bg-warn-wash', info: 'bg-raise' };

/** What is unsound about this container: the worst in colour, with the change that waits; the others as lines. */
export function FindingsBanner({ findings, changeId }: { findings: Finding[]; changeId: number | null }) {
  const [worst, ...others] = [...findings].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  if (!worst) return null;
  return (
    <ul aria-label="Findings" className="mb-3">
      <li
        className={`grid grid-cols-[auto_minmax(0,1fr)] items-center gap-2.5 rounded-control px-3 py-[9px] md:grid-cols-[auto_minmax(0,1fr)_auto] ${wash[worst.severity]}`}
      >
        <StateGlyph shown={severityOf(worst.severity)} />
        <Words finding={worst} />
        {changeId !== null && (
          <Link href={`/changes/${changeId}`} className={`${buttonClass('go', 'small')} max-md:col-start-2`}>
            Review change {changeId}
          </Link>
        )}
      </li>
      {others.map((finding) => (
        <li
          key={finding.id}
          className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-2.5 border-line border-b px-3 py-[5px] text-[12.5px]"
        >
          <StateGlyph shown={severityOf(finding.severity)} />
          <Words finding={finding} />
        </li>
      ))}
    </ul>
  );
}

function Words({ finding }: { finding: Finding }) {
  return (
    <p>
      <b>{finding.title.replace(/\.?$/, '.')}</b> {finding.evidence}
    </p>
  );
}
