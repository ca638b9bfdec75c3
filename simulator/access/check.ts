/** Permission checks: single ones for handlers, and the expressions of the interface table, with the real 403 texts. */
import { type Identity, isRootTicket } from '@/simulator/access/identity';
import { privilegesOn } from '@/simulator/access/permissions';
import type { Check, Permission } from '@/simulator/interface/notation';
import { die, forbidden, Refused } from '@/simulator/refusal';
import type { State } from '@/simulator/state/state';

/** What a caller may do. Answers within one call are remembered: a list asks for each of its rows. */
export type Access = {
  identity: Identity;
  has(path: string, privilege: string): boolean;
  hasAny(path: string, privileges: string[]): boolean;
  /** Throws the 403 of the first privilege that is missing. */
  require(path: string, privileges: string[]): void;
  /** Throws a 403 that lists all of them, as Proxmox's `any` does. */
  requireAny(path: string, privileges: string[]): void;
};

export function accessOf(state: State, identity: Identity): Access {
  const known = new Map<string, Record<string, 0 | 1>>();
  // Guests that no ACL and no pool names are all alike.
  let named: Set<string> | null = null;
  const keyOf = (path: string) => {
    if (!/^\/vms\/\d+$/.test(path)) return path;
    named ??= new Set([
      ...state.acl.map((entry) => entry.path),
      ...state.pools.flatMap((pool) => pool.vms.map((vmid) => `/vms/${vmid}`)),
    ]);
    return named.has(path) ? path : '/vms/0';
  };
  const on = (path: string) => {
    const key = keyOf(path);
    const found = known.get(key) ?? privilegesOn(state, identity, key);
    known.set(key, found);
    return found;
  };
  const access: Access = {
    identity,
    has: (path, privilege) => privilege in on(path),
    hasAny: (path, privileges) => privileges.some((privilege) => privilege in on(path)),
    require(path, privileges) {
      for (const privilege of privileges) if (!(privilege in on(path))) forbidden(`${path}, ${privilege}`);
    },
    requireAny(path, privileges) {
      if (!access.hasAny(path, privileges)) forbidden(`${path}, ${privileges.join('|')}`);
    },
  };
  return access;
}

type Context = { state: State; access: Access; parameters: Record<string, string> };

/** Checks an endpoint's permission; throws the 403 that Proxmox would give. */
export function checkPermission(permission: Permission, context: Context): void {
  if (isRootTicket(context.access.identity)) return;
  if (!permission) forbidden('user != root@pam');
  if (permission?.user) return;
  if (permission?.check) evaluate(permission.check, context);
}

const fill = (template: string, parameters: Record<string, string>) =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? '');

function evaluate(check: Check[], context: Context): void {
  const [kind, ...rest] = check;
  if (kind === 'perm') perm(rest, context);
  else if (kind === 'and') for (const part of rest as Check[][]) evaluate(part, context);
  else if (kind === 'or') either(rest as Check[][], context);
  else if (kind === 'userid-param') useridParam(String(rest[0]), context);
  else if (kind === 'userid-group') useridGroup(rest[0] as string[], context, rest.slice(1) as string[]);
  else if (kind === 'perm-modify') permModify(fill(String(rest[0]), context.parameters), context);
}

function perm([template, privileges, ...options]: Check[], { access, parameters }: Context): void {
  const needs = options.indexOf('require_param');
  const needed = needs >= 0 ? String(options[needs + 1]) : null;
  if (needed && parameters[needed] === undefined) forbidden(`missing parameter ${needed}`);
  const path = fill(String(template), parameters);
  if (options[0] === 'any') access.requireAny(path, privileges as string[]);
  else access.require(path, privileges as string[]);
}

/** One of several is enough; the text is that of the last. */
function either(parts: Check[][], context: Context): void {
  let last: unknown;
  for (const part of parts) {
    try {
      evaluate(part, context);
      return;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      last = error;
    }
  }
  throw last;
}

function useridParam(what: string, { access, parameters }: Context): void {
  const userid = parameters.userid ?? '';
  if (!/^[^\s:/]+@[A-Za-z][A-Za-z0-9.\-_]+$/.test(userid))
    die(`value '${userid}' does not look like a valid user name`);
  // A token is not its owner: only a ticket is oneself.
  if (what === 'self') {
    if (userid !== access.identity.authid) forbidden();
  } else access.require(`/access/realm/${userid.split('@')[1] ?? ''}`, [what]);
}

/** User.Modify and the like on any group of the user; users in no group need it on `/access/groups`. */
function useridGroup(privileges: string[], { state, access, parameters }: Context, options: string[]): void {
  const groups =
    options[0] === 'groups_param' && options[1] === 'create'
      ? (parameters.groups ?? '').split(/[,; ]+/).filter(Boolean)
      : (state.users.find((user) => user.userid === parameters.userid)?.groups ?? []);
  if (access.hasAny('/access/groups', privileges)) return;
  if (groups.some((group) => access.hasAny(`/access/groups/${group}`, privileges))) return;
  forbidden();
}

/** Who may edit the ACLs of a path: owners of Permissions.Modify, and of the Allocate privilege of its kind. */
function permModify(path: string, { access }: Context): void {
  const allocate = /^\/storage\/[^/]+$/.test(path)
    ? ['Datastore.Allocate']
    : /^\/vms\/[^/]+$/.test(path)
      ? ['VM.Allocate']
      : /^\/pool\/.+$/.test(path)
        ? ['Pool.Allocate']
        : [];
  access.requireAny(path, [...allocate, 'Permissions.Modify']);
}
