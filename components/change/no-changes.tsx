import Link from 'next/link';
import { buttonClass } from '@/components/button/button';

/** What this place is, and what to do next. */
export function NoChanges({ findings }: { findings: number }) {
  return (
    <section className="mx-auto mt-[12vh] grid max-w-[340px] justify-items-center gap-2 text-center">
      <svg width="190" height="40" viewBox="0 0 190 40" aria-hidden="true" className="mb-1">
        <rect x="1" y="1" width="188" height="6" className="fill-mute" />
        {[20, 57, 94, 131, 168].map((x) => (
          <g key={x} className="fill-none stroke-edge">
            <path d={`M${x} 7v14`} />
            <rect x={x - 13} y="21" width="26" height="16" rx="3" strokeDasharray="3 2" />
          </g>
        ))}
      </svg>
      <h1 className="font-title text-15 text-ink">No changes yet</h1>
      <p className="text-balance">
        A change is an edit to what you want. It becomes a plan, somebody approves it, it is carried out once and
        committed to git.
      </p>
      <p className="my-1.5 flex gap-2">
        {findings > 0 && (
          <Link href="/findings" className={buttonClass('go')}>
            Look at {findings === 1 ? 'the finding' : `${findings} findings`}
          </Link>
        )}
        <Link href="/containers" className={buttonClass(findings > 0 ? 'plain' : 'go')}>
          Edit a container
        </Link>
      </p>
      <p className="text-12 text-ink-3">
        Or send one to <code className="font-mono">POST /api/v1/changes</code>.
      </p>
    </section>
  );
}
