/**
 * Recent activity: operations with their results, and what people did to changes, newest first. Sign-ins stay in
 * the audit alone.
 */
import type { Audit, Operation } from '@/generated/prisma/client';
import type { Database } from '@/lib/db/open';
import type { Activity, OperationKind } from '@/lib/live/view';

const shown = [
  'proposeChange',
  'adoptLive',
  'rollbackChange',
  'approveChange',
  'rejectChange',
  'applyChange',
  'abortChange',
];

const past: Record<OperationKind, string> = {
  start: 'started',
  shutdown: 'shut down',
  stop: 'stopped',
  restart: 'restarted',
};
const failed: Record<OperationKind, string> = {
  start: 'could not start',
  shutdown: 'could not shut down',
  stop: 'could not stop',
  restart: 'could not restart',
};
const tried: Record<OperationKind, string> = {
  start: 'tried to start',
  shutdown: 'tried to shut down',
  stop: 'tried to stop',
  restart: 'tried to restart',
};
const present: Record<OperationKind, string> = {
  start: 'is starting',
  shutdown: 'is shutting down',
  stop: 'is stopping',
  restart: 'is restarting',
};

/** The last activities, of one container when `vmid` is given. */
export async function readActivity(read: Database['read'], limit: number, vmid?: number): Promise<Activity[]> {
  const [rows, operations] = await Promise.all([
    read.audit.findMany({
      where: { verb: { in: shown }, outcome: { not: 'refused' }, ...(await aboutVmid(read, vmid)) },
      orderBy: { id: 'desc' },
      take: limit,
    }),
    read.operation.findMany({ where: vmid ? { vmid } : {}, orderBy: { id: 'desc' }, take: limit }),
  ]);
  return [...rows.map(ofAudit), ...operations.map(ofOperation)].sort((a, b) => b.at - a.at).slice(0, limit);
}

/** A change's rows name the change; its containers are its targets. */
async function aboutVmid(read: Database['read'], vmid: number | undefined) {
  if (vmid === undefined) return {};
  const targets = await read.changeTarget.findMany({ where: { vmid }, select: { changeId: true } });
  return { OR: [{ vmid }, { changeId: { in: targets.map((target) => target.changeId) } }] };
}

function ofAudit(row: Audit): Activity {
  return {
    id: `audit/${row.id}`,
    at: row.at.getTime(),
    actor: row.actor,
    text: row.text,
    outcome: row.outcome as Activity['outcome'],
    vmid: row.vmid,
    changeId: row.changeId,
    commit: row.commit,
  };
}

function ofOperation(row: Operation): Activity {
  const kind = row.kind as OperationKind;
  const words = { running: present, ok: past, failed, unknown: tried }[row.status] ?? tried;
  return {
    id: `op/${row.id}`,
    at: (row.endedAt ?? row.requestedAt).getTime(),
    actor: row.requestedBy,
    text: [`${words[kind]} ${row.hostname}.`, row.result].filter(Boolean).join(' '),
    outcome: row.status === 'running' ? 'running' : row.status === 'ok' ? 'ok' : 'failed',
    vmid: row.vmid,
    changeId: null,
    commit: null,
  };
}
