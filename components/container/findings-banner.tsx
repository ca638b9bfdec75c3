import Link from 'next/link';
import { buttonClass } from '@/components/button/button';
import { StateGlyph, severityOf } from '@/components/glyph/state';
import type { Finding } from '@/lib/findings/finding';

const order = ['fault', 'warn', 'info'];
const wash = { fault: 'bg-fault-wash', warn: 'bg-warn-wash', info: 'bg-raise' };

/** What is unsound about this container, worst first, with the change that waits to be reviewed. */
export function FindingsBanner({ findings, changeId }: { findings: Finding[]; changeId: number | null }) {
  if (findings.length === 0) return null;
  const sorted = [...findings].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return (
    <ul aria-label="Findings" className="mb-3 grid gap-1.5">
      {sorted.map((finding, index) => (
        <li
          key={finding.id}
          className={`grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-2.5 rounded-control px-3 py-[9px] ${wash[finding.severity]}`}
        >
          <StateGlyph shown={severityOf(finding.severity)} />
          <p>
            <b>{finding.title.replace(/\.?$/, '.')}</b> {finding.evidence}
          </p>
          {index === 0 && changeId !== null && (
            <Link href={`/changes/${changeId}`} className={buttonClass('go', 'small')}>
              Review change {changeId}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}
