/** The datacenter: version, status, options, the next free number and its log. */

import { splitList } from '@/simulator/interface/list';
import { parsePropertyString } from '@/simulator/interface/property-string';
import { badParameters } from '@/simulator/refusal';
import { type Call, type Handlers, isQuorate, localNode, type World } from '@/simulator/world';

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
  'GET /cluster/status': status,
  'GET /cluster/options': options,
  'PUT /cluster/options': setOptions,
  'GET /cluster/nextid': nextId,
  'GET /cluster/log': log,
};
