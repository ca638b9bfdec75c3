/**
 * Memory of a node as four honest quantities: what is there, what is used, what is promised to the containers that
 * start on boot, and what would be promised if every container ran. A promise is a container's memory limit; swap
 * lives on a disk and is not counted.
 */
import { invariant } from '@/lib/invariant';

const bytesPerMiB = 2 ** 20;

/** What the sums need of a container. Templates never run and must not be given. */
export type MemoryHolder = { vmid: number; node: string; memoryMiB: number; onboot: boolean };

export type MemoryPromises = {
  node: string;
  promisedOnBootBytes: number;
  promisedAllBytes: number;
  /** Containers that are not in `promisedOnBootBytes`, by vmid. */
  notOnBoot: number[];
};

/** The promises of each of the nodes named, and of every node that holds a container; by name. */
export function memoryPromises(holders: MemoryHolder[], nodes: string[] = []): MemoryPromises[] {
  const byNode = new Map<string, MemoryPromises>();
  for (const node of [...nodes, ...holders.map((holder) => holder.node)].sort())
    byNode.set(node, { node, promisedOnBootBytes: 0, promisedAllBytes: 0, notOnBoot: [] });
  for (const holder of holders.toSorted((a, b) => a.vmid - b.vmid)) {
    const sums = byNode.get(holder.node);
    invariant(sums, `node ${holder.node} was named`);
    const bytes = holder.memoryMiB * bytesPerMiB;
    sums.promisedAllBytes += bytes;
    if (holder.onboot) sums.promisedOnBootBytes += bytes;
    else sums.notOnBoot.push(holder.vmid);
  }
  return [...byNode.values()];
}
