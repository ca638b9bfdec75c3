import Link from 'next/link';
import { Time } from '@/components/live/time';
import { counted } from '@/lib/format/number';
import type { Commit } from './filter';

/** Commits of the lab repository: hash, what it says, whose, and the change that made it. */
export function CommitList({ items }: { items: Commit[] }) {
  return (
    <ol aria-label="Commits" className="relative ml-[5px] border-edge border-l">
      {items.map((commit) => (
        <li key={commit.hash} className="relative pt-[5px] pb-[7px] pl-4 text-[12.5px]">
          <span
            className="absolute top-[9px] left-[-5px] size-[9px] rounded-full border-2 border-ink-3 bg-well"
            aria-hidden="true"
          />
          <p className="text-ink [overflow-wrap:anywhere]">
            <code className="mr-2 font-mono text-11 text-ink-3" title={commit.hash}>
              {commit.hash.slice(0, 7)}
            </code>
            {commit.subject}
          </p>
          <p className="text-12 text-ink-3">
            {commit.author}, <Time at={commit.at} />
            {commit.changeId !== null && (
              <>
                ,{' '}
                <Link
                  href={`/changes/${commit.changeId}`}
                  className="text-intent underline decoration-intent-edge underline-offset-2"
                >
                  change {commit.changeId}
                </Link>
              </>
            )}
            <span title={commit.files.join('\n')}>
              .{' '}
              {commit.files.length === 1 ? (
                <code className="font-mono text-11">{commit.files[0]}</code>
              ) : (
                counted(commit.files.length, 'file')
              )}
            </span>
          </p>
        </li>
      ))}
    </ol>
  );
}
