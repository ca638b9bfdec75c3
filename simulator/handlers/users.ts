/** Users, their tokens and the ACLs (FACTS §2). */
import { randomUUID } from 'node:crypto';
import { privilegesOn } from '@/simulator/access/permissions';
import { splitList } from '@/simulator/interface/list';
import { badParameters, die } from '@/simulator/refusal';
import type { AclEntry, Token, User } from '@/simulator/state/state';
import type { Call, Handlers, World } from '@/simulator/world';

const find = (world: World, userid: string | undefined) => world.state.users.find((one) => one.userid === userid);
const userOf = (world: World, { parameters }: Call): User =>
  find(world, parameters.userid) ?? die(`no such user ('${parameters.userid}')`);

const texts = ['firstname', 'lastname', 'email', 'comment', 'keys'] as const;

function details(user: User): Record<string, unknown> {
  const words = texts.filter((key) => user[key]).map((key) => [key, user[key]]);
  return { enable: user.enable ? 1 : 0, expire: user.expire, ...Object.fromEntries(words) };
}

const tokenView = ({ privsep, expire, comment }: Token) => ({
  privsep: privsep ? 1 : 0,
  expire,
  ...(comment ? { comment } : {}),
});

function list(world: World, { parameters, access }: Call): unknown {
  const everyone = access.hasAny('/access/groups', ['User.Modify', 'Sys.Audit']);
  return world.state.users
    .filter((user) => everyone || user.userid === access.identity.authid)
    .filter((user) => parameters.enabled === undefined || user.enable === (parameters.enabled === '1'))
    .sort((a, b) => (a.userid < b.userid ? -1 : 1))
    .map((user) => ({
      userid: user.userid,
      ...details(user),
      'realm-type': user.userid.split('@')[1],
      ...(parameters.full === '1'
        ? {
            groups: user.groups.join(','),
            tokens: user.tokens.map((one) => ({ tokenid: one.tokenid, ...tokenView(one) })),
          }
        : {}),
    }));
}

function read(world: World, call: Call): unknown {
  const user = userOf(world, call);
  const tokens = Object.fromEntries(user.tokens.map((one) => [one.tokenid, tokenView(one)]));
  return { ...details(user), groups: user.groups, tokens: user.tokens.length ? tokens : null };
}

function checkGroups(world: World, groups: string[]): void {
  for (const group of groups)
    if (!world.state.groups.some((one) => one.groupid === group)) die(`create user failed: no such group '${group}'`);
}

function create(world: World, { parameters }: Call): null {
  const { userid = '' } = parameters;
  if (find(world, userid)) die(`create user failed: user '${userid}' already exists`);
  const groups = splitList(parameters.groups ?? '');
  checkGroups(world, groups);
  const user: User = { userid, enable: true, expire: 0, password: parameters.password ?? null, tokens: [], groups };
  apply(user, parameters);
  world.state.users.push(user);
  return null;
}

function apply(user: User, parameters: Record<string, string>): void {
  if (parameters.enable !== undefined) user.enable = parameters.enable === '1';
  if (parameters.expire !== undefined) user.expire = Number(parameters.expire);
  for (const key of texts) if (parameters[key] !== undefined) user[key] = parameters[key];
}

function change(world: World, call: Call): null {
  const user = userOf(world, call);
  apply(user, call.parameters);
  if (call.parameters.groups !== undefined) {
    const groups = splitList(call.parameters.groups);
    checkGroups(world, groups);
    user.groups = call.parameters.append === '1' ? [...new Set([...user.groups, ...groups])] : groups;
  }
  return null;
}

function remove(world: World, call: Call): null {
  const user = userOf(world, call);
  world.state.users = world.state.users.filter((one) => one !== user);
  world.state.acl = world.state.acl.filter(
    (one) => one.ugid !== user.userid && !one.ugid.startsWith(`${user.userid}!`),
  );
  return null;
}

function tokenOf(user: User, tokenid: string | undefined): Token {
  return (
    user.tokens.find((one) => one.tokenid === tokenid) ?? die(`no such token '${tokenid}' for user '${user.userid}'`)
  );
}

/** What was sent comes back as it was sent: texts (FACTS §1). */
function createToken(world: World, call: Call): unknown {
  const { tokenid = '', privsep, expire, comment } = call.parameters;
  const user = userOf(world, call);
  if (user.tokens.some((one) => one.tokenid === tokenid)) badParameters({ tokenid: 'Token already exists.' });
  const secret = randomUUID();
  user.tokens.push({
    tokenid,
    secret,
    privsep: privsep !== '0',
    expire: Number(expire ?? 0),
    ...(comment ? { comment } : {}),
  });
  const info = { privsep: privsep ?? 1, ...(expire ? { expire } : {}), ...(comment ? { comment } : {}) };
  return { 'full-tokenid': `${user.userid}!${tokenid}`, value: secret, info };
}

/** On 9 a token can be given a new secret, and lose its comment and its end (FACTS §8). */
function changeToken(world: World, call: Call): unknown {
  const { tokenid, privsep, expire, comment, delete: remove, regenerate } = call.parameters;
  const user = userOf(world, call);
  const token = tokenOf(user, tokenid);
  if (privsep !== undefined) token.privsep = privsep === '1';
  if (expire !== undefined) token.expire = Number(expire);
  if (comment !== undefined) token.comment = comment;
  for (const key of splitList(remove ?? '')) {
    if (key === 'comment') delete token.comment;
    else if (key === 'expire') token.expire = 0;
    else if (key === 'privsep') token.privsep = true;
    else badParameters({ delete: `unknown option '${key}'` });
  }
  if (regenerate === '1') token.secret = randomUUID();
  return {
    ...tokenView(token),
    ...(privsep === undefined ? {} : { privsep }),
    ...(expire === undefined ? {} : { expire }),
    ...(regenerate === '1' ? { 'full-tokenid': `${user.userid}!${tokenid}`, value: token.secret } : {}),
  };
}

function deleteToken(world: World, call: Call): null {
  const user = userOf(world, call);
  const token = tokenOf(user, call.parameters.tokenid);
  user.tokens = user.tokens.filter((one) => one !== token);
  world.state.acl = world.state.acl.filter((one) => one.ugid !== `${user.userid}!${token.tokenid}`);
  return null;
}

function updateAcl(world: World, { parameters, access, identity }: Call): null {
  const { path = '', roles = '', users, groups, tokens, propagate, delete: removes } = parameters;
  const targets = (text: string | undefined, type: AclEntry['type']) =>
    splitList(text ?? '').map((ugid) => ({ type, ugid }));
  const all = [...targets(users, 'user'), ...targets(groups, 'group'), ...targets(tokens, 'token')];
  if (!all.length) badParameters({ users: 'either users, groups or tokens need to be specified' });
  for (const roleid of splitList(roles)) {
    const role = world.state.roles[roleid];
    if (!role) die(`ACL update failed: role '${roleid}' does not exist`);
    const own = privilegesOn(world.state, identity, path);
    const superset = role?.privileges.every((privilege) => privilege in own);
    if (!access.has(path, 'Permissions.Modify') && !superset)
      die(
        `ACL update failed: 400 Parameter verification failed.\nrole: Cannot add role '${roleid}' - requires 'Permissions.Modify' or superset of privileges.\n`,
      );
    for (const { type, ugid } of all) {
      const same = (one: AclEntry) =>
        one.path === path && one.type === type && one.ugid === ugid && one.roleid === roleid;
      world.state.acl = world.state.acl.filter((one) => !same(one));
      if (removes !== '1') world.state.acl.push({ path, type, ugid, roleid, propagate: propagate !== '0' });
    }
  }
  return null;
}

const token = '/access/users/{userid}/token';

export const userHandlers: Handlers = {
  'GET /access/users': list,
  'POST /access/users': create,
  'GET /access/users/{userid}': read,
  'PUT /access/users/{userid}': change,
  'DELETE /access/users/{userid}': remove,
  [`GET ${token}`]: (world, call) =>
    userOf(world, call).tokens.map((one) => ({ tokenid: one.tokenid, ...tokenView(one) })),
  [`GET ${token}/{tokenid}`]: (world, call) => tokenView(tokenOf(userOf(world, call), call.parameters.tokenid)),
  [`POST ${token}/{tokenid}`]: createToken,
  [`PUT ${token}/{tokenid}`]: changeToken,
  [`DELETE ${token}/{tokenid}`]: deleteToken,
  'PUT /access/acl': updateAcl,
};
