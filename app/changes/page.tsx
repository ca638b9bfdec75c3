import type { Metadata } from 'next';
import Link from 'next/link';
import { ask } from '@/app/ask';
import { requireUser } from '@/app/session';
import { ChangeRows } from '@/components/change/change-rows';
import { FollowChanges } from '@/components/change/follow-changes';
import { NoChanges } from '@/components/change/no-changes';
import { EngineProblem } from '@/components/problem/engine-problem';
import { counted, countWord } from '@/lib/format/number';
import type { ChangeStatus } from '@/lib/live/view';
import { may } from '@/lib/roles/table';

export const metadata: Metadata = { title: 'Changes' };

const waiting: ChangeStatus[] = ['proposed', 'approved'];
const filters: { name: string; status: ChangeStatus[] }[] = [
  { name: 'applied', status: ['applied'] },
  { name: 'rejected', status: ['rejected'] },
  { name: 'failed', status: ['failed', 'rolled back'] },
  { name: 'lapsed', status: ['expired', 'superseded'] },
];

type Search = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What waits for a person first, then what is in motion, then how everything else ended. */
export default async function ChangesPage({ searchParams }: Search) {
  const user = await requireUser();
  const whom = may(user.role, 'approveChange') ? 'you' : 'approval';
  const { state } = await searchParams;
  const filter = filters.find((known) => known.name === state);
  const [all, findings] = await Promise.all([ask('listChanges', { limit: 500 }), ask('listFindings', {})]);
  if (!all.ok) return <EngineProblem what="the changes" refusal={all.error} />;
  const items = all.value.items;
  const waits = items.filter((change) => waiting.includes(change.status));
  const running = items.filter((change) => change.status === 'applying');
  const ended = items.filter((change) => !waits.includes(change) && !running.includes(change));
  const shown = filter ? ended.filter((change) => filter.status.includes(change.status)) : ended;
  return (
    <>
      <FollowChanges />
      {items.length === 0 ? (
        <NoChanges
          findings={findings.ok ? findings.value.items.filter(({ severity }) => severity !== 'info').length : 0}
        />
      ) : (
        <div className="grid gap-5">
          <h1 className="text-balance font-value text-19 text-ink leading-[1.3] tracking-[-0.008em]">
            {waits.length === 0
              ? `Nothing waits for ${whom}.`
              : `${countWord(waits.length)} ${waits.length === 1 ? 'change waits' : 'changes wait'} for ${whom}.`}
            {running.length > 0 && <span className="text-intent"> {counted(running.length, 'run')} in motion.</span>}
          </h1>
          {running.length > 0 && (
            <Part title="Applying now">
              <ChangeRows items={running} label="Applying now" />
            </Part>
          )}
          {waits.length > 0 && (
            <Part title="Waiting">
              <ChangeRows items={waits} label="Waiting" />
            </Part>
          )}
          <Part
            title="Ended"
            right={
              <nav aria-label="Filter" className="flex flex-wrap gap-x-3.5">
                <Filter name="all" count={ended.length} current={filter === undefined} href="/changes" />
                {filters.map((known) => (
                  <Filter
                    key={known.name}
                    name={known.name}
                    count={ended.filter((change) => known.status.includes(change.status)).length}
                    current={filter === known}
                    href={`/changes?state=${known.name}`}
                  />
                ))}
              </nav>
            }
          >
            {shown.length > 0 ? (
              <ChangeRows items={shown} label="Ended" />
            ) : (
              <p className="room px-3.5 py-3 text-ink-3">
                {filter ? `No change is ${filter.name}.` : 'None has ended yet.'}
              </p>
            )}
          </Part>
        </div>
      )}
    </>
  );
}

function Part({ title, right, children }: { title: string; right?: React.ReactNode; children: React.ReactNode }) {
  return (
    <section aria-label={title}>
      <div className="mb-1.5 flex min-h-[26px] flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="font-title text-13 text-ink">{title}</h2>
        {right}
      </div>
      {children}
    </section>
  );
}

function Filter({ name, count, current, href }: { name: string; count: number; current: boolean; href: string }) {
  return (
    <Link
      href={href}
      replace
      scroll={false}
      aria-current={current ? 'true' : undefined}
      className="inline-flex min-h-11 min-w-6 items-center md:min-h-6 gap-1 text-12 text-ink-3 hover:text-ink aria-[current=true]:font-name aria-[current=true]:text-ink"
    >
      {name} <span className="text-11">{count}</span>
    </Link>
  );
}
