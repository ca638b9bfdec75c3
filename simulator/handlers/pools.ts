/** Pools: groups of guests and storages that share rights (FACTS §7). */
import { memberRows } from '@/simulator/handlers/resources';
import { splitList } from '@/simulator/interface/list';
import { die, Refused } from '@/simulator/refusal';
import type { State } from '@/simulator/state/state';
import type { Call, Handlers, World } from '@/simulator/world';

type Pool = State['pools'][number];

const find = (world: World, poolid: string | undefined) => world.state.pools.find((one) => one.poolid === poolid);

/** Perl's handler puts its own words before what went wrong. */
function within<T>(prefix: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refused && error.status === 500) throw new Refused(500, `${prefix}: ${error.message}`);
    throw error;
  }
}

function list(world: World, call: Call): unknown {
  const { poolid, type } = call.parameters;
  if (poolid) {
    const pool = find(world, poolid);
    if (!pool) return die(`pool '${poolid}' does not exist`);
    call.access.require(`/pool/${poolid}`, ['Pool.Audit']);
    return [view(world, call, pool, type)];
  }
  return world.state.pools
    .filter((pool) => call.access.has(`/pool/${pool.poolid}`, 'Pool.Audit'))
    .map(({ poolid: id, comment }) => ({ poolid: id, ...(comment ? { comment } : {}) }));
}

function view(world: World, call: Call, pool: Pool, type: string | undefined, withId = true): unknown {
  const members = memberRows(world, call, pool).filter((row) => !type || row.type === type);
  return { ...(withId ? { poolid: pool.poolid } : {}), ...(pool.comment ? { comment: pool.comment } : {}), members };
}

function read(world: World, call: Call): unknown {
  const pool = find(world, call.parameters.poolid);
  if (!pool) return die(`pool '${call.parameters.poolid}' does not exist`);
  return view(world, call, pool, call.parameters.type);
}

function create(world: World, { parameters }: Call): null {
  const { poolid = '', comment } = parameters;
  return within('create pool failed', () => {
    if (find(world, poolid)) die(`pool '${poolid}' already exists`);
    const parent = poolid.includes('/') ? poolid.replace(/\/[^/]+$/, '') : null;
    if (parent && !find(world, parent)) die(`parent '${parent}' of pool '${poolid}' does not exist`);
    world.state.pools.push({ poolid, ...(comment ? { comment } : {}), vms: [], storages: [] });
    return null;
  });
}

function change(world: World, call: Call): null {
  const { poolid, comment, vms, storage, delete: remove } = call.parameters;
  return within('update pools failed', () => {
    const pool = find(world, poolid);
    if (!pool) return die(`pool '${poolid}' does not exist`);
    if (comment !== undefined) pool.comment = comment;
    const removes = remove === '1';
    for (const id of splitList(vms ?? '')) {
      call.access.require(`/vms/${id}`, ['VM.Allocate']);
      if (removes) removeGuest(pool, Number(id));
      else addGuest(world, pool, Number(id), call.parameters['allow-move'] === '1');
    }
    for (const id of splitList(storage ?? '')) {
      call.access.require(`/storage/${id}`, ['Datastore.Allocate']);
      if (removes && !pool.storages.includes(id)) die(`Storage '${id}' is not a pool member`);
      if (!removes && pool.storages.includes(id)) die(`Storage '${id}' is already a pool member`);
      pool.storages = removes ? pool.storages.filter((one) => one !== id) : [...pool.storages, id];
    }
    return null;
  });
}

function removeGuest(pool: Pool, vmid: number): void {
  if (!pool.vms.includes(vmid)) die(`VM ${vmid} is not a pool member`);
  pool.vms = pool.vms.filter((one) => one !== vmid);
}

function addGuest(world: World, pool: Pool, vmid: number, move: boolean): void {
  const other = world.state.pools.find((one) => one.vms.includes(vmid));
  if (other === pool) die(`VM ${vmid} is already a pool member`);
  if (other && !move) die(`VM ${vmid} belongs already to pool '${other.poolid}' and 'allow-move' is not set`);
  if (other) other.vms = other.vms.filter((one) => one !== vmid);
  pool.vms.push(vmid);
}

function remove(world: World, { parameters }: Call): null {
  const { poolid = '' } = parameters;
  return within('delete pool failed', () => {
    const pool = find(world, poolid);
    if (!pool) return die(`pool '${poolid}' does not exist`);
    const child = world.state.pools.find((one) => one.poolid.startsWith(`${poolid}/`));
    if (child) die(`pool '${poolid}' is not empty (contains pool '${child.poolid}')`);
    const guest = pool.vms.find((vmid) => world.state.containers[vmid]);
    if (guest) die(`pool '${poolid}' is not empty (contains VM ${guest})`);
    const storage = pool.storages.find((id) => world.state.storages.some((one) => one.storage === id));
    if (storage) die(`pool '${poolid}' is not empty (contains storage '${storage}')`);
    world.state.pools = world.state.pools.filter((one) => one !== pool);
    world.state.acl = world.state.acl.filter((entry) => entry.path !== `/pool/${poolid}`);
    return null;
  });
}

export const poolHandlers: Handlers = {
  'GET /pools': list,
  'POST /pools': create,
  'PUT /pools': change,
  'DELETE /pools': remove,
  'GET /pools/{poolid}': read,
  'PUT /pools/{poolid}': change,
  'DELETE /pools/{poolid}': remove,
};
