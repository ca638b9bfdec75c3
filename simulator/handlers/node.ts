/** A node: its status, network, time, names, and starting or stopping all its guests. */
import { badParameters } from '@/simulator/refusal';
import type { NetworkInterface, NodeState } from '@/simulator/state/state';
import type { Call, Handlers, World } from '@/simulator/world';

function nodeOf(world: World, call: Call): NodeState {
  const node = world.state.nodes.find((one) => one.name === call.parameters.node);
  return node ?? badParameters({ node: 'no such node' });
}

function list(world: World, { access }: Call): unknown {
  return world.state.nodes.map((node) => {
    const base = {
      node: node.name,
      id: `node/${node.name}`,
      type: 'node',
      status: node.online ? 'online' : 'offline',
      level: '',
      ssl_fingerprint: world.fingerprint,
    };
    if (!access.has(`/nodes/${node.name}`, 'Sys.Audit')) return base;
    if (!node.online) return base;
    const usage = world.metrics.nodeUsage(node.name);
    return {
      ...base,
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

function status(world: World, call: Call): unknown {
  const node = nodeOf(world, call);
  const usage = world.metrics.nodeUsage(node.name);
  const { version, repoid } = world.state.version;
  // Page cache counts as free for who asks what is left.
  const available = call.endpoint.gains.has('memory-available') ? { available: node.memoryBytes - usage.mem } : {};
  return {
    uptime: usage.uptime,
    cpu: usage.cpu,
    wait: usage.iowait,
    idle: 0,
    loadavg: usage.loadavg.map((value) => value.toFixed(2)),
    kversion: `Linux ${node.kernel} #1 SMP PREEMPT_DYNAMIC`,
    'current-kernel': {
      sysname: 'Linux',
      release: node.kernel,
      version: '#1 SMP PREEMPT_DYNAMIC',
      machine: 'x86_64',
    },
    'boot-info': { mode: 'efi', secureboot: 0 },
    pveversion: `pve-manager/${version}/${repoid}`,
    memory: { total: node.memoryBytes, used: usage.mem, free: node.memoryBytes - usage.mem, ...available },
    swap: { total: node.swapBytes, used: usage.swap, free: node.swapBytes - usage.swap },
    rootfs: {
      total: node.rootfsBytes,
      used: usage.disk,
      free: node.rootfsBytes - usage.disk,
      avail: Math.floor((node.rootfsBytes - usage.disk) * 0.95),
    },
    ksm: { shared: 0 },
    cpuinfo: {
      model: node.cpus > 4 ? 'Intel(R) Core(TM) i5-12500T' : 'Intel(R) Xeon(R) Processor',
      cpus: node.cpus,
      cores: Math.max(1, Math.floor(node.cpus / (node.cpus > 4 ? 2 : 1))),
      sockets: 1,
      mhz: '2299.998',
      flags: 'fpu vme de pse tsc msr pae mce cx8 apic sep mtrr',
      hvm: node.cpus > 4 ? '1' : '',
      user_hz: 100,
    },
  };
}

/** Bridges are seen with rights on them; everything else by anyone (FACTS §2). */
function seesInterface({ access }: Call, node: string, one: NetworkInterface): boolean {
  if (one.type !== 'bridge' && one.type !== 'OVSBridge') return true;
  if (access.has(`/nodes/${node}`, 'Sys.Audit')) return true;
  return access.hasAny(`/sdn/zones/localnetwork/${one.iface}`, ['SDN.Audit', 'SDN.Use']);
}

const bridgeTypes = ['bridge', 'OVSBridge'];

function network(world: World, call: Call): unknown {
  const node = nodeOf(world, call);
  const { type } = call.parameters;
  const matches = (one: NetworkInterface) =>
    !type ||
    one.type === type ||
    (/^any(?:_local)?_bridge$|^include_sdn$/.test(type) && bridgeTypes.includes(one.type));
  return node.network.filter((one) => matches(one) && seesInterface(call, node.name, one));
}

function networkInterface(world: World, call: Call): unknown {
  const found = nodeOf(world, call).network.find((one) => one.iface === call.parameters.iface);
  if (!found) return badParameters({ iface: 'interface does not exist' });
  const { iface: _, ...rest } = found;
  return rest;
}

function time(world: World, call: Call): unknown {
  const now = world.clock.seconds();
  return { timezone: nodeOf(world, call).timezone, time: now, localtime: now };
}

function hosts(world: World, call: Call): unknown {
  const node = nodeOf(world, call);
  return {
    data: `127.0.0.1 localhost.localdomain localhost\n${node.ip} ${node.name}.${node.dns.search ?? 'lan'} ${node.name}\n`,
    digest: '0000000000000000000000000000000000000000',
  };
}

export const nodeHandlers: Handlers = {
  'GET /nodes': list,
  'GET /nodes/{node}/version': (world) => world.state.version,
  'GET /nodes/{node}/status': status,
  'GET /nodes/{node}/network': network,
  'GET /nodes/{node}/network/{iface}': networkInterface,
  'GET /nodes/{node}/dns': (world, call) => nodeOf(world, call).dns,
  'GET /nodes/{node}/time': time,
  'GET /nodes/{node}/hosts': hosts,
  'GET /nodes/{node}/subscription': () => ({ status: 'notfound', message: 'There is no subscription key' }),
};
