import Link from 'next/link';
import { Glyph } from '@/components/glyph/glyph';
import type { GlyphName } from '@/components/glyph/sprite';
import { Time } from '@/components/live/time';
import type { Activity } from '@/lib/live/view';

const outcomes: Record<Activity['outcome'], { glyph: GlyphName; tone: string; word: string }> = {
  ok: { glyph: 'check', tone: 'text-ink-3', word: 'done' },
  running: { glyph: 'motion', tone: 'text-intent', word: 'running' },
  failed: { glyph: 'broken', tone: 'text-fault', word: 'failed' },
  refused: { glyph: 'cross', tone: 'text-warn', word: 'refused' },
};

/** Who did what, newest first, with what it was about and the commit that it made. */
export function ActivityList({ items, label }: { items: Activity[]; label: string }) {
  return (
    <ul aria-label={label}>
      {items.map((item) => (
        <li
          key={item.id}
          className="grid grid-cols-[18px_46px_minmax(0,1fr)] items-baseline md:grid-cols-[18px_88px_minmax(0,1fr)_auto] gap-x-1 border-line border-t py-[5px] text-[12.5px]"
        >
          <span className={outcomes[item.outcome].tone}>
            <Glyph name={outcomes[item.outcome].glyph} />
            <span className="sr-only">{outcomes[item.outcome].word}</span>
          </span>
          <Time at={item.at} className="text-12 text-ink-3" />
          <span className="min-w-0 [overflow-wrap:anywhere]">
            <b className="font-[520]">{item.actor}</b> {item.text}
          </span>
          <span className="flex gap-2.5 text-12 max-md:col-start-3">
            {item.changeId !== null && (
              <Link href={`/changes/${item.changeId}`} className="reach whitespace-nowrap text-intent hover:underline">
                change {item.changeId}
              </Link>
            )}
            {item.vmid !== null && item.changeId === null && (
              <Link href={`/containers/${item.vmid}`} className="reach font-mono text-11 text-ink-3 hover:text-ink">
                {item.vmid}
              </Link>
            )}
            {item.commit !== null && <code className="font-mono text-11 text-ink-3">{item.commit.slice(0, 7)}</code>}
          </span>
        </li>
      ))}
    </ul>
  );
}
