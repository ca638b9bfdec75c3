/**
 * Consoles of containers: `termproxy` opens a port and gives a ticket for it, and `vncwebsocket` talks (FACTS §7). First
 * comes `user:ticket`, answered with `OK`; then the client frames what it types as `0:LENGTH:DATA`, says how large its
 * window is (`1:COLUMNS:ROWS:`) and pings (`2`); what the guest prints comes as it is. The guest is a small shell.
 */
import type { WebSocket } from '@/simulator/http/web-socket';
import { containerOf } from '@/simulator/lxc/containers';
import type { Container } from '@/simulator/state/state';
import type { Call, Handlers, World } from '@/simulator/world';

type Console = { port: number; vmid: number; ticket: string; user: string; opened(): void; closed(): void };
const consoles = new WeakMap<World, Console[]>();
const consolesOf = (world: World) => {
  const known = consoles.get(world) ?? [];
  consoles.set(world, known);
  return known;
};

/** How long a port waits for its client; real time, as the client is real. */
const patienceMs = 10_000;

function open(world: World, call: Call): unknown {
  const { node = '', vmid = '' } = call.parameters;
  const container = containerOf(world.state, node, vmid);
  const open = consolesOf(world);
  let port = 5900;
  while (open.some((one) => one.port === port)) port++;
  const user = call.identity.authid;
  const ticket = `PVEVNC:${Math.floor(world.clock.now()).toString(16).toUpperCase()}::${Buffer.from(world.random.bytes(24)).toString('base64')}`;
  let [opened, closed] = [() => {}, () => {}];
  const isOpen = new Promise<void>((resolve) => {
    opened = resolve;
  });
  const isClosed = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const entry: Console = { port, vmid: container.vmid, ticket, user, opened, closed };
  open.push(entry);
  const upid = world.tasks.start({ node, type: 'vncproxy', id: vmid, user }, async (task) => {
    try {
      await task.wait(isClosed);
    } finally {
      open.splice(open.indexOf(entry), 1);
    }
  });
  // Nobody came: the port is closed again.
  setTimeout(() => entry.closed(), patienceMs).unref();
  isOpen.then(() => {
    entry.closed = () => {};
  });
  return { port: String(port), ticket, user, upid };
}

/** Whether a WebSocket with these parameters has a console to talk to; what then speaks with it. */
export function consoleFor(
  world: World,
  parameters: { vmid: number; port: number; ticket: string },
): ((socket: WebSocket) => void) | null {
  const entry = consolesOf(world).find((one) => one.port === parameters.port && one.vmid === parameters.vmid);
  const container = world.state.containers[parameters.vmid];
  if (!entry || !container || entry.ticket !== parameters.ticket) return null;
  return (socket) => talk(entry, container, socket);
}

function talk(entry: Console, container: Container, socket: WebSocket): void {
  const close = entry.closed;
  entry.opened();
  let known = false;
  let typed = '';
  const prompt = `${container.config.hostname}:~# `;
  socket.onClose(() => close());
  socket.onMessage((text) => {
    if (!known) {
      known = text === `${entry.user}:${entry.ticket}\n`;
      if (!known) return socket.close();
      socket.send('OK');
      return socket.send(prompt);
    }
    const data = /^0:\d+:([\s\S]*)$/.exec(text)?.[1] ?? '';
    for (const char of data) {
      if (char !== '\r' && char !== '\n') {
        typed += char;
        socket.send(char);
        continue;
      }
      socket.send(`\r\n${answerTo(container, typed.trim())}${prompt}`);
      if (typed.trim() === 'exit') socket.close();
      typed = '';
    }
  });
}

function answerTo(container: Container, line: string): string {
  if (line === '' || line === 'exit') return '';
  if (line === 'hostname') return `${container.config.hostname}\r\n`;
  if (line.startsWith('echo ')) return `${line.slice(5)}\r\n`;
  return `sh: ${line.split(' ')[0]}: not found\r\n`;
}

export const consoleHandlers: Handlers = { 'POST /nodes/{node}/lxc/{vmid}/termproxy': open };
