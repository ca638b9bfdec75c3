import Link from 'next/link';
import { latestOfEach } from '@/components/history/latest';
import { useLive } from '@/components/live/store';
import { Time } from '@/components/live/time';
import type { Activity } from '@/lib/live/view';

/** What was done last, by whom, and what it came to. */
export function Recent({ shown = 8 }: { shown?: number }) {
  const recent = useLive('recent') ?? [];
  if (recent.length === 0) return null;
  return (
    <section aria-labelledby="recent">
      <header className="flex items-baseline pt-0.5 pb-1 text-12">
        <h2 id="recent" className="font-title text-ink">
          Recent
        </h2>
        <Link href="/history" className="reach ml-auto font-[500] text-13 text-intent">
          History
        </Link>
      </header>
      <ul className="text-12">
        {latestOfEach(recent)
          .slice(0, shown)
          .map((activity) => (
            <Row key={activity.id} activity={activity} />
          ))}
      </ul>
    </section>
  );
}

function Row({ activity }: { activity: Activity }) {
  const container = useLive(`ct/${activity.vmid ?? 0}`);
  const bad = activity.outcome === 'failed' || activity.outcome === 'refused';
  return (
    <li className="grid grid-cols-[42px_minmax(0,1fr)] py-[3.5px] leading-[1.36]">
      <Time at={activity.at} brief className="whitespace-nowrap text-ink-3" />
      <span
        className={`line-clamp-3 ${bad ? 'text-fault' : ''}`}
        title={activity.text.length > 90 ? activity.text : undefined}
      >
        {activity.actor} {linked(activity, container?.hostname)}
        {activity.commit !== null && <span className="font-mono text-ink-3"> {activity.commit.slice(0, 7)}</span>}
      </span>
    </li>
  );
}

/** The sentence, with the container or change that it names as a link. The commit stands after it, so not in it. */
function linked({ text: told, vmid, changeId, commit }: Activity, hostname: string | undefined) {
  const text = commit === null ? told : told.replace(/,? committed as [0-9a-f]{7,}/, '');
  const change = changeId === null ? null : /“[^”]*”|change \d+/i.exec(text)?.[0];
  const name = change ?? (hostname !== undefined && text.includes(hostname) ? hostname : null);
  if (name === null || name === undefined) return text;
  const [before, after] = [text.slice(0, text.indexOf(name)), text.slice(text.indexOf(name) + name.length)];
  return (
    <>
      {before}
      {change ? (
        <Link href={`/changes/${changeId}`} className="font-[520] text-ink hover:underline">
          {name}
        </Link>
      ) : (
        <Link href={`/containers/${vmid}`} className="font-[520] text-ink hover:underline">
          {name}
        </Link>
      )}
      {after}
    </>
  );
}
