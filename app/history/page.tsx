import type { Metadata } from 'next';
import Link from 'next/link';
import { ask } from '@/app/ask';
import { requireUser } from '@/app/session';
import { Button } from '@/components/button/button';
import { ActivityList } from '@/components/history/activity-list';
import { CommitList } from '@/components/history/commit-list';
import { filterActivity, filterCommits } from '@/components/history/filter';
import { EngineProblem } from '@/components/problem/engine-problem';
import { counted } from '@/lib/format/number';

export const metadata: Metadata = { title: 'History' };

type Search = { searchParams: Promise<Record<string, string | string[] | undefined>> };
const outcomes = ['ok', 'failed', 'refused', 'running'] as const;

/** Who did what, and what git holds of it. The filter stands in the URL. */
export default async function HistoryPage({ searchParams }: Search) {
  await requireUser();
  const search = await searchParams;
  const one = (key: string) => (typeof search[key] === 'string' ? search[key] : '');
  const of = one('of') === 'commits' ? 'commits' : 'activity';
  const words = one('q');
  const outcome = outcomes.find((known) => known === one('outcome'));
  const vmid = /^[1-9]\d{2,8}$/.test(one('vmid')) ? Number(one('vmid')) : undefined;
  const [activity, commits] = await Promise.all([
    ask('listActivity', { limit: 500, ...(vmid === undefined ? {} : { vmid }) }),
    ask('listCommits', { limit: 500 }),
  ]);
  if (!activity.ok) return <EngineProblem what="the history" refusal={activity.error} />;
  const acts = filterActivity(activity.value.items, { words, outcome });
  const made = commits.ok ? filterCommits(commits.value.items, { words, vmid }) : [];
  return (
    <>
      <h1 className="text-balance font-value text-19 text-ink leading-[1.3] tracking-[-0.008em]">
        {sentence(activity.value.total, commits.ok ? commits.value.total : null)}
      </h1>
      <form action="/history" className="mt-3 mb-4 flex flex-wrap items-end gap-x-3 gap-y-2" aria-label="Filter">
        <label className="grid flex-[1_1_220px] gap-[3px] text-12 md:max-w-[320px]">
          Words
          <input name="q" defaultValue={words} placeholder="a name, a person, a hash" className={field} />
        </label>
        <label className="grid gap-[3px] text-12">
          Container
          <input
            name="vmid"
            defaultValue={vmid ?? ''}
            inputMode="numeric"
            pattern="[0-9]*"
            placeholder="vmid"
            className={`${field} w-24`}
          />
        </label>
        <label className="grid gap-[3px] text-12">
          Outcome
          <select name="outcome" defaultValue={outcome ?? ''} className={`${field} w-28`}>
            <option value="">any</option>
            {outcomes.map((known) => (
              <option key={known} value={known}>
                {known === 'ok' ? 'done' : known}
              </option>
            ))}
          </select>
        </label>
        {of === 'commits' && <input type="hidden" name="of" value="commits" />}
        <Button type="submit" className="md:h-[34px]">
          Filter
        </Button>
        {(words !== '' || outcome !== undefined || vmid !== undefined) && (
          <Link href="/history" className="inline-flex h-11 items-center text-intent hover:underline md:h-[34px]">
            Show all
          </Link>
        )}
      </form>
      <div className="grid items-start gap-x-[22px] gap-y-5 xl:grid-cols-[minmax(0,1.3fr)_minmax(0,1fr)]">
        <section aria-labelledby="activity">
          <h2 id="activity" className="mb-1.5 min-h-[26px] font-title text-13 text-ink">
            Who did what{' '}
            <span className="ml-2 font-text text-12 text-ink-3">{counted(acts.length, 'entry', 'entries')}</span>
          </h2>
          {acts.length > 0 ? (
            <ActivityList items={acts} label="Who did what" />
          ) : (
            <Nothing>
              {activity.value.total === 0 ? 'Nobody has done anything here yet.' : 'Nothing matches the filter.'}
            </Nothing>
          )}
        </section>
        <section aria-labelledby="commits">
          <h2 id="commits" className="mb-1.5 min-h-[26px] font-title text-13 text-ink">
            Commits <span className="ml-2 font-text text-12 text-ink-3">the lab repository, main</span>
          </h2>
          {!commits.ok ? (
            <Nothing>{commits.error.text}</Nothing>
          ) : made.length > 0 ? (
            <CommitList items={made} />
          ) : (
            <Nothing>{commits.value.total === 0 ? 'The repository has no commit yet.' : 'No commit matches.'}</Nothing>
          )}
        </section>
      </div>
    </>
  );
}

const field =
  'h-11 rounded-control border border-grip bg-panel px-2.5 text-13 text-ink placeholder:text-ink-3 md:h-[34px]';

function Nothing({ children }: { children: React.ReactNode }) {
  return <p className="border-line border-t py-2 text-ink-3">{children}</p>;
}

function sentence(acts: number, commits: number | null): string {
  const journal = acts === 0 ? 'Nothing has been done here yet' : `${counted(acts, 'entry', 'entries')} in the journal`;
  if (commits === null) return `${journal}. The lab repository does not answer.`;
  return `${journal}, ${counted(commits, 'commit')} in the lab repository.`;
}
