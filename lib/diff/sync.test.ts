import { expect, test } from 'vitest';
import { syncWord } from '@/lib/diff/sync';
import type { ObservedContainer } from '@/lib/live/observed';
import { parseContainerConfig } from '@/lib/pve/config';
import type { ContainerSpec } from '@/lib/spec/container';

const read = parseContainerConfig(107, 'pve', { memory: 2048, rootfs: 'local-lvm:x,size=4G' }, null, 'running');
if (!read.ok) throw new Error(read.error);
const config = read.value;
const desired: ContainerSpec = { ...config, category: 'media', purpose: '', services: [], dependsOn: [] };
const observed: ObservedContainer = {
  vmid: 107,
  node: 'pve',
  name: 'qbittorrent',
  status: 'running',
  template: false,
  lock: null,
  usage: null,
  cpuSpark: [],
  startedAt: null,
  config,
  unreadable: null,
  firewallUnread: null,
  digest: 'd',
  firewallDigest: { options: null, rules: null },
  pending: [],
  configuredAt: 0,
};
const fresh = { desired, observed, fresh: true, changing: false };

test('a container is in sync only when it was read, just now, and is as asked for', () => {
  expect(syncWord(fresh)).toEqual({ word: 'in sync', differences: 0 });
});

test.each([
  ['stale', { fresh: false }],
  ['not there', { observed: null }],
  ['not read yet', { observed: { ...observed, config: null } }],
  ['unreadable', { observed: { ...observed, unreadable: "memory: 'x' is not a whole number" } }],
  ['of unknown state', { observed: { ...observed, status: 'unknown' as const } }],
])('what is %s is unknown, whether or not it is changing', (_, input) => {
  expect(syncWord({ ...fresh, ...input }).word).toBe('unknown');
  expect(syncWord({ ...fresh, ...input, changing: true }).word).toBe('unknown');
});

test('differences are drift, unless something is under way', () => {
  const drifted = { ...fresh, desired: { ...desired, memoryMiB: 3072, onboot: true } };
  expect(syncWord(drifted)).toEqual({ word: 'drifted', differences: 2 });
  expect(syncWord({ ...drifted, changing: true })).toEqual({ word: 'changing', differences: 2 });
});

test('the state it is in counts, and not the one that it was in when its configuration was read', () => {
  expect(syncWord({ ...fresh, observed: { ...observed, status: 'stopped' } })).toEqual({
    word: 'drifted',
    differences: 1,
  });
});

test('without a desired state it is unmanaged', () => {
  expect(syncWord({ ...fresh, desired: null, fresh: false }).word).toBe('unmanaged');
});

test('a firewall that could not be read is no drift, and keeps the rest from being in sync', () => {
  const filtered: ContainerSpec = { ...desired, firewall: { enable: true, rules: [] } };
  const blind = { ...fresh, desired: filtered, observed: { ...observed, firewallUnread: 'not implemented' } };
  expect(syncWord(blind)).toEqual({ word: 'unknown', differences: 0 });
  expect(syncWord({ ...blind, desired: { ...filtered, memoryMiB: 1024 } })).toEqual({
    word: 'drifted',
    differences: 1,
  });
});
