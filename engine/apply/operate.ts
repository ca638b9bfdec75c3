/**
 * Carries an operation out: the call, its task to the end with its log, and then whether the container is really in
 * the state that was asked for. The row and the lease were written before; both end here in one transaction.
 *
 * The call is sent once. When no answer comes, the task list says whether it began; when that says nothing either,
 * the operation ends as unknown, and nobody tries again but a person.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { releaseLeases } from '@/engine/apply/lease';
import { findOwnTask, taskTypeOf } from '@/engine/apply/own-tasks';
import type { Engine } from '@/engine/context';
import type { ProxmoxError } from '@/engine/proxmox/error';
import type { TaskEnd } from '@/engine/proxmox/proxmox';
import { audit } from '@/engine/verbs/audit';
import { json } from '@/engine/verbs/store-plan';
import type { Operation } from '@/generated/prisma/client';
import type { OperationKind } from '@/lib/live/view';
import { ok, type Result } from '@/lib/result';

export type InFlight = { requestId: string; signal: AbortSignal };

const pathTail: Record<OperationKind, string> = {
  start: 'start',
  shutdown: 'shutdown',
  stop: 'stop',
  restart: 'reboot',
};
const doneWords: Record<OperationKind, string> = {
  start: 'Running after',
  shutdown: 'Stopped after',
  stop: 'Stopped after',
  restart: 'Running again after',
};
const logLines = 200;

type End = { status: 'ok' | 'failed' | 'unknown'; exitStatus: string | null; result: string };

/** Sends the call of a fresh operation and follows it. */
export async function carryOutOperation(engine: Engine, id: number, flight: InFlight): Promise<void> {
  const operation = await engine.db.read.operation.findUniqueOrThrow({ where: { id } });
  const following = engine.observer.follow(operation.node, operation.vmid);
  try {
    const path = statusPath(operation);
    const sent = await engine.proxmox.send<unknown>('POST', path, {}, { requestId: flight.requestId });
    if (sent.ok && typeof sent.value === 'string') await followTask(engine, operation, sent.value, flight);
    else if (sent.ok) await end(engine, operation, unknownEnd('Proxmox began no task'), flight);
    else if (mayHaveArrived(sent.error)) await takeUp(engine, operation, sent.error.text, flight);
    else
      await end(
        engine,
        operation,
        {
          status: 'failed',
          exitStatus: sent.error.text,
          result: `Proxmox refused: ${sent.error.text}. Nothing was done.`,
        },
        flight,
      );
  } catch (error) {
    await endUnexpectedly(engine, operation, error, flight);
  } finally {
    following.done();
  }
}

/** Takes up an operation whose call may have been sent: by its task, or by finding it. */
export async function resumeOperation(engine: Engine, id: number, flight: InFlight): Promise<void> {
  const operation = await engine.db.read.operation.findUniqueOrThrow({ where: { id } });
  const following = engine.observer.follow(operation.node, operation.vmid);
  try {
    if (operation.upid) await followTask(engine, operation, operation.upid, flight);
    else await takeUp(engine, operation, 'the engine stopped while it was sent', flight);
  } catch (error) {
    await endUnexpectedly(engine, operation, error, flight);
  } finally {
    following.done();
  }
}

/** A bug of ours: the container must not stay held for it. */
async function endUnexpectedly(engine: Engine, operation: Operation, error: unknown, flight: InFlight): Promise<void> {
  engine.log('error', 'An operation failed unexpectedly', { operationId: operation.id, error });
  await end(engine, operation, unknownEnd('Wheelhouse itself failed; its log has the details'), flight);
}

/** Whether a call that failed so may have been done. */
export function mayHaveArrived(error: ProxmoxError): boolean {
  return (error.kind === 'timeout' && error.sent) || error.kind === 'malformed';
}

const statusPath = ({ node, vmid, kind }: Operation) =>
  `/nodes/${node}/lxc/${vmid}/status/${pathTail[kind as OperationKind]}`;

async function takeUp(engine: Engine, operation: Operation, why: string, flight: InFlight): Promise<void> {
  const about = {
    node: operation.node,
    vmid: operation.vmid,
    type: taskTypeOf(statusPath(operation)) ?? '',
    since: operation.requestedAt.getTime(),
  };
  // The host may still be about to begin it: no task is news only after a while.
  let found: Result<string | null, ProxmoxError> = ok(null);
  for (const waitMs of [0, 500, 1_000, 2_000, 4_000]) {
    await pause(waitMs, flight.signal);
    if (flight.signal.aborted) return;
    found = await findOwnTask(engine, about);
    if (found.ok && found.value) return followTask(engine, operation, found.value, flight);
  }
  const text = found.ok
    ? `No answer came (${why}), and Proxmox has no task of it. It was not sent again.`
    : `No answer came (${why}), and Proxmox cannot be asked: ${found.error.text}. It was not sent again.`;
  await end(engine, operation, { status: found.ok ? 'failed' : 'unknown', exitStatus: null, result: text }, flight);
}

async function followTask(engine: Engine, operation: Operation, upid: string, flight: InFlight): Promise<void> {
  const log: string[] = [];
  const where = { id: operation.id };
  await engine.db.write((tx) => tx.operation.update({ where, data: { upid } }));
  engine.touch();
  const ended = await engine.proxmox.waitForTask(upid, {
    ...flight,
    onLog(lines) {
      log.push(...lines);
      void engine.db
        .write((tx) =>
          tx.operation.updateMany({
            where: { ...where, status: 'running' },
            data: { log: json(log.slice(-logLines)) },
          }),
        )
        .then(() => engine.touch())
        .catch((error: unknown) => engine.log('error', 'An operation log was not kept', { error }));
    },
  });
  if (flight.signal.aborted) return;
  const final = ended.ok ? ended.value.log : log;
  await end(engine, operation, await endOf(engine, operation, ended), flight, final);
}

async function endOf(engine: Engine, operation: Operation, ended: Result<TaskEnd, ProxmoxError>): Promise<End> {
  const kind = operation.kind as OperationKind;
  if (!ended.ok && ended.error.kind === 'task-failed')
    return {
      status: 'failed',
      exitStatus: ended.error.exitStatus,
      result: `The task failed: ${ended.error.exitStatus}.`,
    };
  if (!ended.ok) return unknownEnd(ended.error.text);
  const { exitStatus } = ended.value;
  if (!ended.value.ok) return { status: 'failed', exitStatus, result: `The task failed: ${exitStatus}.` };

  const wanted = kind === 'start' || kind === 'restart' ? 'running' : 'stopped';
  for (const waitMs of [0, 500, 1_000, 2_000]) {
    await sleep(waitMs);
    const container = await engine.observer.refresh(operation.node, operation.vmid);
    if (container.ok && container.value.status === wanted) {
      const seconds = ((engine.clock() - operation.requestedAt.getTime()) / 1000).toFixed(1);
      return { status: 'ok', exitStatus, result: `${doneWords[kind]} ${seconds} s.` };
    }
  }
  return { status: 'failed', exitStatus, result: `The task ended well, but ${operation.hostname} is not ${wanted}.` };
}

const unknownEnd = (why: string): End => ({
  status: 'unknown',
  exitStatus: null,
  result: `What became of it is not known: ${why}. It was not sent again.`,
});

async function end(
  engine: Engine,
  operation: Operation,
  outcome: End,
  flight: InFlight,
  log?: string[],
): Promise<void> {
  const now = engine.clock();
  await engine.db.write(async (tx) => {
    await tx.operation.update({
      where: { id: operation.id },
      data: { ...outcome, endedAt: new Date(now), ...(log ? { log: json(log.slice(-logLines)) } : {}) },
    });
    await releaseLeases(tx, 'operation', operation.id);
    await audit(tx, { name: operation.requestedBy, from: '', requestId: flight.requestId }, now, {
      verb: 'operateContainer',
      outcome: outcome.status === 'ok' ? 'ok' : 'failed',
      text: `${operation.kind} of ${operation.hostname} ended: ${outcome.result}`,
      vmid: operation.vmid,
      detail: { operationId: operation.id },
    });
  });
  engine.touch();
}

/** Waits, or ends early when the engine stops. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
