/** Firewall options, security groups, references, macros and the log. */
import { checkSection, digestOfList, listWithDigest, withDigest } from '@/simulator/firewall/digest';
import { macroNames } from '@/simulator/firewall/macros';
import { groupOf, sectionOf } from '@/simulator/firewall/section';
import { splitList } from '@/simulator/interface/list';
import { badParameters, die } from '@/simulator/refusal';
import type { Alias, IpSet } from '@/simulator/state/state';
import { Answer, type Call, type Handlers, type World } from '@/simulator/world';

/** Only what is set is shown; numbers and booleans as numbers. */
function options(world: World, call: Call): Record<string, unknown> {
  const { options: set } = sectionOf(world, call).firewall;
  return withDigest(
    Object.fromEntries(Object.entries(set).map(([key, value]) => [key, /^\d+$/.test(value) ? Number(value) : value])),
  );
}

function setOptions(world: World, call: Call): null {
  const { node: _, vmid: __, digest, delete: remove, ...set } = call.parameters;
  const { firewall } = sectionOf(world, call);
  checkSection(options(world, call).digest, digest);
  for (const key of splitList(remove ?? '')) {
    if (!call.endpoint.parameters.has(key) || key === 'delete' || key === 'digest')
      badParameters({ delete: `no such option '${key}'` });
    delete firewall.options[key];
  }
  Object.assign(firewall.options, set);
  return null;
}

function groupRows(world: World): Record<string, unknown>[] {
  return [...world.state.firewall.cluster.groups]
    .sort((a, b) => (a.group < b.group ? -1 : 1))
    .map(({ group, comment }) => ({ group, ...(comment ? { comment } : {}) }));
}

function createGroup(world: World, { parameters }: Call): null {
  const { group = '', comment, rename, digest } = parameters;
  const { groups } = world.state.firewall.cluster;
  checkSection(digestOfList(groupRows(world)), digest);
  const taken = groups.some((one) => one.group === group);
  if (rename === undefined) {
    if (taken) badParameters({ group: `Security group '${group}' already exists` });
    groups.push({ group, ...(comment ? { comment } : {}), rules: [] });
    return null;
  }
  const renamed = groups.find((one) => one.group === rename);
  if (!renamed) return badParameters({ group: `Security group '${rename}' does not exist` });
  if (taken && rename !== group) badParameters({ group: `Security group '${group}' does already exist` });
  renamed.group = group;
  if (comment !== undefined) renamed.comment = comment;
  followRename(world, rename, group);
  return null;
}

/** Rules that use a group keep using it under its new name. */
function followRename(world: World, old: string, name: string): void {
  const { cluster, guests, nodes } = world.state.firewall;
  for (const { rules } of [cluster, ...Object.values(guests), ...Object.values(nodes)])
    for (const rule of rules) if (rule.type === 'group' && rule.action === old) rule.action = name;
}

function deleteGroup(world: World, { parameters }: Call): null {
  const group = groupOf(world.state, parameters.group);
  if (group.rules.length) die(`Security group '${parameters.group}' is not empty`);
  const { cluster } = world.state.firewall;
  cluster.groups = cluster.groups.filter((one) => one !== group);
  return null;
}

/** What rules may refer to: the datacenter's sets and aliases, and for a guest its own too. */
function references(world: World, call: Call): unknown {
  const { type } = call.parameters;
  const { cluster } = world.state.firewall;
  const { environment, firewall } = sectionOf(world, call);
  const own = environment === 'ct' && 'aliases' in firewall ? refsOf(firewall, 'guest', type) : [];
  return [...refsOf(cluster, 'dc', type), ...own];
}

function refsOf(section: { aliases: Alias[]; ipsets: IpSet[] }, scope: string, type: string | undefined): unknown[] {
  const row = (kind: string, name: string, ref: string, comment: string | undefined) => ({
    type: kind,
    name,
    ref,
    scope,
    ...(comment ? { comment } : {}),
  });
  return [
    ...(type === 'alias' ? [] : section.ipsets.map((set) => row('ipset', set.name, `+${set.name}`, set.comment))),
    ...(type === 'ipset' ? [] : section.aliases.map((one) => row('alias', one.name, one.name, one.comment))),
  ];
}

const paths = ['/cluster/firewall', '/nodes/{node}/firewall', '/nodes/{node}/lxc/{vmid}/firewall'];
const noLog = () => new Answer([{ n: 1, t: 'no content' }], { total: 1 });

export const firewallHandlers: Handlers = {
  ...Object.fromEntries(
    paths.flatMap((path) => [
      [`GET ${path}/options`, options],
      [`PUT ${path}/options`, setOptions],
    ]),
  ),
  'GET /cluster/firewall/groups': (world) => listWithDigest(groupRows(world)),
  'POST /cluster/firewall/groups': createGroup,
  'DELETE /cluster/firewall/groups/{group}': deleteGroup,
  'GET /cluster/firewall/macros': () => macroNames.map((macro) => ({ macro, descr: `${macro} traffic` })),
  'GET /cluster/firewall/refs': references,
  'GET /nodes/{node}/lxc/{vmid}/firewall/refs': references,
  'GET /nodes/{node}/firewall/log': noLog,
  'GET /nodes/{node}/lxc/{vmid}/firewall/log': noLog,
};
