/** Start, stop, shutdown, reboot: what is refused at once, and what the worker does (FACTS §5). */
import { isRootTicket } from '@/simulator/access/identity';
import { checkLock, containerOf } from '@/simulator/lxc/containers';
import { bringUp, startSeconds, stopSeconds, takeDown } from '@/simulator/lxc/power';
import { badParameters, die } from '@/simulator/refusal';
import type { Worker } from '@/simulator/tasks/tasks';
import type { Call, Handlers, World } from '@/simulator/world';

/** How many seconds a guest is given to shut down, if nobody says. */
const shutdownTimeout = 60;

const targetOf = (call: Call) => ({ node: call.parameters.node ?? '', vmid: Number(call.parameters.vmid) });
const isRunning = (world: World, vmid: number) => !!world.state.containers[vmid]?.running;

function checkSkiplock({ parameters, identity }: Call): void {
  if (parameters.skiplock === '1' && !isRootTicket(identity))
    badParameters({ skiplock: 'Only root may use this option.' });
}

/** Runs a worker that holds the lock of the container's configuration. */
function worker(world: World, call: Call, type: string, work: (worker: Worker) => Promise<void>): string {
  const { node, vmid } = targetOf(call);
  return world.tasks.start({ node, type, id: String(vmid), user: call.identity.authid }, (task) =>
    // Whoever is aborted lets the lock go.
    task.wait(world.locks.withConfig(vmid, () => work(task))),
  );
}

function start(world: World, call: Call): string {
  checkSkiplock(call);
  const { node, vmid } = targetOf(call);
  if (isRunning(world, vmid)) die(`CT ${vmid} already running`);
  return worker(world, call, 'vzstart', async (task) => {
    checkUnlocked(world, call);
    await task.sleep(startSeconds);
    bringUp(world, node, vmid);
  });
}

function checkUnlocked(world: World, call: Call): void {
  const { node, vmid } = targetOf(call);
  const container = containerOf(world.state, node, vmid);
  if (call.parameters.skiplock !== '1') checkLock(container);
}

async function stop(world: World, call: Call): Promise<string> {
  checkSkiplock(call);
  const { node, vmid } = targetOf(call);
  if (!isRunning(world, vmid)) die(`CT ${vmid} not running`);
  if (call.parameters['overrule-shutdown'] === '1') await overrule(world, vmid);
  return worker(world, call, 'vzstop', async (task) => {
    checkUnlocked(world, call);
    await task.sleep(stopSeconds);
    takeDown(world, containerOf(world.state, node, vmid));
  });
}

/** Ends the shutdown tasks of the container that still wait. */
async function overrule(world: World, vmid: number): Promise<void> {
  const waiting = world.state.tasks.filter(
    (task) => task.type === 'vzshutdown' && task.id === String(vmid) && world.tasks.running(task.upid),
  );
  for (const task of waiting) world.tasks.abort(task.upid);
  await Promise.all(waiting.map((task) => world.tasks.ended(task.upid)));
}

/** Asks the guest to end, and waits; a guest that does not react is killed only if asked to. */
async function shutDown(world: World, task: Worker, call: Call, timeout: number, force: boolean): Promise<void> {
  const { node, vmid } = targetOf(call);
  const { guest } = containerOf(world.state, node, vmid);
  if (guest.reactsToShutdown && guest.shutdownSeconds <= timeout) await task.sleep(guest.shutdownSeconds);
  else {
    await task.sleep(timeout);
    if (!force) die('container did not stop');
  }
  takeDown(world, containerOf(world.state, node, vmid));
}

function shutdown(world: World, call: Call): string {
  const { vmid } = targetOf(call);
  if (!isRunning(world, vmid)) die(`CT ${vmid} not running`);
  const timeout = Number(call.parameters.timeout ?? shutdownTimeout);
  return worker(world, call, 'vzshutdown', async (task) => {
    checkUnlocked(world, call);
    await shutDown(world, task, call, timeout, call.parameters.forceStop === '1');
  });
}

function reboot(world: World, call: Call): string {
  const { node, vmid } = targetOf(call);
  // It really says VM: the check is shared with virtual machines.
  if (!isRunning(world, vmid)) die(`VM ${vmid} not running`);
  const timeout = Number(call.parameters.timeout ?? shutdownTimeout);
  return worker(world, call, 'vzreboot', async (task) => {
    checkUnlocked(world, call);
    await shutDown(world, task, call, timeout, true);
    await task.sleep(startSeconds);
    bringUp(world, node, vmid);
  });
}

function suspend(world: World, call: Call): string {
  const { vmid } = targetOf(call);
  if (!isRunning(world, vmid)) die(`CT ${vmid} not running`);
  return worker(world, call, 'vzsuspend', async (task) => {
    await task.sleep(0.3);
    die(`lxc-checkpoint -n ${vmid} -s -D /var/lib/vz/dump failed: CRIU is not available`);
  });
}

function resume(world: World, call: Call): string {
  return worker(world, call, 'vzresume', async (task) => {
    await task.sleep(0.3);
    die('CRIU is not available');
  });
}

const path = '/nodes/{node}/lxc/{vmid}/status';

export const containerPowerHandlers: Handlers = {
  [`POST ${path}/start`]: start,
  [`POST ${path}/stop`]: stop,
  [`POST ${path}/shutdown`]: shutdown,
  [`POST ${path}/reboot`]: reboot,
  [`POST ${path}/suspend`]: suspend,
  [`POST ${path}/resume`]: resume,
};
