/** The cluster's list: which containers, nodes and storages there are, and in what state. */
import { createGuest, type Guest, settle, takeRow } from '@/engine/observe/guest';
import { createHost } from '@/engine/observe/host';
import { type Known, statesSource } from '@/engine/observe/known';
import { type Resources, readConfig, readNodeStatus, readResources } from '@/engine/proxmox/read';

/** Asks for the list and takes it; null when there is none. Containers that it does not have are dropped. */
export async function askStates(known: Known, appeared: (guest: Guest) => void): Promise<Resources | null> {
  const resources = known.heard(statesSource, await readResources(known.proxmox, known.options));
  if (!resources) return null;
  const listed = new Set([...resources.guests, ...resources.broken].map((row) => row.vmid));
  if (known.guests.size > 1 && listed.size === 0 && !(await allGone(known))) {
    known.errors.set(statesSource, 'Proxmox lists no containers any more: does the token still have VM.Audit on /vms?');
    return null;
  }
  takeNodes(known, resources);
  for (const source of known.errors.keys())
    if (source.startsWith(nodeSource('')) && !isOnline(known, source.slice(nodeSource('').length)))
      known.errors.delete(source);
  takeGuests(known, resources, appeared);
  for (const vmid of known.guests.keys()) if (!listed.has(vmid)) known.guests.delete(vmid);
  return resources;
}

const nodeSource = (node: string) => `node ${node}`;

export function isOnline({ hosts }: Known, node: string): boolean {
  return hosts.get(node)?.row.status === 'online';
}

/** An empty list is also what a token without rights gets (FACTS §2): ask for one that was there. */
async function allGone({ guests, proxmox, options }: Known): Promise<boolean> {
  const [guest] = guests.values();
  if (!guest) return true;
  const asked = await readConfig(proxmox, guest.node, guest.vmid, options);
  return !asked.ok && asked.error.kind === 'not-found';
}

function takeNodes({ hosts, now }: Known, { nodes, storages }: Resources): void {
  const at = now();
  for (const row of nodes) {
    const host = hosts.get(row.node) ?? createHost(row, at);
    host.row = row;
    host.storages = storages
      .filter((item) => item.node === row.node)
      .map((item) => item.storage)
      .sort((a, b) => a.storage.localeCompare(b.storage));
    hosts.set(row.node, host);
  }
  for (const node of hosts.keys()) if (!nodes.some((row) => row.node === node)) hosts.delete(node);
}

function takeGuests(known: Known, { guests: rows, broken }: Resources, appeared: (guest: Guest) => void): void {
  const { guests, hosts } = known;
  const at = known.now();
  const guestOf = (vmid: number, node: string): Guest => {
    const there = guests.get(vmid);
    if (there) return there;
    const guest = createGuest(vmid, node);
    guests.set(vmid, guest);
    appeared(guest);
    return guest;
  };
  for (const row of rows) takeRow(guestOf(row.vmid, row.node), row, isOnline(known, row.node), at);
  for (const { vmid, why } of broken) {
    const guest = guestOf(vmid, [...hosts.keys()][0] ?? '');
    guest.broken = why;
    guest.listedStatus = 'unknown';
    settle(guest, at);
  }
}

/** The own status of each node, in one call a node. */
export async function askNodes(known: Known): Promise<void> {
  await Promise.all(
    [...known.hosts.values()].map(async (host) => {
      if (!isOnline(known, host.node)) return;
      const asked = await readNodeStatus(known.proxmox, host.node, known.options);
      // Without Sys.Audit there is the list only; what was known while it was allowed is no longer so.
      if (!asked.ok && asked.error.kind === 'forbidden') {
        host.status = null;
        return;
      }
      const status = known.heard(nodeSource(host.node), asked);
      if (!status) return;
      host.status = status;
      host.at = known.now();
    }),
  );
}
