/** What a container shows of itself: `status/current`, and the same fields in lists. */
import type { Container } from '@/simulator/state/state';
import type { World } from '@/simulator/world';

const mib = 2 ** 20;

export type Status = Record<string, string | number | object>;

export const maxMemory = (container: Container) => Number(container.config.memory ?? 512) * mib;
export const maxSwap = (container: Container) => Number(container.config.swap ?? 0) * mib;

/** How many cores the guest shows: those configured, else its limit, else all of the host's. */
export function cpusOf(world: World, container: Container): number {
  const host = world.state.nodes.find((node) => node.name === container.node)?.cpus ?? 1;
  return Number(container.config.cores ?? 0) || Number(container.config.cpulimit ?? 0) || host;
}

export const nameOf = (container: Container) => container.config.hostname ?? `CT${container.vmid}`;

/** The live fields, as `/nodes/{node}/lxc` and `status/current` have them. */
export function statusOf(world: World, container: Container): Status {
  const usage = world.metrics.usageOf(container);
  const { running, config } = container;
  return {
    vmid: container.vmid,
    status: running ? 'running' : 'stopped',
    type: 'lxc',
    name: nameOf(container),
    cpus: cpusOf(world, container),
    maxmem: maxMemory(container),
    maxswap: maxSwap(container),
    maxdisk: world.metrics.maxDiskOf(container),
    cpu: usage.cpu,
    mem: usage.mem,
    swap: usage.swap,
    disk: usage.disk,
    netin: usage.netin,
    netout: usage.netout,
    diskread: usage.diskread,
    diskwrite: usage.diskwrite,
    uptime: usage.uptime,
    ...(running ? { pid: running.pid } : {}),
    ...(config.tags?.trim() ? { tags: config.tags } : {}),
    ...(config.lock ? { lock: config.lock } : {}),
    ...(config.template === '1' ? { template: 1 } : {}),
  };
}
