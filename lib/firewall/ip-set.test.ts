import { expect, test } from 'vitest';
import { parseAddress } from '@/lib/firewall/address';
import { contains } from '@/lib/firewall/interval';
import { loadSet } from '@/lib/firewall/ip-set';
import type { Alias, IpSetEntry } from '@/lib/firewall/model';
import { readNames } from '@/lib/firewall/names';

const sight = (aliases: Alias[]) => ({ cluster: readNames(aliases, []), guest: null });
const load = (entries: IpSetEntry[], aliases: Alias[] = []) => loadSet(entries, sight(aliases));
const not = (cidr: string): IpSetEntry => ({ cidr, nomatch: true });
const has = (set: ReturnType<typeof load>, text: string) => {
  const address = parseAddress(text);
  return address !== null && contains(set[address.family], address.value);
};

test('the longest prefix decides, in any order', () => {
  const entries = [{ cidr: '10.0.0.0/24' }, not('10.0.0.96/28'), { cidr: '10.0.0.101' }];
  for (const order of [entries, [...entries].reverse()]) {
    const set = load(order);
    expect(['10.0.0.101', '10.0.0.98', '10.0.0.5', '10.0.1.5'].map((text) => has(set, text))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  }
});

test('each family has its own entries', () => {
  const set = load([{ cidr: '10.0.0.0/8' }, { cidr: 'fd00::/8' }]);
  expect([has(set, '10.1.1.1'), has(set, 'fd12::1'), has(set, 'fe80::1')]).toEqual([true, true, false]);
  expect(load([{ cidr: '10.0.0.0/8' }])[6]).toEqual([]);
});

test('what is ignored leaves the rest alone', () => {
  const set = load([
    { cidr: 'gone' },
    { cidr: '0.0.0.0/0' },
    { cidr: '10.0.0.1' },
    not('10.0.0.1/32'),
    { cidr: '10.0.0.5/24' },
  ]);
  expect(set.ignored.map(({ cidr, reason }) => `${cidr}: ${reason}`)).toEqual([
    'gone: no such alias',
    '0.0.0.0/0: a /0 is not allowed',
    '10.0.0.1/32: repeated',
  ]);
  expect(has(set, '10.0.0.1')).toBe(true);
  expect(has(set, '10.0.0.77')).toBe(true);
  expect(set.refusals).toEqual([]);
});

test('the same text by way of an alias: the later wins', () => {
  const me = [{ name: 'Me', cidr: '10.0.0.1/32' }];
  expect(has(load([{ cidr: '10.0.0.1' }, not('me')], me), '10.0.0.1')).toBe(false);
  expect(has(load([not('me'), { cidr: '10.0.0.1' }], me), '10.0.0.1')).toBe(true);
  const six = [{ name: 'six', cidr: 'FD00:0::1' }];
  expect(load([{ cidr: 'fd00::1' }, not('six')], six)).toMatchObject({ 6: [], refusals: [] });
});

test('two spellings of one network are refused by the loader', () => {
  expect(load([{ cidr: '10.0.0.0/24' }, { cidr: '10.0.0.5/24' }]).refusals).toHaveLength(1);
  expect(load([{ cidr: 'all' }], [{ name: 'all', cidr: '0.0.0.0/0' }]).refusals).toHaveLength(1);
});
