import { containerViews } from '@/engine/verbs/container-views';
import type { Verb } from '@/engine/verbs/verb';
import { activitySchema, hostViewSchema, queueItemSchema, sourceViewSchema } from '@/lib/live/view';
import { ok } from '@/lib/result';

/** The lab in one answer, with the same values that the live map has. */
export const summary: Verb<'summary'> = async (engine) => {
  const containers = await containerViews(engine);
  const count = (test: (view: (typeof containers)[number]) => boolean) => containers.filter(test).length;
  const hosts = engine.observer.current().hosts.flatMap(({ node }) => {
    const view = engine.view(`host/${node}`);
    return view ? [hostViewSchema.parse(view)] : [];
  });
  return ok({
    source: sourceViewSchema.parse(engine.view('source')),
    hosts,
    containers: {
      total: containers.length,
      running: count((view) => view.status === 'running'),
      stopped: count((view) => view.status === 'stopped'),
      unknown: count((view) => view.status === 'unknown'),
      drifted: count((view) => view.sync === 'drifted'),
      unreadable: count((view) => view.unreadable !== null),
    },
    changes: { waiting: await engine.db.read.change.count({ where: { status: 'proposed' } }) },
    queue: queueItemSchema.array().parse(engine.view('queue') ?? []),
    recent: activitySchema.array().parse(engine.view('recent') ?? []),
  });
};
