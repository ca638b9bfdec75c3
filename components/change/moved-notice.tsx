import { Glyph } from '@/components/glyph/glyph';
import type { Moved } from '@/lib/refusal';

/** A plan that is no longer true: what moved, that nothing was done, and what to do. */
export function MovedNotice({ moved }: { moved: Moved[] }) {
  if (moved.length === 0) return null;
  const names = [...new Set(moved.map((row) => row.hostname))].join(', ');
  return (
    <section
      aria-label="The plan moved"
      className="mb-3.5 flex gap-[11px] rounded-control bg-warn-wash px-3.5 py-3 leading-[1.45]"
    >
      <Glyph name="unsound" className="mt-1 text-warn" />
      <div className="min-w-0">
        <p>
          <b>The plan moved:</b> {names} changed since it was made. Nothing was done. Plan anew, and review the new
          plan.
        </p>
        <ul className="mt-1 text-12">
          {moved.map((row) => (
            <li key={`${row.vmid} ${row.field}`}>
              <span className="narrow font-name text-ink">{row.hostname}</span> {row.label}: planned against{' '}
              <span className="text-ink">{row.planned}</span>, now <span className="text-ink">{row.now}</span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
