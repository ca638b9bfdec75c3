/** An operation's row as browsers see it. */
import type { Operation } from '@/generated/prisma/client';
import { type OperationView, operationKindSchema, operationStatusSchema } from '@/lib/live/view';

const shownLogLines = 200;

export function operationView(row: Operation): OperationView {
  return {
    id: row.id,
    kind: operationKindSchema.parse(row.kind),
    vmid: row.vmid,
    node: row.node,
    hostname: row.hostname,
    status: operationStatusSchema.parse(row.status),
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt.getTime(),
    endedAt: row.endedAt?.getTime() ?? null,
    upid: row.upid,
    exitStatus: row.exitStatus,
    log: (row.log as string[]).slice(-shownLogLines),
    result: row.result,
  };
}
