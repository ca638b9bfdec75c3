/** Groups of users and custom roles (FACTS §2). */
import { splitList } from '@/simulator/interface/list';
import { badParameters, die } from '@/simulator/refusal';
import { releaseOf } from '@/simulator/state/release';
import { privilegesIn } from '@/simulator/state/roles';
import type { Call, Handlers, World } from '@/simulator/world';

const membersOf = (world: World, groupid: string) =>
  world.state.users.filter((user) => user.groups.includes(groupid)).map((user) => user.userid);

function groups(world: World, { access }: Call): unknown {
  return world.state.groups
    .filter(({ groupid }) => access.hasAny(`/access/groups/${groupid}`, ['User.Modify', 'Sys.Audit', 'Group.Allocate']))
    .map(({ groupid, comment }) => ({
      groupid,
      ...(comment ? { comment } : {}),
      users: membersOf(world, groupid).join(','),
    }));
}

const groupOf = (world: World, { parameters }: Call) =>
  world.state.groups.find((one) => one.groupid === parameters.groupid) ??
  die(`group '${parameters.groupid}' does not exist`);

function createGroup(world: World, { parameters }: Call): null {
  const { groupid = '', comment } = parameters;
  if (world.state.groups.some((one) => one.groupid === groupid))
    die(`create group failed: group '${groupid}' already exists`);
  world.state.groups.push({ groupid, ...(comment ? { comment } : {}) });
  return null;
}

function readGroup(world: World, call: Call): unknown {
  const { groupid, comment } = groupOf(world, call);
  return { members: membersOf(world, groupid), ...(comment ? { comment } : {}) };
}

function changeGroup(world: World, call: Call): null {
  const { groupid = '', comment } = call.parameters;
  const group = world.state.groups.find((one) => one.groupid === groupid);
  if (!group) return die(`update group failed: group '${groupid}' does not exist`);
  if (comment !== undefined) group.comment = comment;
  return null;
}

function deleteGroup(world: World, { parameters }: Call): null {
  const { groupid = '' } = parameters;
  const { state } = world;
  if (!state.groups.some((one) => one.groupid === groupid))
    die(`delete group failed: group '${groupid}' does not exist`);
  state.groups = state.groups.filter((one) => one.groupid !== groupid);
  state.acl = state.acl.filter((one) => one.type !== 'group' || one.ugid !== groupid);
  for (const user of state.users) user.groups = user.groups.filter((one) => one !== groupid);
  return null;
}

/** The privileges of a list; refuses one that this release does not have. */
function privilegesFrom(world: World, text: string | undefined): string[] {
  const privileges = splitList(text ?? '');
  const known = privilegesIn(releaseOf(world.state));
  for (const one of privileges)
    if (!known.includes(one)) badParameters({ privs: `invalid format - invalid privilege '${one}'` });
  return privileges;
}

function createRole(world: World, { parameters }: Call): null {
  const { roleid = '', privs } = parameters;
  if (world.state.roles[roleid]) die(`create role failed: role '${roleid}' already exists`);
  world.state.roles[roleid] = { privileges: privilegesFrom(world, privs), builtin: false };
  return null;
}

function changeRole(world: World, { parameters }: Call): null {
  const { roleid = '', privs, append } = parameters;
  const role = world.state.roles[roleid];
  if (!role) return die(`modify role failed: role '${roleid}' does not exist`);
  if (role.builtin) die(`modify role failed: auto-generated role '${roleid}' cannot be modified`);
  const privileges = privilegesFrom(world, privs);
  role.privileges = append === '1' ? [...new Set([...role.privileges, ...privileges])] : privileges;
  return null;
}

function deleteRole(world: World, { parameters }: Call): null {
  const { roleid = '' } = parameters;
  const role = world.state.roles[roleid];
  if (!role) die(`delete role failed: role '${roleid}' does not exist`);
  if (role?.builtin) die(`delete role failed: auto-generated role '${roleid}' cannot be deleted`);
  delete world.state.roles[roleid];
  world.state.acl = world.state.acl.filter((one) => one.roleid !== roleid);
  return null;
}

export const groupRoleHandlers: Handlers = {
  'GET /access/groups': groups,
  'POST /access/groups': createGroup,
  'GET /access/groups/{groupid}': readGroup,
  'PUT /access/groups/{groupid}': changeGroup,
  'DELETE /access/groups/{groupid}': deleteGroup,
  'POST /access/roles': createRole,
  'PUT /access/roles/{roleid}': changeRole,
  'DELETE /access/roles/{roleid}': deleteRole,
};
