import Link from 'next/link';
import { ask } from '@/app/ask';
import { adoptLive, putBack } from '@/app/containers/actions';
import { requireUser } from '@/app/session';
import { soon } from '@/app/soon';
import { rangeOf } from '@/components/chart/ranges';
import { Usage } from '@/components/chart/usage';
import { AskedAndLive, type Proposed } from '@/components/container/asked-and-live';
import { FindingsBanner } from '@/components/container/findings-banner';
import { Network } from '@/components/container/network';
import { OpenChange } from '@/components/container/open-change';
import { Storage } from '@/components/container/storage';
import { Tasks } from '@/components/container/tasks';
import { ActivityList } from '@/components/history/activity-list';
import { latestOfEach } from '@/components/history/latest';
import { may } from '@/lib/roles/table';
import { loadContainer, type Params } from '../load';

type Search = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ContainerPage({ params, searchParams }: Params & Search) {
  const user = await requireUser();
  const found = await loadContainer((await params).vmid);
  // The layout says why; there is nothing to add here.
  if (!found.ok) return null;
  const detail = found.value;
  const { vmid, view, live, desired } = detail;
  const search = await searchParams;
  const range = rangeOf(search.range);
  const [proposed, ring, rrd, tasks, activity] = await Promise.all([
    proposedBy(view.changeId, vmid),
    range === 'hour' ? ask('getHistory', { vmid, timeframe: 'ring' }) : null,
    soon(ask('getHistory', { vmid, timeframe: range })),
    soon(ask('listTasks', { vmid })),
    ask('listActivity', { vmid, limit: 40 }),
  ]);
  const shown = live?.nics ? live : desired;
  return (
    <>
      <OpenChange vmid={vmid} rendered={view.changeId} />
      <FindingsBanner findings={detail.findings} />
      <Usage
        vmid={vmid}
        cores={view.cores}
        initialRange={range}
        initial={{ ring: ring?.ok ? ring.value : null, rrd: rrd?.ok ? rrd.value : null }}
      />
      <div className="mt-4 grid items-start gap-x-[22px] gap-y-5 xl:grid-cols-[minmax(0,1.18fr)_minmax(0,1fr)]">
        <AskedAndLive
          vmid={vmid}
          hostname={view.hostname}
          rows={detail.rows}
          known={detail.sync !== 'unknown' && detail.rows.length > 0}
          observedAt={live?.observedAt ?? null}
          cause={detail.driftCause}
          changeId={view.changeId}
          proposed={proposed}
          onlyDifferences={search.show === 'differences'}
          mayPropose={may(user.role, 'proposeChange')}
          unreadable={view.unreadable}
          actions={{ adopt: adoptLive, putBack }}
        />
        <div className="grid content-start gap-3.5">
          {shown && <Network nics={shown.nics ?? []} firewall={shown.firewall ?? null} />}
          {shown?.rootfs && <Storage rootfs={shown.rootfs} mounts={shown.mounts ?? []} />}
          <section aria-labelledby="tasks">
            <Heading id="tasks" title="Tasks" href={`/containers/${vmid}/tasks`} />
            <Tasks vmid={vmid} initial={tasks?.ok ? tasks.value : null} atMost={4} />
          </section>
          <section aria-labelledby="changes">
            <Heading id="changes" title="Changes and operations" href={`/containers/${vmid}/history`} />
            {activity.ok && activity.value.items.length > 0 ? (
              <ActivityList items={latestOfEach(activity.value.items).slice(0, 6)} label="Changes and operations" />
            ) : (
              <p className="border-line border-t py-2 text-ink-3">
                {activity.ok ? 'Nothing yet: nobody has changed or operated it here.' : activity.error.text}
              </p>
            )}
          </section>
        </div>
      </div>
    </>
  );
}

function Heading({ id, title, href }: { id: string; title: string; href: string }) {
  return (
    <div className="mb-1.5 flex min-h-[26px] items-baseline gap-2.5">
      <h2 id={id} className="font-title text-13 text-ink">
        {title}
      </h2>
      <Link href={href} className="reach ml-auto font-[500] text-intent hover:underline">
        All
      </Link>
    </div>
  );
}

/** What the open change would set, in the words of its own plan. */
async function proposedBy(changeId: number | null, vmid: number): Promise<Proposed[]> {
  if (changeId === null) return [];
  const change = await ask('getChange', { id: changeId });
  if (!change.ok) return [];
  return change.value.plan.steps
    .filter((step) => step.vmid === vmid)
    .flatMap((step) => step.edits.map((edit) => ({ field: edit.field, to: edit.to, back: step.reason === 'drift' })));
}
