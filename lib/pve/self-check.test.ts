import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { features, type Permissions, selfCheck, unreadable, verdict } from '@/lib/pve/self-check';

const tokenId = 'wheelhouse@pve!main';
const grant = (...privileges: string[]) => Object.fromEntries(privileges.map((privilege) => [privilege, 1]));
const see = ['Sys.Audit', 'VM.Audit', 'Datastore.Audit', 'SDN.Audit'];
const change = ['CPU', 'Memory', 'Disk', 'Network', 'Options'].map((part) => `VM.Config.${part}`);

const enough: Permissions = {
  '/': grant(...see),
  '/nodes': grant(...see),
  '/vms': grant(...see, 'VM.PowerMgmt', ...change),
  '/storage': grant(...see, 'Datastore.AllocateSpace'),
  '/sdn': grant(...see),
  '/sdn/zones/localnetwork': grant(...see, 'SDN.Use'),
};
const idsMissing = (permissions: Permissions) =>
  selfCheck(permissions, tokenId).features.flatMap(({ id, missing }) => (missing.length > 0 ? [id] : []));

test('what the README grants is enough, and there is nothing to mend', () => {
  const checked = selfCheck(enough, tokenId);
  expect(checked.features.map(({ missing }) => missing)).toEqual(features.map(() => []));
  expect(checked.cure).toEqual([]);
  expect(verdict(checked.features)).toBe('The token may do all that Wheelhouse asks of it.');
});

test('a fresh token with privilege separation has nothing: everything is missing', () => {
  const checked = selfCheck({}, tokenId);
  expect(checked.features.every(({ missing }) => missing.length > 0)).toBe(true);
  expect(unreadable(checked.features)).toContain('Containers may not be read.');
  expect(verdict(checked.features)).toBe('5 of 5 things may not be read, and 6 of 6 kinds of change will be refused.');
  expect(checked.cure.at(-1)).toBe('pveum user token modify wheelhouse@pve main --privsep 0');
});

test('only looking is told as such', () => {
  const looking = {
    '/': grant(...see),
    '/nodes': grant(...see),
    '/vms': grant(...see),
    '/storage': grant(...see),
    '/sdn': grant(...see),
  };
  expect(idsMissing(looking)).toEqual(['power', 'cpu', 'memory', 'options', 'network', 'disks']);
  expect(verdict(selfCheck(looking, tokenId).features)).toBe('The token may see everything and change nothing.');
});

test('one missing right names its path, its feature and the lines for that path alone', () => {
  const checked = selfCheck({ ...enough, '/storage': grant('Datastore.Audit') }, tokenId);
  expect(idsMissing({ ...enough, '/storage': grant('Datastore.Audit') })).toEqual(['disks']);
  expect(checked.features.find(({ id }) => id === 'disks')?.missing).toEqual([
    { path: '/storage', privileges: ['Datastore.AllocateSpace'] },
  ]);
  expect(checked.cure).toEqual([
    expect.stringMatching(
      /^pveum role add WheelhouseSee --privs ".*" \|\| pveum role modify WheelhouseSee --privs ".*"$/,
    ),
    expect.stringMatching(/^pveum role add WheelhouseUse /),
    'pveum acl modify /storage --users wheelhouse@pve --roles WheelhouseSee,WheelhouseUse',
    'pveum user token modify wheelhouse@pve main --privsep 0',
  ]);
});

test('a right on / that is not handed down is none below', () => {
  const { '/sdn/zones/localnetwork': _, ...others } = enough;
  const without = { ...others, '/sdn': { 'SDN.Audit': 0 } };
  expect(idsMissing(without)).toEqual(['bridges', 'network']);
});

test('a path that Proxmox always lists and that is not there grants nothing, whatever / has', () => {
  const { '/vms': _, ...blocked } = enough;
  expect(idsMissing({ ...blocked, '/': grant(...see, 'VM.PowerMgmt', ...change) })).toContain('containers');
});

test('an entry on one container that takes the inherited rights away is found, and mended there', () => {
  const checked = selfCheck({ ...enough, '/vms/107': grant('VM.Audit') }, tokenId);
  expect(checked.features.find(({ id }) => id === 'power')?.missing).toEqual([
    { path: '/vms/107', privileges: ['VM.PowerMgmt'] },
  ]);
  expect(checked.cure).toContain(
    'pveum acl modify /vms/107 --users wheelhouse@pve --roles WheelhouseSee,WheelhouseChange',
  );
});

test('the lines of a token that has nothing give all that is needed', () => {
  const { cure } = selfCheck({}, tokenId);
  const roles = new Map(
    cure.flatMap((line) => {
      const [, name, privileges] = /^pveum role add (\w+) --privs "([^"]+)"/.exec(line) ?? [];
      return name && privileges ? [[name, privileges.split(' ')] as const] : [];
    }),
  );
  const given: Permissions = {};
  for (const line of cure) {
    const [, path, names] = /^pveum acl modify (\S+) --users \S+ --roles (\S+)$/.exec(line) ?? [];
    if (path && names) given[path] = grant(...names.split(',').flatMap((name) => roles.get(name) ?? []));
  }
  expect(idsMissing(given)).toEqual([]);
});

const sample = new URL('../../../shared/pve/samples/access-permissions.json', import.meta.url);
test.runIf(existsSync(sample))('an administrator of a real host lacks nothing', () => {
  const permissions = JSON.parse(readFileSync(sample, 'utf8')).response.body.data as Permissions;
  expect(idsMissing(permissions)).toEqual([]);
});

const table = new URL('../../../shared/pve/PERMISSIONS.md', import.meta.url);
test.runIf(existsSync(table))('every privilege of the table is one that Proxmox asks for somewhere', () => {
  const text = readFileSync(table, 'utf8');
  // SDN rights are asked for in code, by list filters and NICs, and not in the entries of container calls.
  for (const { privileges } of features.flatMap(({ needs }) => needs))
    for (const privilege of privileges) if (!privilege.startsWith('SDN.')) expect(text).toContain(`"${privilege}"`);
});
