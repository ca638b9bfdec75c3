/** Tickets and permissions. */
import { isEnabled } from '@/simulator/access/identity';
import { type Privileges, privilegesOn } from '@/simulator/access/permissions';
import { die, Refused } from '@/simulator/refusal';
import type { Call, Handlers, World } from '@/simulator/world';

/** The paths that a permission dump always looks at, beside those that the ACLs name. */
const standardPaths = ['/', '/access', '/access/groups', '/nodes', '/pool', '/sdn', '/storage', '/vms'];

function permissions(world: World, { parameters, access }: Call): unknown {
  const { state } = world;
  const { userid, path } = parameters;
  const own = access.identity.authid;
  if (userid && userid !== own && userid.split('!')[0] !== access.identity.userid)
    access.require('/access', ['Sys.Audit']);
  const identity = identityOf(world, userid ?? own);
  if (path) return { [path]: identity ? privilegesOn(state, identity, path) : {} };
  if (!identity) return {};
  const result: Record<string, Privileges> = {};
  const pools = state.pools.flatMap((pool) => [
    `/pool/${pool.poolid}`,
    ...pool.vms.map((vmid) => `/vms/${vmid}`),
    ...pool.storages.map((storage) => `/storage/${storage}`),
  ]);
  for (const one of new Set([...standardPaths, ...state.acl.map((entry) => entry.path), ...pools])) {
    const privileges = privilegesOn(state, identity, one);
    if (Object.keys(privileges).length) result[one] = privileges;
  }
  return result;
}

function identityOf(world: World, authid: string) {
  const [userid = '', tokenid] = authid.split('!');
  const user = world.state.users.find((one) => one.userid === userid);
  if (!user) return null;
  const token = tokenid ? user.tokens.find((one) => one.tokenid === tokenid) : null;
  return token === undefined ? null : { userid, token, authid };
}

/** What a login may do, by the parts of the web interface. */
function capabilities(world: World, userid: string): Record<string, Record<string, 1>> {
  const areas: [string, RegExp, string][] = [
    ['vms', /^VM\./, '/vms'],
    ['storage', /^Datastore\./, '/storage'],
    ['access', /^(?:User|Group)\.|^Permissions\.Modify$/, '/access'],
    ['nodes', /^Sys\./, '/nodes'],
    ['sdn', /^SDN\./, '/sdn'],
    ['mapping', /^Mapping\./, '/mapping'],
    ['dc', /^(?:Sys\.(?:Audit|Modify)|SDN\.)/, '/'],
  ];
  const identity = { userid, token: null, authid: userid };
  return Object.fromEntries(
    areas.map(([area, pattern, path]) => {
      const names = Object.keys(privilegesOn(world.state, identity, path)).filter((name) => pattern.test(name));
      return [area, Object.fromEntries(names.map((name) => [name, 1] as const))];
    }),
  );
}

function login(world: World, { parameters }: Call): unknown {
  const { username = '', realm, password = '' } = parameters;
  const userid = realm && !username.includes('@') ? `${username}@${realm}` : username;
  const now = world.clock.now();
  const user = world.state.users.find((one) => one.userid === userid);
  const right =
    user && isEnabled(user, now) && (user.password === password || world.tickets.userOf(password, now) === userid);
  if (!user || !right) throw new Refused(401, 'authentication failure');
  return {
    username: userid,
    ticket: world.tickets.ticket(userid, now),
    CSRFPreventionToken: world.tickets.csrf(userid, now),
    cap: capabilities(world, userid),
    ...(world.state.clusterName ? { clustername: world.state.clusterName } : {}),
  };
}

function setPassword(world: World, { parameters }: Call): null {
  const user = world.state.users.find((one) => one.userid === parameters.userid);
  if (!user) return die(`no such user ('${parameters.userid}')`);
  user.password = parameters.password ?? null;
  return null;
}

/** Entries are seen by who may edit them. */
function acl(world: World, { access }: Call): unknown {
  const audit = access.has('/access', 'Sys.Audit');
  return world.state.acl
    .filter((one) => audit || mayEdit(one.path, access))
    .map(({ path, type, ugid, roleid, propagate }) => ({ path, type, ugid, roleid, propagate: propagate ? 1 : 0 }));
}

export function mayEdit(path: string, access: Call['access']): boolean {
  const [, area, id] = path.split('/');
  const privilege = { vms: 'VM.Allocate', storage: 'Datastore.Allocate', pool: 'Pool.Allocate' }[area ?? ''];
  return access.has(path, 'Permissions.Modify') || (!!privilege && !!id && access.has(path, privilege));
}

function domains(world: World): unknown {
  return world.state.realms.map(({ realm, type, comment }) => ({ realm, type, ...(comment ? { comment } : {}) }));
}

function roles(world: World): unknown {
  return Object.entries(world.state.roles).map(([roleid, { privileges, builtin }]) => ({
    roleid,
    privs: privileges.join(','),
    special: builtin ? 1 : 0,
  }));
}

function role(world: World, { parameters }: Call): unknown {
  const found = world.state.roles[parameters.roleid ?? ''];
  if (!found) return die(`role '${parameters.roleid}' does not exist`);
  return Object.fromEntries(found.privileges.map((privilege) => [privilege, 1]));
}

export const accessHandlers: Handlers = {
  'GET /access/permissions': permissions,
  'GET /access/ticket': () => null,
  'POST /access/ticket': login,
  'PUT /access/password': setPassword,
  'GET /access/acl': acl,
  'GET /access/domains': domains,
  'GET /access/roles': roles,
  'GET /access/roles/{roleid}': role,
};
