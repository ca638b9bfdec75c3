import Link from 'next/link';
import { StateGlyph, severityOf } from '@/components/glyph/state';
import type { Finding } from '@/lib/findings/finding';

const order = ['fault', 'warn', 'info'];
const wash = { fault: 'bg-fault-wash', warn: 'bg-warn-wash' };

/** What is unsound about this container: the worst in colour, the others as lines; what is only to know, as one. */
export function FindingsBanner({ findings }: { findings: Finding[] }) {
  const sorted = [...findings].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  const unsound = sorted.filter((finding) => finding.severity !== 'info');
  const notes = sorted.filter((finding) => finding.severity === 'info');
  if (sorted.length === 0) return null;
  return (
    <ul aria-label="Findings" className="mb-2.5">
      {unsound.map((finding, index) => (
        <li
          key={finding.id}
          className={`grid grid-cols-[auto_minmax(0,1fr)] gap-2.5 px-3 ${
            index === 0 && finding.severity !== 'info'
              ? `rounded-control py-[9px] ${wash[finding.severity]}`
              : 'border-line border-b py-[5px] text-[12.5px]'
          }`}
        >
          <StateGlyph shown={severityOf(finding.severity)} className="mt-[3px] self-start" />
          <p>
            <FindingLink finding={finding} strong /> {finding.evidence}
          </p>
        </li>
      ))}
      {notes.length > 0 && (
        <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-2.5 px-3 py-[5px] text-12 text-ink-3">
          <StateGlyph shown={severityOf('info')} className="mt-[3px] self-start" />
          <p>
            {notes.map((finding) => (
              <span key={finding.id}>
                <FindingLink finding={finding} />{' '}
              </span>
            ))}
          </p>
        </li>
      )}
    </ul>
  );
}

function FindingLink({ finding, strong = false }: { finding: Finding; strong?: boolean }) {
  return (
    <Link
      href={`/findings#${encodeURIComponent(`finding/${finding.id}`)}`}
      className={`hover:underline ${strong ? 'font-name text-ink' : ''}`}
    >
      {finding.title.replace(/\.?$/, '.')}
    </Link>
  );
}
