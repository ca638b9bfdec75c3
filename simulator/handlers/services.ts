/** A node's services: their state, and starting, stopping and reloading them, which are tasks; and its settings. */
import { badParameters } from '@/simulator/refusal';
import type { NodeState } from '@/simulator/state/state';
import type { Call, Handlers, World } from '@/simulator/world';

const names =
  'chrony corosync cron ksmtuned lxcfs postfix pve-cluster pve-firewall pvedaemon pveproxy pvescheduler pvestatd spiceproxy sshd syslog'.split(
    ' ',
  );

const nodeOf = (world: World, { parameters }: Call): NodeState =>
  world.state.nodes.find((one) => one.name === parameters.node) ?? badParameters({ node: 'no such node' });

function row(world: World, call: Call, name: string): Record<string, string> {
  // Without a cluster there is nothing for corosync to do.
  const idle = name === 'corosync' && world.state.clusterName === null;
  const stopped = idle || !!nodeOf(world, call).stoppedServices?.includes(name);
  return {
    service: name,
    name,
    desc: `${name} service`,
    state: stopped ? 'dead' : 'running',
    'active-state': stopped ? 'inactive' : 'active',
    'unit-state': 'enabled',
  };
}

const tasks: Record<string, string> = {
  start: 'srvstart',
  stop: 'srvstop',
  restart: 'srvrestart',
  reload: 'srvreload',
};

function command(name: string) {
  return (world: World, call: Call): string => {
    const { node = '', service = '' } = call.parameters;
    const host = nodeOf(world, call);
    const type = tasks[name] ?? '';
    return world.tasks.start({ node, type, id: service, user: call.identity.authid }, async (task) => {
      await task.sleep(0.4);
      const others = (host.stoppedServices ?? []).filter((one) => one !== service);
      host.stoppedServices = name === 'stop' ? [...others, service] : others;
    });
  };
}

function setDns(world: World, call: Call): null {
  const { node: _, ...dns } = call.parameters;
  nodeOf(world, call).dns = dns;
  return null;
}

function setTime(world: World, call: Call): null {
  nodeOf(world, call).timezone = call.parameters.timezone ?? 'UTC';
  return null;
}

const path = '/nodes/{node}/services';

export const serviceHandlers: Handlers = {
  [`GET ${path}`]: (world, call) => names.map((name) => row(world, call, name)),
  [`GET ${path}/{service}`]: () => ['state', 'start', 'stop', 'restart', 'reload'].map((subdir) => ({ subdir })),
  [`GET ${path}/{service}/state`]: (world, call) => row(world, call, call.parameters.service ?? ''),
  ...Object.fromEntries(Object.keys(tasks).map((name) => [`POST ${path}/{service}/${name}`, command(name)])),
  'PUT /nodes/{node}/dns': setDns,
  'PUT /nodes/{node}/time': setTime,
};
