import { heldOf, holderText, takeLeases } from '@/engine/apply/lease';
import { carryOutOperation } from '@/engine/apply/operate';
import { actorOf, audit } from '@/engine/verbs/audit';
import { proxmoxRefusal } from '@/engine/verbs/proxmox-refusal';
import type { Verb } from '@/engine/verbs/verb';
import { operationView } from '@/engine/views/operation';
import type { Operation } from '@/generated/prisma/client';
import type { ContainerStatus, OperationKind } from '@/lib/live/view';
import type { Refusal } from '@/lib/refusal';
import { err, ok, type Result } from '@/lib/result';

/** Begins to start, shut down, stop or restart a container; the answer is the operation, under way. */
export const operateContainer: Verb<'operateContainer'> = async (engine, { vmid, action }, call) => {
  const known = engine.observer.current().containers.get(vmid);
  if (!known) return err({ kind: 'not-found', text: `There is no container ${vmid}.` });
  const held = (await heldOf(engine.db.read, [vmid]))[0];
  if (held) return err({ kind: 'conflict', text: await holderText(engine.db.read, held, known.name) });
  const read = await engine.observer.refresh(known.node, vmid);
  if (!read.ok) return err(proxmoxRefusal(read.error, `${known.name} could not be read, so nothing was sent`));
  const container = read.value;
  const refusal = refusalOf(action, container.status, container.name, container.template);
  if (refusal) return err(refusal);

  const now = engine.clock();
  const begun = await engine.db.write(async (tx): Promise<Result<Operation, Refusal>> => {
    const holder = (await heldOf(tx, [vmid]))[0];
    if (holder) return err({ kind: 'conflict', text: await holderText(tx, holder, container.name) });
    const row = await tx.operation.create({
      data: {
        kind: action,
        vmid,
        node: container.node,
        hostname: container.name,
        status: 'running',
        requestedBy: call.caller.name,
        requestId: call.requestId,
        requestedAt: new Date(now),
      },
    });
    await takeLeases(tx, [vmid], { kind: 'operation', id: row.id, by: call.caller.name }, now);
    await audit(tx, actorOf(call), now, {
      verb: 'operateContainer',
      outcome: 'ok',
      text: `asked for a ${action} of ${container.name}`,
      vmid,
      detail: { operationId: row.id },
    });
    return ok(row);
  });
  if (!begun.ok) return begun;
  engine.touch();
  engine.background.start(`operation ${begun.value.id}`, (signal) =>
    carryOutOperation(engine, begun.value.id, { requestId: call.requestId, signal }),
  );
  return ok(operationView(begun.value));
};

function refusalOf(action: OperationKind, status: ContainerStatus, name: string, template: boolean): Refusal | null {
  const conflict = (text: string): Refusal => ({ kind: 'conflict', text });
  if (template) return conflict(`${name} is a template and cannot run.`);
  if (action === 'start' && status === 'running') return conflict(`${name} is already running.`);
  if (action === 'restart' && status === 'stopped')
    return conflict(`${name} is stopped, so it cannot be restarted. Start it instead.`);
  if (action !== 'start' && status === 'stopped') return conflict(`${name} is already stopped.`);
  return null;
}
