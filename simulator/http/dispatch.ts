/**
 * From a path to a handler, in Proxmox's order: find the endpoint, merge the path's variables, check the permission,
 * validate every parameter, then run. What the table knows but no handler does answers 501, like the unknown.
 */
import { accessOf, checkPermission } from '@/simulator/access/check';
import type { Identity } from '@/simulator/access/identity';
import { handlers } from '@/simulator/handlers/handlers';
import { findEndpoint } from '@/simulator/interface/interface';
import type { Endpoint } from '@/simulator/interface/notation';
import { type Raw, validate } from '@/simulator/interface/validate';
import { badParameters, die, forbidden, Refused } from '@/simulator/refusal';
import { releaseOf } from '@/simulator/state/release';
import { isQuorate, localNode, type World } from '@/simulator/world';

type Request = { method: string; path: string; raw: Record<string, Raw>; identity: Identity | null; door?: 'ssh' };

const nobody: Identity = { userid: '', token: null, authid: '' };

/** Runs a request; the data of its answer, or a refusal. Writes go into the mutation log, once, with their outcome. */
export async function dispatch(world: World, request: Request): Promise<unknown> {
  if (request.method === 'GET') return run(world, request);
  const log = world.control.mutation(request);
  try {
    const data = await run(world, request);
    log({ status: 200, data });
    return data;
  } catch (error) {
    log({ status: error instanceof Refused ? error.status : 500, message: (error as Error).message });
    throw error;
  }
}

async function run(world: World, request: Request): Promise<unknown> {
  const { method, path, identity } = request;
  if (path === '/' && method === 'GET')
    return ['version', 'cluster', 'nodes', 'storage', 'access', 'pools'].map((subdir) => ({ subdir }));
  const found = findEndpoint(method, path, releaseOf(world.state));
  const handler = found ? handlers[`${method} ${found.endpoint.path}`] : undefined;
  if (!found || !handler) throw new Refused(501, `Method '${method} ${path}' not implemented`);
  const { endpoint, variables } = found;
  const raw: Record<string, Raw> = { ...request.raw };
  for (const [name, value] of Object.entries(variables)) {
    if (raw[name] !== undefined && raw[name] !== value)
      badParameters({ [name]: 'duplicate parameter (already defined in URI) with conflicting values!' });
    raw[name] = name === 'node' && value === 'localhost' ? localNode(world) : value;
  }
  const access = accessOf(world.state, identity ?? nobody);
  if (identity?.token && !endpoint.allowToken)
    forbidden(`URI '${path}' not available with API token, need proper ticket.\n`);
  const texts = Object.fromEntries(Object.entries(raw).filter(([, value]) => typeof value === 'string')) as Record<
    string,
    string
  >;
  checkPermission(endpoint.permission, { state: world.state, access, parameters: texts });
  checkNode(world, endpoint.proxy, variables.node);
  if (writes(endpoint) && !isQuorate(world)) die('cluster not ready - no quorum?');
  const parameters = validate(endpoint, raw);
  const data = await handler(world, { endpoint, parameters, identity: identity ?? nobody, access });
  if (method !== 'GET') world.changed();
  return data;
}

/** Calls that write to the cluster's file system; signing in and ending a task do not. */
const writes = ({ method, path, protected: asRoot }: Endpoint) =>
  method !== 'GET' && asRoot && !/ticket$|\/tasks\//.test(path);

/**
 * Most calls for a node are passed on to it: one that does not exist dies where its name is looked up, one that is
 * down cannot be reached. The rest is read from the cluster's file system, which every node has.
 */
function checkNode(world: World, proxied: boolean, node: string | undefined): void {
  if (!node || node === 'localhost') return;
  const known = world.state.nodes.find((one) => one.name === node);
  if (known && proxied && !known.online) throw new Refused(595, 'No route to host');
  if (known) return;
  if (proxied && /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(node))
    throw new Refused(
      500,
      `hostname lookup '${node}' failed - failed to get address info for: ${node}: Name or service not known`,
    );
}
