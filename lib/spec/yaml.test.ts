import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitrarySpec } from '@/lib/spec/arbitrary';
import { type ContainerSpec, containerSpecSchema } from '@/lib/spec/container';
import { specFromYaml, specPath, specToYaml } from '@/lib/spec/yaml';

const qbittorrent: ContainerSpec = {
  vmid: 107,
  node: 'pve',
  hostname: 'qbittorrent',
  category: 'media',
  purpose: 'Torrent client',
  template: 'debian-13-standard_13.0-1_amd64.tar.zst',
  tags: ['dual-network', 'torrent-client', 'vpn'],
  ostype: 'debian',
  arch: 'amd64',
  unprivileged: true,
  features: { nesting: true, mount: ['cifs', 'nfs'] },
  devices: [],
  cores: 2,
  memoryMiB: 2048,
  swapMiB: 1024,
  rootfs: { storage: 'local-lvm', volume: 'vm-107-disk-0', sizeBytes: 4 * 2 ** 30 },
  mounts: [{ id: 'mp0', kind: 'bind', source: '/vault/data', path: '/data', shared: true }],
  nics: [
    { id: 'net0', name: 'eth0', bridge: 'vmbr0', ip: '192.168.0.132/24', gw: '192.168.0.1', firewall: false },
    { id: 'net1', name: 'vpn', bridge: 'vmbr1', ip: '10.10.10.2/24', firewall: true },
  ],
  onboot: true,
  protection: false,
  power: 'running',
  firewall: {
    enable: true,
    rules: [
      { type: 'in', action: 'ACCEPT', enable: true, proto: 'tcp', dport: '8080', comment: 'qBittorrent WebUI' },
      { type: 'in', action: 'DROP', enable: false },
    ],
  },
  services: [{ name: 'qBittorrent WebUI', port: 8080, protocol: 'tcp', probe: 'http' }],
  dependsOn: [116],
  extra: {},
  lxc: [],
};

test('a file reads as a person would write it', () => {
  expect(specPath(107)).toBe('lxc/107.yaml');
  expect(specToYaml(qbittorrent)).toBe(`vmid: 107
node: pve
hostname: qbittorrent
category: media
purpose: Torrent client
tags: [dual-network, torrent-client, vpn]
template: debian-13-standard_13.0-1_amd64.tar.zst
ostype: debian
arch: amd64
unprivileged: true
cores: 2
memoryMiB: 2048
swapMiB: 1024
rootfs:
  storage: local-lvm
  volume: vm-107-disk-0
  sizeBytes: 4294967296 # 4 GiB
mounts:
  - id: mp0
    kind: bind
    path: /data
    source: /vault/data
    shared: true
nics:
  - id: net0
    bridge: vmbr0
    ip: 192.168.0.132/24
    gw: 192.168.0.1
    firewall: false
  - id: net1
    name: vpn
    bridge: vmbr1
    ip: 10.10.10.2/24
    firewall: true
features: { nesting: true, mount: [cifs, nfs] }
onboot: true
power: running
firewall:
  enable: true
  rules:
    - { type: in, action: ACCEPT, proto: tcp, dport: "8080", comment: qBittorrent WebUI }
    - { type: in, action: DROP, enable: false }
services:
  - { name: qBittorrent WebUI, port: 8080, protocol: tcp, probe: http }
dependsOn: [116]
`);
});

test('changing one field changes one line', () => {
  const before = specToYaml(qbittorrent).split('\n');
  const after = specToYaml({ ...qbittorrent, memoryMiB: 3072 }).split('\n');
  expect(after.filter((line) => !before.includes(line))).toEqual(['memoryMiB: 3072']);
});

test('every generated spec is one that the schema takes', () => {
  fc.assert(fc.property(arbitrarySpec, (spec) => containerSpecSchema.safeParse(spec).success));
});

test('any spec comes back from its file, and the file from the spec', () => {
  fc.assert(
    fc.property(arbitrarySpec, (spec) => {
      const text = specToYaml(spec);
      const read = specFromYaml(text);
      expect(read).toEqual({ ok: true, value: spec });
      if (read.ok) expect(specToYaml(read.value)).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test('empty objects come back as they were', () => {
  const spec = { ...qbittorrent, features: {}, startup: {}, description: '', nameserver: ' ' };
  expect(specFromYaml(specToYaml(spec))).toEqual({ ok: true, value: spec });
});

test('a port that a person wrote as a number is taken', () => {
  const text = specToYaml(qbittorrent).replace('dport: "8080"', 'dport: 8080');
  expect(specFromYaml(text)).toEqual({ ok: true, value: qbittorrent });
});

test('errors name the field, what was given, what is accepted and the line', () => {
  const text = specToYaml(qbittorrent)
    .replace('memoryMiB: 2048', 'memoryMiB: lots')
    .replace('    ip: 10.10.10.2/24', '    ip: 10.10.10.2/24\n    mtu: 12\n    speed: fast')
    .replace('hostname: qbittorrent\n', '');
  const read = specFromYaml(text);
  expect(read.ok).toBe(false);
  if (read.ok) return;
  expect(read.error).toEqual(
    expect.arrayContaining([
      { field: 'hostname', given: 'nothing', accepted: expect.stringContaining('string') },
      { field: 'memoryMiB', given: '"lots"', accepted: expect.stringMatching(/number.*\(line 11\)$/) },
      { field: 'nics.1.mtu', given: '12', accepted: '64 or more (line 33)' },
      { field: 'nics.1.speed', given: '"fast"', accepted: 'no such field (line 34)' },
    ]),
  );
});

test.each([
  ['memoryMiB: [1', '(file)'],
  ['a: 1\na: 2', '(file)'],
  ['just text', '(file)'],
  ['', '(file)'],
  ['- 1\n- 2', '(file)'],
  ['a: *nowhere', '(file)'],
  ['nics: 5\nfirewall: 7\ntags: {a: 1}', 'vmid'],
])('what is no spec is refused: %j', (text, field) => {
  const read = specFromYaml(text);
  expect(read.ok).toBe(false);
  if (!read.ok) expect(read.error.map((error) => error.field)).toContain(field);
});

test('any text is answered and never thrown at', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => specFromYaml(text).ok === false));
});
