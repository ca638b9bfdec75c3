/** The audit row of a verb, written in the verb's own transaction: either both stay or neither. */
import type { Call } from '@/engine/context';
import { Prisma } from '@/generated/prisma/client';
import type { Transaction } from '@/lib/db/open';
import type { Verb } from '@/lib/roles/table';

export type AuditRow = {
  verb: Verb;
  outcome: 'ok' | 'refused' | 'failed';
  /** A sentence without its subject: "approved change 12". */
  text: string;
  vmid?: number;
  changeId?: number;
  commit?: string;
  detail?: Prisma.InputJsonObject;
};

/** Who it is told of: a caller, or a run that goes on in somebody's name. */
export type Actor = { name: string; from: string; requestId: string };

export const actorOf = (call: Call): Actor => ({
  name: call.caller.name,
  from: call.from,
  requestId: call.requestId,
});

export async function audit(tx: Transaction, actor: Actor, now: number, row: AuditRow): Promise<void> {
  await tx.audit.create({
    data: {
      at: new Date(now),
      actor: actor.name,
      from: actor.from,
      requestId: actor.requestId,
      verb: row.verb,
      outcome: row.outcome,
      text: row.text,
      vmid: row.vmid,
      changeId: row.changeId,
      commit: row.commit,
      detail: row.detail ?? Prisma.DbNull,
    },
  });
}
