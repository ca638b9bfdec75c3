import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { labFileSchema, labToSpecs } from '@/lib/lab/lab-file';
import type { ContainerSpec, FirewallRuleSpec } from '@/lib/spec/container';
import { validateLab } from '@/lib/spec/validate';

const known = { storages: ['local-lvm', 'vault'], bridges: ['vmbr0', 'vmbr1'], nodes: ['pve'] };

function container(vmid: number, change: Partial<ContainerSpec> = {}): ContainerSpec {
  return {
    vmid,
    node: 'pve',
    hostname: `ct${vmid}`,
    category: 'media',
    purpose: '',
    tags: [],
    unprivileged: true,
    devices: [],
    memoryMiB: 512,
    swapMiB: 512,
    rootfs: { storage: 'local-lvm', volume: `vm-${vmid}-disk-0`, sizeBytes: 2 ** 32 },
    mounts: [],
    nics: [{ id: 'net0', name: 'eth0', bridge: 'vmbr0', ip: `192.168.0.${vmid}/24`, gw: '192.168.0.1' }],
    onboot: true,
    protection: false,
    power: 'running',
    firewall: { enable: false, rules: [] },
    services: [],
    dependsOn: [],
    extra: {},
    lxc: [],
    ...change,
  };
}

const kinds = (...specs: ContainerSpec[]) => validateLab(specs, known).map((note) => `${note.severity} ${note.kind}`);
const nic = (change: object) => container(100, { nics: [{ id: 'net0', name: 'eth0', bridge: 'vmbr0', ...change }] });
const rule = (change: Partial<FirewallRuleSpec>) =>
  container(100, {
    firewall: { enable: true, rules: [{ type: 'in', action: 'ACCEPT', enable: true, ...change }] },
  });

test('a sound lab has no notes', () => {
  expect(kinds(container(100), container(101, { dependsOn: [100] }))).toEqual([]);
});

test('what is of one container only is told of the later one, with the earlier one', () => {
  const nics = container(100).nics;
  expect(
    kinds(container(100), container(100, { hostname: 'other', nics: [], rootfs: { storage: 'vault', sizeBytes: 1 } })),
  ).toEqual(['block vmid-twice']);
  const [hostname] = validateLab([container(101, { hostname: 'CT100' }), container(100)], known);
  expect(hostname).toEqual({
    severity: 'block',
    vmid: 101,
    at: 'hostname',
    kind: 'hostname-twice',
    text: 'CT100 is already the hostname of 100.',
  });
  expect(validateLab([container(100), container(101, { nics })], known)[0]?.text).toBe(
    '192.168.0.100 on vmbr0 is already an address of 100 ct100.',
  );
  expect(kinds(container(100), container(101, { rootfs: container(100).rootfs }))).toEqual(['block volume-twice']);
});

test('the same address on another bridge is another address', () => {
  const other = container(101, { nics: [{ id: 'net0', name: 'eth0', bridge: 'vmbr1', ip: '192.168.0.100/24' }] });
  expect(kinds(container(100), other)).toEqual([]);
});

test('dhcp is no address that two could share', () => {
  const dhcp = { nics: [{ id: 'net0', name: 'eth0', bridge: 'vmbr0', ip: 'dhcp' }] };
  expect(kinds(container(100, dhcp), container(101, dhcp))).toEqual([]);
});

test.each([
  [container(100, { node: 'pve9' }), 'block unknown-node'],
  [container(100, { rootfs: { storage: 'nope', sizeBytes: 1 } }), 'block unknown-storage'],
  [nic({ bridge: 'vmbr7' }), 'block unknown-bridge'],
  [nic({ ip: '192.168.0.5' }), 'block address'],
  [nic({ ip: '192.168.0.5/24', gw: '10.0.0.1' }), 'warn gateway-outside'],
  [nic({ ip: '192.168.0.5/24', gw: '192.168.0.5' }), 'warn gateway-itself'],
  [nic({ gw: '300.1.1.1' }), 'block gateway'],
  [nic({ ip6: 'fd00::5' }), 'block address'],
  [nic({ trunks: '2,3' }), 'block trunks'],
  [container(100, { ostype: 'plan9' }), 'block ostype'],
  [container(100, { nameserver: 'dns.example' }), 'block nameserver'],
  [container(100, { hookscript: '/root/hook' }), 'block hookscript'],
  [container(100, { dependsOn: [100] }), 'block depends-on-itself'],
  [container(100, { dependsOn: [999] }), 'warn depends-on-nothing'],
  [
    container(100, { mounts: [{ id: 'mp0', kind: 'volume', storage: 'vault', path: '/docker' }] }),
    'block size-missing',
  ],
  [container(100, { mounts: [{ id: 'mp0', kind: 'bind', source: '/vault/../etc', path: '/data' }] }), 'block path'],
  [container(100, { mounts: [{ id: 'mp256', kind: 'bind', source: '/srv', path: '/srv' }] }), 'block id-range'],
  [rule({ proto: 'tcp,udp', dport: '139,138,137' }), 'block rule-refused'],
  [rule({ dport: '80' }), 'block rule-refused'],
  [rule({ proto: 'tcp', dport: '99999' }), 'block rule-refused'],
  [rule({ proto: 'tcp', dport: '100:50' }), 'block rule-refused'],
  [rule({ action: 'DENY' }), 'block rule-refused'],
  [rule({ iface: 'eth0' }), 'block rule-refused'],
])('one thing wrong gives one note', (spec, note) => {
  expect(kinds(spec)).toEqual([note]);
});

test.each([
  [nic({ ip: 'manual', ip6: 'auto' })],
  [nic({ ip: '192.168.0.5/24', gw: '192.168.0.1', gw6: 'fd00::1' })],
  [container(100, { nameserver: ' ' })],
  [container(100, { nameserver: '1.1.1.1 fe80::1%eth0', searchdomain: 'a.example b.example' })],
  [rule({ macro: 'SSH', dport: '22' })],
  [rule({ proto: 'tcp', dport: '80,443,8000:8100,https' })],
  [rule({ type: 'group', action: 'web-servers', iface: 'net0' })],
])('what Proxmox takes is taken', (spec) => {
  expect(kinds(spec)).toEqual([]);
});

test('needs that go in a circle are told of everyone in it', () => {
  const circle = [
    container(100, { dependsOn: [101] }),
    container(101, { dependsOn: [102] }),
    container(102, { dependsOn: [100] }),
  ];
  expect(kinds(...circle, container(103, { dependsOn: [100] }))).toEqual(Array(3).fill('warn depends-in-a-circle'));
});

test('what the host has is not held against it before it is known', () => {
  expect(validateLab([nic({ bridge: 'vmbr7' })], { storages: [], bridges: [], nodes: [] })).toEqual([]);
});

const shared = new URL('../../../shared/lab/lab.json', import.meta.url);
test.runIf(existsSync(shared))('of the reference lab, Proxmox refuses one rule', () => {
  const lab = labFileSchema.parse(JSON.parse(readFileSync(shared, 'utf8')));
  const host = {
    storages: lab.storages.map((storage) => storage.id),
    bridges: lab.networks.map((network) => network.bridge),
    nodes: [lab.host.node],
  };
  expect(validateLab(labToSpecs(lab), host).map((note) => [note.vmid, note.severity, note.kind])).toEqual([
    [102, 'block', 'rule-refused'],
  ]);
});
