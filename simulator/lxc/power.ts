/** Starting and stopping: what happens to a container inside the worker of such a task. */
import { containerOf, isTemplate } from '@/simulator/lxc/containers';
import { parseNet } from '@/simulator/lxc/network';
import { applyPending } from '@/simulator/lxc/update-config';
import { die } from '@/simulator/refusal';
import type { Container } from '@/simulator/state/state';
import type { World } from '@/simulator/world';

/** Simulated seconds that each part of a start or a stop takes. */
export const startSeconds = 1.6;
export const stopSeconds = 0.7;

let lastPid = 20_000;
const nextPid = () => (lastPid = lastPid > 4_000_000 ? 20_000 : lastPid + 37);

/** Brings a container up: pending changes first, then the checks that only a start makes. */
export function bringUp(world: World, node: string, vmid: number): void {
  const container = containerOf(world.state, node, vmid);
  if (isTemplate(container)) die("you can't start a CT if it's a template");
  applyWaiting(world, container);
  checkBridges(world, container);
  container.running = { pid: nextPid(), startedAt: world.clock.now(), hostname: container.config.hostname ?? '' };
  world.metrics.powered(container);
  world.changed();
}

/** Takes a container down; what was pending is applied, as Proxmox does when the last process is gone. */
export function takeDown(world: World, container: Container): void {
  container.running = null;
  applyWaiting(world, container);
  world.metrics.powered(container);
  world.changed();
}

function applyWaiting(world: World, container: Container): void {
  if (!Object.keys(container.pending).length && !container.pendingDelete.length) return;
  applyPending(world, container);
}

function checkBridges(world: World, container: Container): void {
  const host = world.state.nodes.find((one) => one.name === container.node);
  for (const [key, text] of Object.entries(container.config)) {
    if (!/^net\d+$/.test(key)) continue;
    const { bridge } = parseNet(text);
    if (bridge && !host?.network.some((one) => one.iface === bridge)) die(`bridge '${bridge}' does not exist`);
  }
}
