import { expect, it } from 'vitest';
import { LiveMap } from '@/components/live/live-map';
import { rowsOf, sortFrom, sortText } from '@/components/table/rows';
import type { ContainerView } from '@/lib/live/view';

const container = (vmid: number, over: Partial<ContainerView> = {}): ContainerView => ({
  vmid,
  node: 'pve',
  hostname: `ct${vmid}`,
  category: 'media',
  purpose: '',
  tags: [],
  ostype: null,
  unprivileged: true,
  status: 'running',
  startedAt: null,
  lock: null,
  address: null,
  dhcp: false,
  nics: 1,
  bridges: ['vmbr0'],
  cores: 1,
  memoryMiB: 512,
  onboot: true,
  desiredPower: 'running',
  sync: 'in sync',
  differences: 0,
  changeId: null,
  held: null,
  finding: null,
  unreadable: null,
  configuredAt: null,
  ...over,
});
const fleet = [
  container(100, { hostname: 'SWAG', address: '192.168.0.3' }),
  container(107, { hostname: 'qbittorrent', tags: ['vpn'], address: '192.168.0.132', sync: 'drifted' }),
  container(117, { hostname: 'immich-backup', status: 'stopped', category: 'business', address: '192.168.0.10' }),
];
const map = new LiveMap({ 'use/100': { cpu: 0.1 }, 'use/107': { cpu: 0.5 } });
const rows = (query: string, sort: string) => rowsOf(fleet, map, query, sortFrom(sort));

it('sorts names, addresses and numbers as people do', () => {
  expect(rows('', 'name')).toEqual([117, 107, 100]);
  expect(rows('', 'address')).toEqual([100, 117, 107]);
  expect(rows('', '-vmid')).toEqual([117, 107, 100]);
});

it('puts what is not known last, both ways', () => {
  expect(rows('', 'cpu')).toEqual([100, 107, 117]);
  expect(rows('', '-cpu')).toEqual([107, 100, 117]);
});

it('filters by what a container is', () => {
  expect(rows('status:stopped', 'vmid')).toEqual([117]);
  expect(rows('tag:vpn sync:drifted', 'vmid')).toEqual([107]);
  expect(rows('swag', 'vmid')).toEqual([100]);
  expect(rows('bridge:vmbr1', 'vmid')).toEqual([]);
});

it('keeps the sort in the URL', () => {
  expect(sortFrom(null)).toEqual({ key: 'vmid', down: false });
  expect(sortFrom('-nonsense')).toEqual({ key: 'vmid', down: true });
  expect(sortText(sortFrom('-memory'))).toBe('-memory');
});
