/** The datacenter: version, resources, status, options, the next free number, its log and its backup jobs. */

import { encodedList } from '@/simulator/http/encoded';
import { splitList } from '@/simulator/interface/list';
import { parsePropertyString } from '@/simulator/interface/property-string';
import { nameOf } from '@/simulator/lxc/status';
import { isOnNode, usedBytes } from '@/simulator/lxc/volumes';
import { badParameters } from '@/simulator/refusal';
import type { Container } from '@/simulator/state/state';
import { type Call, type Handlers, isQuorate, localNode, type World } from '@/simulator/world';

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

function status(world: World): unknown {
  const nodes = world.state.nodes.map((node) => ({
    id: `node/${node.name}`,
    name: node.name,
    type: 'node',
    nodeid: node.nodeid,
    ip: node.ip,
    online: node.online ? 1 : 0,
    local: node.name === localNode(world) ? 1 : 0,
    level: '',
  }));
  const { clusterName } = world.state;
  if (!clusterName) return nodes;
  const quorate = isQuorate(world) ? 1 : 0;
  return [
    { id: 'cluster', name: clusterName, type: 'cluster', nodes: nodes.length, quorate, version: nodes.length },
    ...nodes,
  ];
}

const shaped: Record<string, string> = {
  'tag-style': 'tag-style',
  migration: 'migration',
  'next-id': 'next-id',
  ha: 'ha',
  crs: 'crs',
  notify: 'notify',
  bwlimit: 'bwlimit',
  u2f: 'u2f',
  webauthn: 'webauthn',
  'user-tag-access': 'user-tag-access',
};

function options(world: World, { access }: Call): unknown {
  const tags = new Set<string>();
  for (const container of Object.values(world.state.containers))
    if (access.has(`/vms/${container.vmid}`, 'VM.Audit'))
      for (const tag of splitList(container.config.tags ?? '')) tags.add(tag);
  const allowed = { 'allowed-tags': [...tags].sort() };
  const readable = access.has('/', 'Sys.Audit');
  const visible = Object.entries(world.state.options).filter(([key]) => readable || key === 'tag-style');
  return { ...Object.fromEntries(visible.map(([key, value]) => [key, shapedOption(key, value)])), ...allowed };
}

function shapedOption(key: string, value: string): unknown {
  const shape = shaped[key];
  if (key === 'registered-tags') return splitList(value);
  if (key === 'description') return value;
  return shape ? parsePropertyString(shape, value, key) : value;
}

function setOptions(world: World, { parameters }: Call): null {
  const { delete: remove, ...set } = parameters;
  for (const key of splitList(remove ?? '')) delete world.state.options[key];
  for (const [key, value] of Object.entries(set))
    world.state.options[key] = key === 'description' && value && !value.endsWith('\n') ? `${value}\n` : value;
  return null;
}

function nextId(world: World, { parameters }: Call): string {
  const taken = (vmid: number) => world.state.containers[vmid] !== undefined;
  if (parameters.vmid) {
    if (taken(Number(parameters.vmid))) badParameters({ vmid: `VM ${parameters.vmid} already exists` });
    return parameters.vmid;
  }
  let vmid = 100;
  while (taken(vmid)) vmid++;
  return String(vmid);
}

function log(world: World, { parameters, access }: Call): unknown {
  const max = Number(parameters.max ?? 50);
  return world.state.log
    .filter(
      (line) => access.has(`/nodes/${line.node}`, 'Sys.Syslog') || line.user.split('!')[0] === access.identity.userid,
    )
    .slice(-max)
    .reverse()
    .map(({ uid, ...line }) => ({ ...line, uid: String(uid), id: `${uid}:${line.node}` }));
}

export const clusterHandlers: Handlers = {
  'GET /version': (world) => world.state.version,
  'GET /cluster/resources': resources,
  'GET /cluster/status': status,
  'GET /cluster/options': options,
  'PUT /cluster/options': setOptions,
  'GET /cluster/nextid': nextId,
  'GET /cluster/log': log,
};
