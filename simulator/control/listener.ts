/** The control port: plain HTTP on loopback only. `README.md` documents each call. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { type Fault, faultSchema } from '@/simulator/control/fault';
import { changeBehindBack } from '@/simulator/state/out-of-band';
import type { World } from '@/simulator/world';

const outOfBandSchema = z.strictObject({
  vmid: z.int(),
  set: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).optional(),
  delete: z.array(z.string()).optional(),
  power: z.enum(['running', 'stopped']).optional(),
  /** The new size of `disk` (rootfs, if absent), as `6G`. */
  size: z.string().optional(),
  disk: z.string().default('rootfs'),
  by: z.string().optional(),
  task: z.string().optional(),
});

type Context = {
  world: () => World;
  reset: () => Promise<void>;
  /** Shows another certificate, or the first one again. */
  changeCertificate(changed: boolean): Promise<void>;
  port: number;
};
type Reply = { status: number; body: unknown };
const ok = (body: unknown = { ok: true }): Reply => ({ status: 200, body });
const bad = (text: string): Reply => ({ status: 400, body: { error: text } });

export async function listenControl(context: Context): Promise<{ port: number; close(): Promise<void> }> {
  const server = http.createServer((request, response) => {
    handle(context, request)
      .catch((error: unknown): Reply => ({ status: 500, body: { error: String(error) } }))
      .then(({ status, body }) => {
        response.writeHead(status, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(body));
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(context.port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function handle(context: Context, request: http.IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const call = calls[`${request.method} ${path}`] ?? calls[`${request.method} ${path.replace(/\/[^/]+$/, '/{id}')}`];
  if (!call) return { status: 404, body: { error: `no ${request.method} ${path}; see simulator/README.md` } };
  let body: unknown = {};
  if (text) {
    try {
      body = JSON.parse(text);
    } catch {
      return bad('the body is no JSON');
    }
  }
  return call(context, body, decodeURIComponent(path.split('/').at(-1) ?? ''));
}

type ControlCall = (context: Context, body: unknown, id: string) => Reply | Promise<Reply>;

const calls: Record<string, ControlCall> = {
  'POST /reset': async (context) => {
    const { control, clock } = context.world();
    await removeFaults(context, control.faults.slice());
    control.mutations.length = 0;
    control.requests.clear();
    clock.skewSeconds = 0;
    await context.reset();
    return ok();
  },
  'GET /state': ({ world }) => ok(withoutSecrets(world())),
  'GET /mutations': ({ world }) => {
    const items = world().control.mutations;
    return ok({ items, total: items.length });
  },
  'DELETE /mutations': ({ world }) => {
    world().control.mutations.length = 0;
    return ok();
  },
  'GET /requests': ({ world }) => {
    const items = [...world().control.requests].map(([request, entry]) => ({ request, ...entry }));
    return ok({ items, total: items.reduce((sum, one) => sum + one.count, 0) });
  },
  'DELETE /requests': ({ world }) => {
    world().control.requests.clear();
    return ok();
  },
  'GET /faults': ({ world }) => ok({ items: world().control.faults }),
  'POST /faults': async (context, body) => {
    const parsed = faultSchema.safeParse(body);
    if (!parsed.success) return bad(z.prettifyError(parsed.error));
    return ok(await addFault(context, parsed.data));
  },
  'DELETE /faults': async (context) => {
    await removeFaults(context, context.world().control.faults.slice());
    return ok();
  },
  'DELETE /faults/{id}': async (context, _body, id) => {
    const found = context.world().control.faults.filter((fault) => fault.id === id);
    await removeFaults(context, found);
    return found.length ? ok() : { status: 404, body: { error: `no fault ${id}` } };
  },
  'POST /time-scale': ({ world }, body) => {
    const parsed = z.strictObject({ timeScale: z.number().positive().max(10_000) }).safeParse(body);
    if (!parsed.success) return bad(z.prettifyError(parsed.error));
    world().clock.timeScale = parsed.data.timeScale;
    return ok();
  },
  'POST /out-of-band': ({ world }, body) => outOfBand(world(), body),
  'POST /beat': ({ world }) => {
    world().metrics.beat();
    return ok();
  },
};

function outOfBand(world: World, body: unknown): Reply {
  const parsed = outOfBandSchema.safeParse(body);
  if (!parsed.success) return bad(z.prettifyError(parsed.error));
  const { vmid, set = {}, delete: remove = [], size, disk, power, by, task } = parsed.data;
  const changes: Record<string, string | number | null> = { ...set };
  for (const key of remove) changes[key] = null;
  const before = world.state.containers[vmid];
  if (!before) return { status: 404, body: { error: `no container ${vmid}` } };
  if (size) changes[disk] = (before.config[disk] ?? '').replace(/size=[^,]+/, `size=${size}`);
  const wasRunning = before.running !== null;
  const container = changeBehindBack(world.state, { vmid, set: changes, power, by, task }, world.clock.seconds());
  if (container && wasRunning !== (container.running !== null)) world.metrics.powered(container);
  world.control.noteOutOfBand(parsed.data);
  world.changed();
  return ok();
}

let faults = 0;

/** Sets a fault; some change the world as long as they last. */
async function addFault(context: Context, input: z.infer<typeof faultSchema>): Promise<{ id: string }> {
  const world = context.world();
  const fault: Fault = { ...input, id: input.id ?? `fault-${++faults}` };
  world.control.faults.push(fault);
  if (fault.clockSkewSeconds !== undefined) world.clock.skewSeconds = fault.clockSkewSeconds;
  if (fault.stuckLock) {
    const container = world.state.containers[fault.stuckLock.vmid];
    if (container) container.config.lock = fault.stuckLock.lock;
  }
  if (fault.storageFull) {
    const storage = world.state.storages.find((one) => one.storage === fault.storageFull);
    if (storage) storage.availBytes = 0;
  }
  if (fault.nodeDown) setOnline(world, fault.nodeDown, false);
  world.changed();
  if (fault.certificateChanged) await context.changeCertificate(true);
  return { id: fault.id };
}

async function removeFaults(context: Context, faults: Fault[]): Promise<void> {
  const world = context.world();
  for (const fault of faults) {
    world.control.faults.splice(world.control.faults.indexOf(fault), 1);
    if (fault.clockSkewSeconds !== undefined) world.clock.skewSeconds = 0;
    if (fault.stuckLock) {
      const container = world.state.containers[fault.stuckLock.vmid];
      if (container) delete container.config.lock;
    }
    const full = world.state.storages.find((one) => one.storage === fault.storageFull);
    if (full) delete full.availBytes;
    if (fault.nodeDown) setOnline(world, fault.nodeDown, true);
    world.changed();
    if (fault.certificateChanged) await context.changeCertificate(false);
  }
}

function setOnline(world: World, name: string, online: boolean): void {
  const node = world.state.nodes.find((one) => one.name === name);
  if (node) node.online = online;
}

/** The state for people to look at: without what one could sign in with. */
function withoutSecrets(world: World): unknown {
  return {
    ...world.state,
    users: world.state.users.map(({ password: _, tokens, ...user }) => ({
      ...user,
      tokens: tokens.map(({ secret: __, ...token }) => token),
    })),
  };
}
