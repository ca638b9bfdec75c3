import Link from 'next/link';
import { Glyph } from '@/components/glyph/glyph';
import { useLive } from '@/components/live/store';

/** What the token may not read. Whatever is missing below for that reason is forbidden, and not zero. */
export function Forbidden() {
  const forbidden = useLive('source')?.forbidden ?? [];
  if (forbidden.length === 0) return null;
  return (
    <p
      role="status"
      className="mb-2 flex gap-[11px] rounded-control bg-warn-wash px-3.5 py-2.5 leading-[1.45] max-md:flex-wrap"
    >
      <Glyph name="unsound" className="mt-[3px] text-warn" />
      <span className="min-w-0 flex-1">
        <b>{forbidden.join(' ')}</b> What is missing here is forbidden to the token, not zero.
      </span>
      <Link href="/settings" className="reach whitespace-nowrap font-[500] text-intent">
        How to allow it
      </Link>
    </p>
  );
}
