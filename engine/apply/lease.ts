/**
 * Who holds a container: one operation or run at a time. A lease is taken in the transaction that writes its
 * holder's row, and given back in the one that ends it; `vmid` is the key, so two can never hold one.
 */
import { engineTimeZone } from '@/engine/time-zone';
import type { Transaction } from '@/lib/db/open';
import { formatClockSeconds } from '@/lib/format/time';

export type Holder = { kind: 'operation' | 'run'; id: number; by: string };
export type Held = { vmid: number; holderKind: string; holderId: number; by: string; since: Date };

type Reader = Pick<Transaction, 'lease'>;

/** The leases on these containers. */
export const heldOf = (reader: Reader, vmids: number[]): Promise<Held[]> =>
  reader.lease.findMany({ where: { vmid: { in: vmids } }, orderBy: { vmid: 'asc' } });

/** Takes all of them; call `heldOf` first in the same transaction. */
export async function takeLeases(tx: Transaction, vmids: number[], holder: Holder, now: number): Promise<void> {
  const rows = vmids.map((vmid) => ({
    vmid,
    holderKind: holder.kind,
    holderId: holder.id,
    by: holder.by,
    since: new Date(now),
  }));
  await tx.lease.createMany({ data: rows });
}

export async function releaseLeases(tx: Transaction, kind: Holder['kind'], id: number): Promise<void> {
  await tx.lease.deleteMany({ where: { holderKind: kind, holderId: id } });
}

/** In words, what holds a container: `a restart by ada since 14:03:05`. */
export async function holderText(
  reader: Pick<Transaction, 'operation' | 'run'>,
  held: Held,
  hostname: string,
): Promise<string> {
  const since = formatClockSeconds(held.since.getTime(), engineTimeZone());
  if (held.holderKind === 'operation') {
    const operation = await reader.operation.findUnique({ where: { id: held.holderId } });
    return `${hostname} is held by a ${operation?.kind ?? 'task'} that ${held.by} asked for at ${since}. Wait until it has ended.`;
  }
  const run = await reader.run.findUnique({ where: { id: held.holderId } });
  return `${hostname} is held by change ${run?.changeId ?? '?'}, which ${held.by} applied at ${since}. Wait until it has ended.`;
}
