import { expect, test } from 'vitest';
import {
  type Configuration,
  createGuest,
  type Guest,
  takeConfiguration,
  takeCurrent,
  takeRow,
  takeSample,
  viewOf,
} from '@/engine/observe/guest';
import type { GuestRow } from '@/engine/proxmox/read';
import { parseContainerConfig } from '@/lib/pve/config';

const t0 = 1_800_000_000_000;
const row: GuestRow = {
  vmid: 101,
  node: 'pve',
  name: 'web',
  status: 'running',
  template: false,
  lock: null,
  cpu: 0.1,
  mem: 1,
  maxmem: 2,
  disk: 1,
  maxdisk: 2,
  netin: 0,
  netout: 0,
  diskread: 0,
  diskwrite: 0,
  uptime: 500,
};
const guestAt = (at: number, more: Partial<GuestRow> = {}): Guest => {
  const guest = createGuest(101, 'pve');
  takeRow(guest, { ...row, ...more }, true, at);
  return guest;
};
const configuration = (reading: number, memory: number): Configuration => {
  const parsed = parseContainerConfig(
    101,
    'pve',
    { hostname: 'web', memory, rootfs: 'local:101/x,size=1G' },
    null,
    'running',
  );
  if (!parsed.ok) throw new Error(parsed.error);
  return {
    config: parsed.value,
    unreadable: null,
    firewallUnread: null,
    digest: 'd',
    firewallDigest: { options: null, rules: null },
    pending: [],
    raw: `${memory}`,
    at: t0,
    reading,
  };
};

test('the start does not wobble with the age of the list, and a restart moves it', () => {
  const guest = guestAt(t0);
  expect(viewOf(guest, t0).startedAt).toBe(t0 - 500_000);
  takeRow(guest, { ...row, uptime: 505 }, true, t0 + 14_000);
  expect(viewOf(guest, t0).startedAt).toBe(t0 - 500_000);
  takeCurrent(guest, { status: 'running', lock: null, name: 'web', uptime: 2, template: false }, t0 + 20_000);
  expect(viewOf(guest, t0 + 20_000).startedAt).toBe(t0 + 18_000);
  // The list still tells the uptime from before.
  takeRow(guest, { ...row, uptime: 515 }, true, t0 + 22_000);
  expect(viewOf(guest, t0 + 22_000).startedAt).toBe(t0 + 18_000);
});

test('on a node that is offline nothing is known of its state', () => {
  const guest = guestAt(t0);
  takeRow(guest, row, false, t0 + 1);
  expect(viewOf(guest, t0 + 1).status).toBe('unknown');
});

test('a stub of a container that is just being made keeps a name to call it by', () => {
  const guest = guestAt(t0, { name: null, status: 'unknown' });
  expect(viewOf(guest, t0)).toMatchObject({ name: 'CT101', status: 'unknown' });
});

test('a slow reading does not overwrite a later one', () => {
  const guest = guestAt(t0);
  takeConfiguration(guest, configuration(2, 1024));
  takeConfiguration(guest, configuration(1, 512));
  expect(viewOf(guest, t0).config?.memoryMiB).toBe(1024);
});

test('the configuration stays the same object while only usage moves, and follows the power state', () => {
  const guest = guestAt(t0);
  takeConfiguration(guest, configuration(1, 512));
  const { config } = viewOf(guest, t0);
  const values = new Map([
    ['uptime', 9],
    ['cpu', -0.001],
    ['mem', 5],
  ]);
  expect(takeSample(guest, { id: 'lxc/101', at: t0 + 10_000, values }, t0)).toBe(true);
  expect(takeSample(guest, { id: 'lxc/101', at: t0 + 10_000, values }, t0)).toBe(false);
  expect(viewOf(guest, t0).usage).toMatchObject({ cpu: 0, memoryBytes: 5 });
  expect(viewOf(guest, t0).config).toBe(config);
  takeRow(guest, { ...row, status: 'stopped', uptime: 0 }, true, t0 + 11_000);
  expect(viewOf(guest, t0 + 11_000).config?.power).toBe('stopped');
});

test('a rate takes two measurements, and until then it is not known rather than none', () => {
  const guest = guestAt(t0);
  const values = (netIn: number) =>
    new Map([
      ['uptime', 9],
      ['cpu', 0.1],
      ['mem', 5],
      ['netin', netIn],
    ]);
  takeSample(guest, { id: 'lxc/101', at: t0, values: values(1_000) }, t0);
  expect(viewOf(guest, t0).usage).toMatchObject({ netInBytesPerSecond: null, diskReadBytesPerSecond: null });
  takeSample(guest, { id: 'lxc/101', at: t0 + 10_000, values: values(21_000) }, t0 + 10_000);
  expect(viewOf(guest, t0 + 10_000).usage).toMatchObject({ netInBytesPerSecond: 2_000, diskReadBytesPerSecond: null });
});
