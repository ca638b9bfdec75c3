/** Aliases and IP sets of the datacenter and of guests (FACTS §6). */
import { checkSection, digestOfList, listWithDigest } from '@/simulator/firewall/digest';
import { sectionOf } from '@/simulator/firewall/section';
import { versionOf } from '@/simulator/interface/firewall-formats';
import { badParameters, die } from '@/simulator/refusal';
import type { Alias, GuestFirewall, IpSet } from '@/simulator/state/state';
import type { Call, Handlers, World } from '@/simulator/world';

const firewallOf = (world: World, call: Call) => sectionOf(world, call).firewall as GuestFirewall;
const same = (a: string, b: string | undefined) => a.toLowerCase() === b?.toLowerCase();
const byName = <T extends { name: string }>(list: T[]) =>
  [...list].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));

const aliasRow = ({ name, cidr, comment }: Alias) => ({
  name,
  cidr,
  ipversion: versionOf(cidr),
  ...(comment ? { comment } : {}),
});
const aliasRows = (world: World, call: Call) => byName(firewallOf(world, call).aliases).map(aliasRow);

function aliasOf(world: World, call: Call): Alias {
  const found = firewallOf(world, call).aliases.find((one) => same(one.name, call.parameters.name));
  return found ?? badParameters({ name: 'no such alias' });
}

function checkAliasFree(world: World, call: Call, name: string): void {
  if (firewallOf(world, call).aliases.some((one) => same(one.name, name)))
    badParameters({ name: `alias '${name}' already exists` });
}

function createAlias(world: World, call: Call): null {
  const { name = '', cidr = '', comment } = call.parameters;
  checkAliasFree(world, call, name);
  firewallOf(world, call).aliases.push({ name, cidr, ...(comment ? { comment } : {}) });
  return null;
}

function changeAlias(world: World, call: Call): null {
  const { cidr = '', comment, rename, digest } = call.parameters;
  checkSection(digestOfList(aliasRows(world, call)), digest);
  const alias = aliasOf(world, call);
  if (rename && !same(rename, alias.name)) checkAliasFree(world, call, rename);
  alias.cidr = cidr;
  // A comment that is not sent again is gone.
  if (comment) alias.comment = comment;
  else delete alias.comment;
  if (rename) alias.name = rename;
  return null;
}

function deleteAlias(world: World, call: Call): null {
  const firewall = firewallOf(world, call);
  checkSection(digestOfList(aliasRows(world, call)), call.parameters.digest);
  firewall.aliases = firewall.aliases.filter((one) => !same(one.name, call.parameters.name));
  return null;
}

const setRow = ({ name, comment }: IpSet) => ({ name, ...(comment ? { comment } : {}) });
const setRows = (world: World, call: Call) => byName(firewallOf(world, call).ipsets).map(setRow);

function setOf(world: World, call: Call): IpSet {
  const { name } = call.parameters;
  return firewallOf(world, call).ipsets.find((one) => same(one.name, name)) ?? die(`no such IPSet '${name}'`);
}

function createSet(world: World, call: Call): null {
  const { name = '', comment, rename, digest } = call.parameters;
  const { ipsets } = firewallOf(world, call);
  checkSection(digestOfList(setRows(world, call)), digest);
  const taken = ipsets.some((one) => same(one.name, name));
  if (rename === undefined) {
    if (taken) badParameters({ name: `IPSet '${name}' already exists` });
    ipsets.push({ name, ...(comment ? { comment } : {}), entries: [] });
    return null;
  }
  const renamed = ipsets.find((one) => same(one.name, rename));
  if (!renamed) return badParameters({ name: `IPSet '${rename}' does not exist` });
  if (taken && !same(rename, name)) badParameters({ name: `IPSet '${name}' does already exist` });
  renamed.name = name;
  if (comment !== undefined) renamed.comment = comment;
  return null;
}

function deleteSet(world: World, call: Call): null {
  const set = setOf(world, call);
  if (set.entries.length && call.parameters.force !== '1') die(`IPSet '${call.parameters.name}' is not empty`);
  const firewall = firewallOf(world, call);
  firewall.ipsets = firewall.ipsets.filter((one) => one !== set);
  return null;
}

const entryRow = ({ cidr, nomatch, comment }: IpSet['entries'][number]) => ({
  cidr,
  ...(nomatch ? { nomatch: 1 } : {}),
  ...(comment ? { comment } : {}),
});
const entryRows = (set: IpSet) => [...set.entries].sort((a, b) => (a.cidr < b.cidr ? -1 : 1)).map(entryRow);

function addEntry(world: World, call: Call): null {
  const { cidr = '', comment, nomatch } = call.parameters;
  const set = setOf(world, call);
  const { references } = sectionOf(world, call);
  const alias = /^(?:(?:dc|guest)\/)?([A-Za-z][A-Za-z0-9\-_]+)$/.exec(cidr)?.[1];
  if (alias && !references.aliases.some((one) => same(one.name, alias))) die(`no such alias '${cidr}'`);
  if (/\/0+$/.test(cidr)) badParameters({ cidr: 'a zero prefix is not allowed in ipset entry' });
  if (set.entries.some((one) => one.cidr === cidr)) badParameters({ cidr: `address '${cidr}' already exists` });
  set.entries.push({ cidr, ...(nomatch === '1' ? { nomatch: true } : {}), ...(comment ? { comment } : {}) });
  return null;
}

function readEntry(world: World, call: Call): unknown {
  const set = setOf(world, call);
  const found = set.entries.find((one) => one.cidr === call.parameters.cidr);
  if (!found) return badParameters({ cidr: 'no such IP/Network' });
  return { ...entryRow(found), digest: digestOfList(entryRows(set)) };
}

function changeEntry(world: World, call: Call): null {
  const { comment, nomatch, digest } = call.parameters;
  const set = setOf(world, call);
  checkSection(digestOfList(entryRows(set)), digest);
  const found = set.entries.find((one) => one.cidr === call.parameters.cidr);
  if (!found) return badParameters({ cidr: 'no such IP/Network' });
  if (nomatch !== undefined) found.nomatch = nomatch === '1';
  if (comment !== undefined) found.comment = comment;
  return null;
}

function deleteEntry(world: World, call: Call): null {
  const set = setOf(world, call);
  checkSection(digestOfList(entryRows(set)), call.parameters.digest);
  set.entries = set.entries.filter((one) => one.cidr !== call.parameters.cidr);
  return null;
}

export const firewallSetHandlers: Handlers = Object.fromEntries(
  ['/cluster/firewall', '/nodes/{node}/lxc/{vmid}/firewall'].flatMap((path): [string, Handlers[string]][] => [
    [`GET ${path}/aliases`, (world, call) => listWithDigest(aliasRows(world, call))],
    [`POST ${path}/aliases`, createAlias],
    [`GET ${path}/aliases/{name}`, (world, call) => aliasRow(aliasOf(world, call))],
    [`PUT ${path}/aliases/{name}`, changeAlias],
    [`DELETE ${path}/aliases/{name}`, deleteAlias],
    [`GET ${path}/ipset`, (world, call) => listWithDigest(setRows(world, call))],
    [`POST ${path}/ipset`, createSet],
    [`DELETE ${path}/ipset/{name}`, deleteSet],
    [`GET ${path}/ipset/{name}`, (world, call) => listWithDigest(entryRows(setOf(world, call)))],
    [`POST ${path}/ipset/{name}`, addEntry],
    [`GET ${path}/ipset/{name}/{cidr}`, readEntry],
    [`PUT ${path}/ipset/{name}/{cidr}`, changeEntry],
    [`DELETE ${path}/ipset/{name}/{cidr}`, deleteEntry],
  ]),
);
