/**
 * Keeps the live map true: whenever the observer or the database moved, everything is projected anew and given to the
 * live map, which finds out what changed. Moves within 100 ms are one projection.
 *
 * Rows are read again only when a verb or the runner said that they moved, and each minute, because ended things
 * leave the map by the clock. What did not move keeps its identity: the projection remembers its comparisons by it.
 */
import type { LiveMap } from '@/engine/live/live-map';
import type { Log } from '@/engine/log';
import type { Observer } from '@/engine/observe/observer';
import { engineTimeZone } from '@/engine/time-zone';
import { readActivity } from '@/engine/views/activity';
import { changeSummary, openStatuses, withPlans } from '@/engine/views/change';
import { operationView } from '@/engine/views/operation';
import { readOurTasks } from '@/engine/views/our-tasks';
import { runView, withSteps } from '@/engine/views/run';
import { readSpecs } from '@/lib/db/container-rows';
import type { Database } from '@/lib/db/open';
import { findAll } from '@/lib/findings/find';
import { type Projected, project } from '@/lib/live/project';
import type { ContainerSpec } from '@/lib/spec/container';

const coalesceMs = 100;
const rereadMs = 60_000;
/** An operation, change or run stays in the map for this long after it ended. */
const lingerMs = 10 * 60_000;
const activities = 30;

export type Projection = {
  /** Something moved: rows, and of them the desired state when `desired`. */
  touch(what?: 'desired'): void;
  /** Resolves when the live map has all that has moved so far; a verb that answers from it waits for this. */
  settled(): Promise<void>;
  /** The desired state of the whole lab, as of the last projection. */
  desired(): ContainerSpec[];
  stop(): Promise<void>;
};

type Sources = { db: Database; observer: Observer; live: LiveMap; demo: boolean; clock: () => number; log: Log };
type Work = Pick<Projected, 'changes' | 'leases' | 'operations' | 'runs' | 'activity' | 'ours'>;

export function createProjection({ db, observer, live, demo, clock, log }: Sources): Projection {
  let desired: ContainerSpec[] = [];
  let work: Work = { changes: [], leases: [], operations: [], runs: [], activity: [], ours: new Map() };
  let moved = { desired: true, work: true };
  let timer: NodeJS.Timeout | null = null;
  let underWay: Promise<void> = Promise.resolve();
  let stopped = false;

  const timeZone = engineTimeZone();

  const projectOnce = async () => {
    // Forgotten before reading: what moves meanwhile is remembered, and a further projection is on its way.
    const stale = moved;
    moved = { desired: false, work: false };
    if (stale.desired) desired = keepSame(desired, await readSpecs(db.read));
    if (stale.work) work = await readWork(db, clock());
    const observed = observer.current();
    const findings = findAll({ desired, observed });
    if (!stopped) live.apply(project({ now: clock(), timeZone, demo, observed, desired, findings, ...work }));
  };
  const run = () => {
    underWay = underWay.then(projectOnce).catch((error: unknown) => {
      moved = { desired: true, work: true };
      log('error', 'The projection failed', { error });
    });
    return underWay;
  };
  const schedule = () => {
    if (timer || stopped) return;
    timer = setTimeout(() => {
      timer = null;
      void run();
    }, coalesceMs);
  };

  const leave = observer.onMove(schedule);
  const reread = setInterval(() => {
    moved.work = true;
    schedule();
  }, rereadMs);

  return {
    touch(what) {
      moved.work = true;
      if (what === 'desired') moved.desired = true;
      schedule();
    },
    settled() {
      if (!timer && !moved.desired && !moved.work) return underWay;
      if (timer) clearTimeout(timer);
      timer = null;
      return run();
    },
    desired: () => desired,
    async stop() {
      stopped = true;
      leave();
      clearInterval(reread);
      if (timer) clearTimeout(timer);
      await underWay;
    },
  };
}

/** The new specs, but for each that did not move the old object: comparisons are remembered by it. */
function keepSame(old: ContainerSpec[], now: ContainerSpec[]): ContainerSpec[] {
  const oldOf = new Map(old.map((spec) => [spec.vmid, spec]));
  return now.map((spec) => {
    const before = oldOf.get(spec.vmid);
    return before && JSON.stringify(before) === JSON.stringify(spec) ? before : spec;
  });
}

async function readWork({ read }: Database, now: number): Promise<Work> {
  const recently = { gte: new Date(now - lingerMs) };
  const openOrRecent = { OR: [{ endedAt: null }, { endedAt: recently }] };
  const [changes, leases, operations, runs, activity, ours] = await Promise.all([
    read.change.findMany({
      where: { OR: [{ status: { in: [...openStatuses] } }, { endedAt: recently }] },
      include: withPlans,
      orderBy: { id: 'asc' },
    }),
    read.lease.findMany(),
    read.operation.findMany({ where: openOrRecent, orderBy: { id: 'asc' } }),
    read.run.findMany({ where: openOrRecent, include: withSteps, orderBy: { id: 'asc' } }),
    readActivity(read, activities),
    readOurTasks(read),
  ]);
  return {
    changes: changes.map(changeSummary),
    leases: leases.map((lease) => ({
      vmid: lease.vmid,
      holderKind: lease.holderKind === 'run' ? 'run' : 'operation',
      holderId: lease.holderId,
      by: lease.by,
      since: lease.since.getTime(),
    })),
    operations: operations.map(operationView),
    runs: runs.map(runView),
    activity,
    ours,
  };
}
