/**
 * Effective privileges of a caller on a path, computed as Proxmox's `AccessControl` does: down the path the deepest
 * level that names the user wins, then its groups; a pool adds its roles to its members; a token with privilege
 * separation has what both it and its owner have (FACTS §2). The value is the propagate flag.
 */
import type { Identity } from '@/simulator/access/identity';
import { releaseOf } from '@/simulator/state/release';
import { privilegesIn } from '@/simulator/state/roles';
import type { State } from '@/simulator/state/state';

export type Privileges = Record<string, 0 | 1>;
type Flags = Privileges;

/** Privileges of the caller on a path, each with its propagate flag. */
export function privilegesOn(state: State, identity: Identity, path: string): Flags {
  if (!identity.token?.privsep) return ofUser(state, identity.userid, path);
  const own = fromRoles(state, rolesOn(state, identity.authid, 'token', path), path, identity.authid, 'token');
  const owner = ofUser(state, identity.userid, path);
  return Object.fromEntries(
    Object.entries(own)
      .filter(([privilege]) => privilege in owner)
      .map(([privilege, flag]) => [privilege, (flag && owner[privilege]) as 0 | 1]),
  );
}

function ofUser(state: State, userid: string, path: string): Flags {
  if (userid === 'root@pam')
    return Object.fromEntries(privilegesIn(releaseOf(state)).map((privilege) => [privilege, 1]));
  return fromRoles(state, rolesOn(state, userid, 'user', path), path, userid, 'user');
}

type Kind = 'user' | 'token';

/** Roles by name with their propagate flag, from the ACLs alone. */
function rolesOn(state: State, ugid: string, kind: Kind, path: string): Flags {
  let roles: Flags = {};
  const groups = kind === 'user' ? (state.users.find((user) => user.userid === ugid)?.groups ?? []) : [];
  const levels = levelsOf(path);
  levels.forEach((level, index) => {
    const applies = state.acl.filter((one) => one.path === level && (one.propagate || index === levels.length - 1));
    const own = applies.filter((one) => one.type === kind && one.ugid === ugid);
    const chosen = own.length ? own : applies.filter((one) => one.type === 'group' && groups.includes(one.ugid));
    if (chosen.length) roles = Object.fromEntries(chosen.map((one) => [one.roleid, one.propagate ? 1 : 0]));
  });
  return 'NoAccess' in roles ? { NoAccess: roles.NoAccess ?? 0 } : roles;
}

function levelsOf(path: string): string[] {
  const parts = path.split('/').filter(Boolean);
  return ['/', ...parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)];
}

function fromRoles(state: State, roles: Flags, path: string, ugid: string, kind: Kind): Flags {
  const all = { ...roles };
  if (!('NoAccess' in roles))
    for (const pool of poolsOf(state, path)) {
      const inherited = rolesOn(state, ugid, kind, `/pool/${pool}`);
      if ('NoAccess' in inherited) return {};
      for (const role of Object.keys(inherited)) all[role] ??= 0;
    }
  const privileges: Flags = {};
  for (const [role, flag] of Object.entries(all))
    for (const privilege of state.roles[role]?.privileges ?? [])
      privileges[privilege] = (privileges[privilege] || flag) as 0 | 1;
  return privileges;
}

/** The pools that a guest or a storage is a member of. */
function poolsOf(state: State, path: string): string[] {
  const match = /^\/(vms|storage)\/([^/]+)$/.exec(path);
  if (!match) return [];
  const [, kind, id = ''] = match;
  return state.pools
    .filter((pool) => (kind === 'vms' ? pool.vms.includes(Number(id)) : pool.storages.includes(id)))
    .map((pool) => pool.poolid);
}
