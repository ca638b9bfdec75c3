import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffContainer, differences } from '@/lib/diff/diff';
import { fieldAt } from '@/lib/diff/fields';
import { formatContainerConfig, formatFirewall, parseContainerConfig } from '@/lib/pve/config';
import { arbitrarySpec } from '@/lib/spec/arbitrary';
import { type ConfiguredSpec, type ContainerSpec, configuredSpecSchema } from '@/lib/spec/container';
import { specFromYaml, specToYaml } from '@/lib/spec/yaml';

/** The spec as an observer would have it: without the owner's words. */
const observed = (spec: ContainerSpec): ConfiguredSpec => configuredSpecSchema.strip().parse(spec);
const differing = (desired: ContainerSpec, live: ConfiguredSpec) =>
  differences(diffContainer(desired, live)).map((row) => row.field);

/** Aliases and IP sets are not read from hosts; here both sides know them. */
const known = arbitrarySpec.map((spec) => ({ ...spec, firewall: { ...spec.firewall, aliases: [], ipsets: [] } }));
const unread = arbitrarySpec.map(({ firewall: { aliases: _, ipsets: __, ...firewall }, ...spec }) => ({
  ...spec,
  firewall,
}));

test('a container differs from itself in nothing, and every row says so', () => {
  fc.assert(
    fc.property(arbitrarySpec, (spec) => {
      const rows = diffContainer(spec, observed(spec));
      expect(differences(rows)).toEqual([]);
      expect(rows.every((row) => row.desired === row.live && row.refused === null && row.pending === null)).toBe(true);
      expect(new Set(rows.map((row) => row.field)).size).toBe(rows.length);
    }),
  );
});

test('a container that was written as JSON, YAML or Proxmox’s config still differs in nothing', () => {
  fc.assert(
    fc.property(unread, (spec) => {
      expect(differing(JSON.parse(JSON.stringify(spec)), observed(spec))).toEqual([]);
      const file = specFromYaml(specToYaml(spec));
      expect(file.ok && differing(file.value, observed(spec))).toEqual([]);
      const config = { ...formatContainerConfig(spec), lxc: spec.lxc };
      const read = parseContainerConfig(spec.vmid, spec.node, config, formatFirewall(spec.firewall), spec.power);
      expect(read.ok && differing(spec, read.value)).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('what a spec leaves open is satisfied by what Proxmox made', () => {
  fc.assert(
    fc.property(unread, (spec) => {
      const open: ContainerSpec = {
        ...spec,
        rootfs: { ...spec.rootfs, volume: undefined },
        nics: spec.nics.map((nic) => ({ ...nic, hwaddr: undefined })),
        mounts: spec.mounts.map((mount) => (mount.kind === 'volume' ? { ...mount, volume: undefined } : mount)),
      };
      expect(differing(open, observed(spec))).toEqual([]);
    }),
  );
});

test('spelling is no difference', () => {
  fc.assert(
    fc.property(unread, (spec) => {
      const live: ConfiguredSpec = {
        ...observed(spec),
        tags: spec.tags.toReversed(),
        description: spec.description === undefined ? undefined : `${spec.description}\n`,
        cpulimit: spec.cpulimit ?? 0,
        console: spec.console ?? true,
        tty: spec.tty ?? 2,
        arch: spec.arch ?? 'amd64',
        features: {
          ...spec.features,
          nesting: spec.features?.nesting ?? false,
          mount: spec.features?.mount?.toReversed(),
        },
        startup: spec.startup ?? {},
        nics: spec.nics.map((nic) => ({ ...nic, hwaddr: nic.hwaddr?.toLowerCase(), firewall: nic.firewall ?? false })),
        mounts: spec.mounts.map((mount) => ({
          ...mount,
          backup: mount.backup ?? false,
          replicate: mount.replicate ?? true,
        })),
        extra: { ...spec.extra, debug: spec.extra.debug ?? '0', unused7: 'local-lvm:left-behind' },
        firewall: {
          ...spec.firewall,
          policyIn: spec.firewall.policyIn ?? 'DROP',
          rules: spec.firewall.rules.map((rule) => ({
            ...rule,
            log: rule.log ?? 'nolog',
            comment: rule.comment ?? '',
          })),
        },
      };
      expect(differing(spec, live)).toEqual([]);
    }),
  );
});

type Change = [field: string, change: (spec: ContainerSpec) => ContainerSpec];

const nics = (change: object) => (spec: ContainerSpec) => ({
  ...spec,
  nics: spec.nics.map((nic) => (nic.id === 'net0' ? { ...nic, ...change } : nic)),
});
const mounts = (change: object) => (spec: ContainerSpec) => ({
  ...spec,
  mounts: spec.mounts.map((mount) => (mount.id === 'mp0' ? ({ ...mount, ...change } as typeof mount) : mount)),
});
const firewall = (change: object) => (spec: ContainerSpec) => ({ ...spec, firewall: { ...spec.firewall, ...change } });
const set = (change: Partial<ContainerSpec>) => (spec: ContainerSpec) => ({ ...spec, ...change });

/** Each writable field, changed to a value that no generated spec has. */
const changes: Change[] = [
  ['power', (spec) => ({ ...spec, power: spec.power === 'running' ? 'stopped' : 'running' })],
  ['hostname', set({ hostname: 'a-new-name.example.invalid' })],
  ['tags', (spec) => ({ ...spec, tags: [...spec.tags, 'zzzzzzzzzzzz'] })],
  ['description', set({ description: 'another\ndescription' })],
  ['cores', (spec) => ({ ...spec, cores: spec.cores === 3 ? 4 : 3 })],
  ['cpulimit', set({ cpulimit: 999.5 })],
  ['cpuunits', (spec) => ({ ...spec, cpuunits: spec.cpuunits === 5 ? 6 : 5 })],
  ['memoryMiB', (spec) => ({ ...spec, memoryMiB: spec.memoryMiB + 1 })],
  ['swapMiB', (spec) => ({ ...spec, swapMiB: spec.swapMiB + 1 })],
  ['rootfs', (spec) => ({ ...spec, rootfs: { ...spec.rootfs, sizeBytes: 2 ** 43 } })],
  ['rootfs', (spec) => ({ ...spec, rootfs: { ...spec.rootfs, readOnly: !spec.rootfs.readOnly } })],
  ['mounts.mp0', mounts({ path: '/somewhere/else/entirely' })],
  ['mounts.mp0', mounts({ mountOptions: ['discard', 'nodev', 'noexec', 'nosuid'] })],
  ['mounts.mp0', (spec) => ({ ...spec, mounts: spec.mounts.filter((mount) => mount.id !== 'mp0') })],
  [
    'mounts.mp300',
    (spec) => ({ ...spec, mounts: [...spec.mounts, { id: 'mp300', kind: 'bind', source: '/s', path: '/s' }] }),
  ],
  ['nics.net0.name', nics({ name: 'averyverylongname' })],
  ['nics.net0.bridge', nics({ bridge: 'vmbr9' })],
  ['nics.net0.hwaddr', nics({ hwaddr: '02:00:00:00:00:01' })],
  ['nics.net0.ip', nics({ ip: '172.16.0.1/12' })],
  ['nics.net0.gw', nics({ gw: '172.16.0.2' })],
  ['nics.net0.ip6', nics({ ip6: 'fd01::1/64' })],
  ['nics.net0.gw6', nics({ gw6: 'fd01::2' })],
  [
    'nics.net0.firewall',
    (spec) => ({
      ...spec,
      nics: spec.nics.map((nic) => (nic.id === 'net0' ? { ...nic, firewall: !nic.firewall } : nic)),
    }),
  ],
  ['nics.net0.trunks', nics({ trunks: '9;10' })],
  ['nics.net0.rateMBps', nics({ rateMBps: 5000 })],
  ['nics.net0.extra', nics({ extra: { 'host-managed': '0' } })],
  ['nics.net0', (spec) => ({ ...spec, nics: spec.nics.filter((nic) => nic.id !== 'net0') })],
  ['nics.net77', (spec) => ({ ...spec, nics: [...spec.nics, { id: 'net77', name: 'eth77' }] })],
  ['nameserver', set({ nameserver: '9.9.9.9' })],
  ['searchdomain', set({ searchdomain: 'z.example' })],
  ['features', (spec) => ({ ...spec, features: { ...spec.features, fuse: !spec.features?.fuse } })],
  ['features', (spec) => ({ ...spec, features: { ...spec.features, mount: ['zfs'] } })],
  ['devices.dev300', (spec) => ({ ...spec, devices: [...spec.devices, { id: 'dev300', path: '/dev/kvm' }] })],
  ['onboot', (spec) => ({ ...spec, onboot: !spec.onboot })],
  ['startup', set({ startup: { order: 100 } })],
  ['unprivileged', (spec) => ({ ...spec, unprivileged: !spec.unprivileged })],
  ['ostype', set({ ostype: 'gentoo' })],
  ['arch', set({ arch: 'riscv64' })],
  ['protection', (spec) => ({ ...spec, protection: !spec.protection })],
  ['timezone', set({ timezone: 'Asia/Tokyo' })],
  ['console', (spec) => ({ ...spec, console: !(spec.console ?? true) })],
  ['tty', (spec) => ({ ...spec, tty: ((spec.tty ?? 2) + 1) % 7 })],
  ['cmode', (spec) => ({ ...spec, cmode: spec.cmode === 'shell' ? 'console' : 'shell' })],
  ['hookscript', set({ hookscript: 'local:snippets/other' })],
  ['firewall.enable', (spec) => firewall({ enable: !spec.firewall.enable })(spec)],
  [
    'firewall.policyIn',
    (spec) => firewall({ policyIn: spec.firewall.policyIn === 'ACCEPT' ? 'DROP' : 'ACCEPT' })(spec),
  ],
  [
    'firewall.policyOut',
    (spec) => firewall({ policyOut: spec.firewall.policyOut === 'DROP' ? 'REJECT' : 'DROP' })(spec),
  ],
  ['firewall.dhcp', (spec) => firewall({ dhcp: !spec.firewall.dhcp })(spec)],
  ['firewall.ndp', (spec) => firewall({ ndp: !spec.firewall.ndp })(spec)],
  ['firewall.radv', (spec) => firewall({ radv: !spec.firewall.radv })(spec)],
  ['firewall.macfilter', (spec) => firewall({ macfilter: !(spec.firewall.macfilter ?? true) })(spec)],
  ['firewall.ipfilter', (spec) => firewall({ ipfilter: !spec.firewall.ipfilter })(spec)],
  ['firewall.logLevelIn', firewall({ logLevelIn: 'emerg' })],
  ['firewall.logLevelOut', firewall({ logLevelOut: 'emerg' })],
  [
    'firewall.rules',
    (spec) =>
      firewall({ rules: [{ type: 'in', action: 'DROP', enable: true, dport: '7' }, ...spec.firewall.rules] })(spec),
  ],
  ['firewall.aliases', firewall({ aliases: [{ name: 'new', cidr: '10.0.0.0/8' }] })],
  ['firewall.ipsets', firewall({ ipsets: [{ name: 'new', entries: [] }] })],
  ['extra.debug', (spec) => ({ ...spec, extra: { ...spec.extra, debug: spec.extra.debug === '1' ? '0' : '1' } })],
  ['extra.x-other', (spec) => ({ ...spec, extra: { ...spec.extra, 'x-other': '1' } })],
  ['lxc', (spec) => ({ ...spec, lxc: [...spec.lxc, ['lxc.environment', 'A=b']] })],
];

/** With a first NIC and a first mount to change, and nothing left open that would accept any live value. */
const withFirst: fc.Arbitrary<ContainerSpec> = known.map((spec) => ({
  ...spec,
  rootfs: { ...spec.rootfs, sizeBytes: 2 ** 32 },
  nics: [{ id: 'net0', name: 'eth0', hwaddr: 'BC:24:11:00:00:01' }, ...spec.nics.filter((nic) => nic.id !== 'net0')],
  mounts: [
    { id: 'mp0', kind: 'volume', storage: 'vault', volume: 'vm-1-disk-0', sizeBytes: 2 ** 30, path: '/mp0' },
    ...spec.mounts.filter((mount) => mount.id !== 'mp0'),
  ],
}));

test.each(changes)('%s changed alone is seen as that row, and as no other', (field, change) => {
  fc.assert(
    fc.property(withFirst, (spec) => {
      const [row, ...others] = differences(diffContainer(change(spec), observed(spec)));
      expect(others).toEqual([]);
      expect(row?.field).toBe(field);
      expect(row?.desired).not.toBe(row?.live);
      expect(differing(spec, observed(change(spec)))).toEqual([field]);
      expect(fieldAt(field)?.path).toBe(field);
    }),
    { numRuns: 25 },
  );
});

test('the container of the picture has the rows of the picture', () => {
  const desired: ContainerSpec = {
    vmid: 107,
    node: 'pve',
    hostname: 'qbittorrent',
    category: 'media',
    purpose: 'Torrent client',
    tags: [],
    unprivileged: true,
    features: { nesting: true, mount: ['cifs', 'nfs'] },
    devices: [],
    cores: 2,
    memoryMiB: 2048,
    swapMiB: 1024,
    rootfs: { storage: 'local-lvm', sizeBytes: 2 ** 32 },
    mounts: [
      { id: 'mp0', kind: 'bind', source: '/vault/data', path: '/data', shared: true },
      { id: 'mp1', kind: 'volume', storage: 'vault', path: '/docker', sizeBytes: 2 ** 37 },
    ],
    nics: [{ id: 'net0', name: 'eth0', bridge: 'vmbr0', ip: '192.168.0.132/24', gw: '192.168.0.1' }],
    onboot: true,
    protection: false,
    power: 'running',
    firewall: { enable: false, rules: [] },
    services: [],
    dependsOn: [],
    extra: {},
    lxc: [],
  };
  const rows = diffContainer(desired, { ...observed(desired), swapMiB: 512 });
  expect(rows.map((row) => [row.label, row.desired, row.equal, row.live])).toEqual([
    ['power', 'running', true, 'running'],
    ['hostname', 'qbittorrent', true, 'qbittorrent'],
    ['tags', 'none', true, 'none'],
    ['cores', '2', true, '2'],
    ['memory', '2,048 MiB', true, '2,048 MiB'],
    ['swap', '1,024 MiB', false, '512 MiB'],
    ['root disk', 'local-lvm, 4 GiB', true, 'local-lvm, 4 GiB'],
    ['mp0 /data', '/vault/data, bind, shared', true, '/vault/data, bind, shared'],
    ['mp1 /docker', 'vault, 128 GiB', true, 'vault, 128 GiB'],
    ['net0 bridge', 'vmbr0', true, 'vmbr0'],
    ['net0 address', '192.168.0.132/24', true, '192.168.0.132/24'],
    ['net0 gateway', '192.168.0.1', true, '192.168.0.1'],
    ['net0 filter', 'off', true, 'off'],
    ['features', 'nesting, mount=cifs;nfs', true, 'nesting, mount=cifs;nfs'],
    ['start on boot', 'yes', true, 'yes'],
    ['boot order', 'not set', true, 'not set'],
    ['privileged', 'no', true, 'no'],
    ['firewall', 'off', true, 'off'],
  ]);
});

test('a pending list means the same, whichever values the configuration was read with', () => {
  const read = (config: Record<string, unknown>) => {
    const result = parseContainerConfig(107, 'pve', { rootfs: 'local-lvm:x,size=4G', ...config }, null, 'running');
    if (!result.ok) throw new Error(result.error);
    return result.value;
  };
  const pending = [{ key: 'nameserver', value: '1.1.1.1', pending: '9.9.9.9', delete: false }];
  const desired = { ...read({ nameserver: '9.9.9.9' }), category: 'x', purpose: '', services: [], dependsOn: [] };
  for (const nameserver of ['1.1.1.1', '9.9.9.9']) {
    const rows = diffContainer(desired, read({ nameserver }), pending);
    expect(rows.find((row) => row.field === 'nameserver')).toMatchObject({
      desired: '9.9.9.9',
      live: '1.1.1.1',
      pending: '9.9.9.9',
      equal: true,
    });
  }
  const garbage = diffContainer(desired, read({ nameserver: '9.9.9.9' }), [
    { key: 'net0', value: 'garbage', pending: 'garbage', delete: false },
  ]);
  expect(differences(garbage)).toEqual([]);
});

test('aliases that were not read are not known; those that were read differ as any field', () => {
  const [spec] = fc.sample(known, { numRuns: 1, seed: 1 });
  if (!spec) throw new Error('no sample');
  const aliases = [{ name: 'lan', cidr: '10.0.0.0/8' }];
  const { aliases: _, ...without } = spec.firewall;
  const rowOf = (desired: object, live: object) =>
    diffContainer(
      { ...spec, firewall: { ...without, ...desired } },
      observed({ ...spec, firewall: { ...without, ...live } }),
    ).find((row) => row.field === 'firewall.aliases');
  expect(rowOf({}, {})).toBeUndefined();
  expect(rowOf({ aliases }, {})).toMatchObject({ live: null, equal: false });
  expect(rowOf({}, { aliases })).toMatchObject({ desired: 'none', live: 'lan 10.0.0.0/8', equal: false });
});
