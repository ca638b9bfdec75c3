import type { Metadata } from 'next';
import { ask } from '@/app/ask';
import { requireUser } from '@/app/session';
import { ChangeRows } from '@/components/change/change-rows';
import { ActivityList } from '@/components/history/activity-list';
import { loadContainer, type Params } from '../../load';

export const metadata: Metadata = { title: 'History' };

/** Everything that was done to this container here: its changes, and who did what. */
export default async function ContainerHistoryPage({ params }: Params) {
  await requireUser();
  const found = await loadContainer((await params).vmid);
  if (!found.ok) return null;
  const { vmid } = found.value;
  const [changes, activity] = await Promise.all([
    ask('listChanges', { vmid, limit: 100 }),
    ask('listActivity', { vmid, limit: 200 }),
  ]);
  return (
    <div className="grid items-start gap-x-[22px] gap-y-5 xl:grid-cols-2">
      <section aria-labelledby="changes">
        <h2 id="changes" className="mb-1.5 min-h-[26px] font-title text-13 text-ink">
          Changes
        </h2>
        {changes.ok && changes.value.items.length > 0 ? (
          <ChangeRows items={changes.value.items} label="Changes" />
        ) : (
          <p className="border-line border-t py-2 text-ink-3">
            {changes.ok ? 'No change has touched it.' : changes.error.text}
          </p>
        )}
      </section>
      <section aria-labelledby="activity">
        <h2 id="activity" className="mb-1.5 min-h-[26px] font-title text-13 text-ink">
          Who did what
        </h2>
        {activity.ok && activity.value.items.length > 0 ? (
          <ActivityList items={activity.value.items} label="Who did what" />
        ) : (
          <p className="border-line border-t py-2 text-ink-3">{activity.ok ? 'Nothing yet.' : activity.error.text}</p>
        )}
      </section>
    </div>
  );
}
