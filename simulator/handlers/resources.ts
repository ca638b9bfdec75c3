/** `/cluster/resources`: everything that there is, as the nodes last told each other. */
import { encodedList } from '@/simulator/http/encoded';
import { nameOf } from '@/simulator/lxc/status';
import { isOnNode, usedBytes } from '@/simulator/lxc/volumes';
import type { Container } from '@/simulator/state/state';
import type { Call, Handlers, World } from '@/simulator/world';

const isOnline = (world: World, name: string) => !!world.state.nodes.find((node) => node.name === name)?.online;

/** Rows come from the last broadcast: a guest that is newer has none of its values yet (FACTS §5). */
function guestRow(world: World, call: Call, container: Container): Record<string, unknown> {
  const { vmid, node, config } = container;
  const known = world.metrics.beats().at(-1)?.guests.get(vmid);
  const pool = world.state.pools.find((one) => one.vms.includes(vmid));
  const tags = config.tags?.trim() ? { tags: config.tags } : {};
  const inPool = pool && call.access.has(`/pool/${pool.poolid}`, 'Pool.Audit') ? { pool: pool.poolid } : {};
  const base = { id: `lxc/${vmid}`, vmid, node, type: 'lxc', ...tags, ...inPool };
  // What a node that is down last said has gone with it.
  if (!known || !isOnline(world, node)) return { ...base, status: 'unknown' };
  const { uptime, cpu, mem, disk, netin, netout, diskread, diskwrite } = known.usage;
  return {
    ...base,
    name: nameOf(container),
    status: known.running ? 'running' : 'stopped',
    template: config.template === '1' ? 1 : 0,
    cpu,
    maxcpu: known.cpus,
    mem,
    maxmem: known.maxmem,
    disk,
    maxdisk: known.maxdisk,
    netin,
    netout,
    diskread,
    diskwrite,
    uptime,
    ...(call.endpoint.gains.has('memhost') ? { memhost: mem } : {}),
    ...(config.lock ? { lock: config.lock } : {}),
  };
}

function nodeRows(world: World, { access, endpoint }: Call): unknown[] {
  return world.state.nodes.map((node) => {
    const base = {
      id: `node/${node.name}`,
      node: node.name,
      type: 'node',
      status: node.online ? 'online' : 'offline',
      level: '',
      ...(node.online ? { 'cgroup-mode': node.cgroupMode } : {}),
    };
    if (!access.has(`/nodes/${node.name}`, 'Sys.Audit') || !node.online) return base;
    const usage = world.metrics.nodeUsage(node.name);
    return {
      ...base,
      ...(endpoint.gains.has('host-arch') ? { 'host-arch': 'x86_64' } : {}),
      cpu: usage.cpu,
      maxcpu: node.cpus,
      mem: usage.mem,
      maxmem: node.memoryBytes,
      disk: usage.disk,
      maxdisk: node.rootfsBytes,
      uptime: usage.uptime,
    };
  });
}

function storageRows(world: World, { access }: Call): unknown[] {
  return world.state.nodes.flatMap((node) =>
    world.state.storages
      .filter((storage) => !storage.disabled && isOnNode(storage, node.name))
      .filter(({ storage }) => access.hasAny(`/storage/${storage}`, ['Datastore.Audit', 'Datastore.AllocateSpace']))
      .map((storage) => ({
        id: `storage/${node.name}/${storage.storage}`,
        storage: storage.storage,
        node: node.name,
        type: 'storage',
        plugintype: storage.type,
        content: storage.content.join(','),
        shared: storage.shared ? 1 : 0,
        ...(node.online
          ? { status: 'available', disk: usedBytes(storage, node.name), maxdisk: storage.totalBytes }
          : { status: 'unknown' }),
      })),
  );
}

function sdnRows(world: World, { access }: Call): unknown[] {
  if (!access.hasAny('/sdn/zones/localnetwork', ['SDN.Audit', 'SDN.Use'])) return [];
  return world.state.nodes.map(({ name, online }) => ({
    id: `sdn/${name}/localnetwork`,
    sdn: 'localnetwork',
    node: name,
    type: 'sdn',
    status: online ? 'ok' : 'unknown',
  }));
}

/** The same zones as 9 shows them beside fabrics. */
function networkRows(world: World, call: Call): unknown[] {
  return (sdnRows(world, call) as { node: string; sdn: string; status: string }[]).map(({ node, sdn, status }) => ({
    id: `network/${node}/zone/${sdn}`,
    node,
    network: sdn,
    'network-type': 'zone',
    'zone-type': 'simple',
    type: 'network',
    status,
  }));
}

/** A pool's row sums up its guests. */
function poolRows(world: World, { access }: Call): unknown[] {
  return world.state.pools
    .filter((pool) => access.has(`/pool/${pool.poolid}`, 'Pool.Audit'))
    .map((pool) => {
      const guests = world.metrics.beats().at(-1)?.guests;
      const row = {
        id: `/pool/${pool.poolid}`,
        pool: pool.poolid,
        type: 'pool',
        cpu: 0,
        maxcpu: 0,
        mem: 0,
        maxmem: 0,
        uptime: 0,
      };
      for (const vmid of pool.vms) {
        const known = guests?.get(vmid);
        if (!known) continue;
        row.mem += known.usage.mem;
        row.maxmem += known.maxmem;
        row.maxcpu += known.cpus;
        row.cpu += known.usage.cpu * known.cpus;
        row.uptime = Math.max(row.uptime, known.usage.uptime);
      }
      return row.maxcpu ? { ...row, cpu: row.cpu / row.maxcpu } : { id: row.id, pool: row.pool, type: row.type };
    });
}

/** The rows of a pool's members, without saying that they are in it. */
export function memberRows(
  world: World,
  call: Call,
  pool: { vms: number[]; storages: string[] },
): Record<string, unknown>[] {
  const guests = pool.vms.flatMap((vmid) => world.state.containers[vmid] ?? []);
  const rows = guests
    .filter((one) => call.access.has(`/vms/${one.vmid}`, 'VM.Audit'))
    .map((one) => guestRow(world, call, one));
  const storages = storageRows(world, call) as Record<string, unknown>[];
  return [
    ...rows.map(({ pool: _, ...row }) => row),
    ...storages.filter((row) => pool.storages.includes(String(row.storage))),
  ];
}

function resources(world: World, call: Call): unknown {
  const key = `resources ${call.identity.authid} ${call.parameters.type ?? ''}`;
  return encodedList(world, key, world.metrics.beats().at(-1), () => resourceRows(world, call));
}

function resourceRows(world: World, call: Call): unknown {
  const { type } = call.parameters;
  const wants = (kind: string) => !type || type === kind;
  const guests = Object.values(world.state.containers).filter((one) => call.access.has(`/vms/${one.vmid}`, 'VM.Audit'));
  return [
    ...(type ? [] : poolRows(world, call)),
    ...(wants('vm') ? guests.map((one) => guestRow(world, call, one)) : []),
    ...(wants('node') ? nodeRows(world, call) : []),
    ...(wants('storage') ? storageRows(world, call) : []),
    ...(wants('sdn') ? sdnRows(world, call) : []),
    ...(wants('network') && call.endpoint.gains.has('network') ? networkRows(world, call) : []),
  ];
}

export const resourceHandlers: Handlers = { 'GET /cluster/resources': resources };
