/**
 * Specs for property tests: any container that the schema takes, in the form in which Proxmox would give it back
 * (tags sorted, lists in order of their numbers, no empty optional object), so that round trips can ask for equality.
 */
import fc from 'fast-check';
import { present } from '@/lib/pve/present';
import type { ContainerSpec, FirewallRuleSpec, MountSpec, NicSpec } from '@/lib/spec/container';

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** The object without its undefined keys; undefined if nothing is left. */
const some = <T extends object>(arbitrary: fc.Arbitrary<T>) =>
  arbitrary.map((value) => {
    const kept = present(value);
    return Object.keys(kept).length > 0 ? kept : undefined;
  });

/** The same for keys that have no field. */
const verbatim = (keys: Record<string, fc.Arbitrary<string | undefined>>) =>
  some(fc.record(keys)).map((kept) => kept as Record<string, string> | undefined);

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,11}$/);
const line = fc.oneof(
  fc.constantFrom('yes', 'no', '# not a comment', 'a: b', "it's", '"quoted"', '- item', '0x1f', '1e3', '~', '{a}'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).map((text) => text.trim() || 'x'),
);
/** Text of several lines, without the newline at the end that Proxmox adds and takes away. */
const text = fc
  .array(fc.oneof(line, fc.constant(''), fc.constant('  indented\ttab  ')), { minLength: 1, maxLength: 4 })
  .map((lines) => lines.join('\n').replace(/\n+$/, '') || 'x');

const path = fc
  .array(fc.stringMatching(/^[A-Za-z0-9_.-]{1,8}$/), { minLength: 1, maxLength: 3 })
  .map((parts) => `/${parts.map((part) => part.replaceAll('..', 'x')).join('/')}`);
const vmid = fc.integer({ min: 100, max: 999_999_999 });
const bytes = fc.oneof(
  fc.integer({ min: 1, max: 4096 }).map((gib) => gib * 2 ** 30),
  fc.integer({ min: 1, max: 2 ** 20 }).map((mib) => mib * 2 ** 20),
  fc.integer({ min: 1, max: 2 ** 40 }),
);
const hundredths = (max: number) => fc.integer({ min: 1, max: max * 100 }).map((value) => value / 100);
const octet = fc.integer({ min: 1, max: 254 });
const ipv4 = fc.tuple(octet, octet, octet).map(([a, b, c]) => `10.${a}.${b}.${c}`);
const hex = fc.stringMatching(/^[0-9A-F]{2}$/);
const hwaddr = fc.tuple(hex, hex, hex).map((tail) => ['BC', '24', '11', ...tail].join(':'));
const otherKeys = verbatim({ keepattrs: maybe(fc.constant('1')), idmap: maybe(word) });

/** Items with the ids `<prefix>0`…, unique and in order. */
function numbered<T>(prefix: string, max: number, item: (id: string) => fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc
    .uniqueArray(fc.integer({ min: 0, max }), { maxLength: 4 })
    .chain((numbers) => fc.tuple(...numbers.sort((a, b) => a - b).map((number) => item(`${prefix}${number}`))));
}

const volumeName = fc.tuple(vmid, fc.nat(9)).map(([owner, disk]) => `vm-${owner}-disk-${disk}`);
/** A volume that exists, or one that is asked for by its size. */
const volume = fc.oneof(
  fc.record({ volume: volumeName, sizeBytes: maybe(bytes) }),
  fc.record({ volume: fc.constant(undefined), sizeBytes: bytes }),
);
const storage = fc.constantFrom('local-lvm', 'vault', 'data');
const volumeOptions = fc.record({
  acl: maybe(fc.boolean()),
  quota: maybe(fc.boolean()),
  replicate: maybe(fc.boolean()),
  shared: maybe(fc.boolean()),
  readOnly: maybe(fc.boolean()),
  mountOptions: maybe(
    fc.uniqueArray(fc.constantFrom('discard', 'lazytime', 'noatime', 'nodev', 'noexec', 'nosuid'), {
      minLength: 1,
      maxLength: 3,
    }),
  ),
  extra: otherKeys,
});

const rootfs = fc
  .tuple(storage, volume, volumeOptions)
  .map(([place, what, options]) => present({ storage: place, ...what, ...options }));

function mount(id: string): fc.Arbitrary<MountSpec> {
  const common = fc
    .tuple(path, maybe(fc.boolean()), volumeOptions)
    .map(([at, backup, options]) => ({ id, path: at, backup, ...options }));
  return fc.oneof(
    fc
      .tuple(common, storage, volume)
      .map(([rest, place, what]) => present({ ...rest, kind: 'volume' as const, storage: place, ...what })),
    fc
      .tuple(common, path)
      .map(([rest, source]) => present({ ...rest, kind: 'bind' as const, source: `/srv${source}` })),
    fc
      .tuple(common, word, maybe(bytes))
      .map(([rest, device, sizeBytes]) =>
        present({ ...rest, kind: 'device' as const, source: `/dev/${device}`, sizeBytes }),
      ),
  );
}

function nic(id: string): fc.Arbitrary<NicSpec> {
  return fc
    .record({
      id: fc.constant(id),
      name: fc.oneof(fc.constant(`eth${id.slice(3)}`), word),
      bridge: maybe(fc.constantFrom('vmbr0', 'vmbr1')),
      hwaddr: maybe(hwaddr),
      ip: maybe(
        fc.oneof(
          fc.constantFrom('dhcp', 'manual'),
          ipv4.map((address) => `${address}/24`),
        ),
      ),
      gw: maybe(ipv4),
      ip6: maybe(fc.constantFrom('auto', 'dhcp', 'fd00::5/64')),
      gw6: maybe(fc.constant('fd00::1')),
      firewall: maybe(fc.boolean()),
      vlan: maybe(fc.integer({ min: 1, max: 4094 })),
      trunks: maybe(fc.constantFrom('2', '2;3;4')),
      mtu: maybe(fc.integer({ min: 64, max: 65535 })),
      rateMBps: maybe(hundredths(1000)),
      linkDown: maybe(fc.boolean()),
      extra: verbatim({ 'host-managed': maybe(fc.constant('1')) }),
    })
    .map(present);
}

function device(id: string): fc.Arbitrary<ContainerSpec['devices'][number]> {
  return fc
    .record({
      id: fc.constant(id),
      path: word.map((name) => `/dev/${name}`),
      mode: maybe(fc.constantFrom('0660', '0666')),
      uid: maybe(fc.nat(65535)),
      gid: maybe(fc.nat(65535)),
      denyWrite: maybe(fc.boolean()),
      extra: otherKeys,
    })
    .map(present);
}

const rule: fc.Arbitrary<FirewallRuleSpec> = fc
  .record({
    type: fc.constantFrom('in' as const, 'out' as const, 'group' as const),
    action: fc.constantFrom('ACCEPT', 'DROP', 'REJECT', 'web-group'),
    enable: fc.boolean(),
    macro: maybe(fc.constantFrom('SSH', 'Ping')),
    source: maybe(fc.constantFrom('10.0.0.0/8', '+blacklist', 'dc/lan')),
    dest: maybe(ipv4),
    proto: maybe(fc.constantFrom('tcp', 'udp', 'icmp', '47')),
    sport: maybe(fc.constantFrom('1024:65535', '53')),
    dport: maybe(fc.constantFrom('80', '80,443', '8000:8100', '0x10')),
    icmpType: maybe(fc.constant('echo-request')),
    iface: maybe(fc.constant('net0')),
    log: maybe(fc.constantFrom('info', 'nolog')),
    comment: maybe(line),
  })
  .map(present);

const firewall: fc.Arbitrary<ContainerSpec['firewall']> = fc
  .record({
    enable: fc.boolean(),
    policyIn: maybe(fc.constantFrom('ACCEPT' as const, 'DROP' as const, 'REJECT' as const)),
    policyOut: maybe(fc.constantFrom('ACCEPT' as const, 'DROP' as const, 'REJECT' as const)),
    dhcp: maybe(fc.boolean()),
    ndp: maybe(fc.boolean()),
    radv: maybe(fc.boolean()),
    macfilter: maybe(fc.boolean()),
    ipfilter: maybe(fc.boolean()),
    logLevelIn: maybe(fc.constantFrom('info', 'nolog')),
    logLevelOut: maybe(fc.constantFrom('info', 'nolog')),
    rules: fc.array(rule, { maxLength: 4 }),
    aliases: maybe(
      fc.array(fc.record({ name: word, cidr: ipv4, comment: maybe(line) }).map(present), {
        minLength: 1,
        maxLength: 2,
      }),
    ),
    ipsets: maybe(
      fc.array(
        fc
          .record({
            name: word,
            comment: maybe(line),
            entries: fc.array(
              fc.record({ cidr: ipv4, nomatch: maybe(fc.boolean()), comment: maybe(line) }).map(present),
              { maxLength: 2 },
            ),
          })
          .map(present),
        { minLength: 1, maxLength: 2 },
      ),
    ),
  })
  .map(present);

const service = fc
  .record({
    name: line,
    port: fc.integer({ min: 1, max: 65535 }),
    protocol: fc.constantFrom('tcp' as const, 'udp' as const),
    probe: maybe(fc.constantFrom('tcp' as const, 'http' as const, 'https' as const)),
    path: maybe(path),
  })
  .map(present);

const label = fc.stringMatching(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,10}[A-Za-z0-9])?$/);
const tags = fc
  .uniqueArray(fc.stringMatching(/^[a-z0-9_][a-z0-9_\-+.]{0,8}$/), { maxLength: 5 })
  .map((items) => items.sort());

const extra = verbatim({
  debug: maybe(fc.constantFrom('0', '1')),
  entrypoint: maybe(fc.constant('/sbin/init')),
  env: maybe(line),
  unused0: maybe(fc.constant('local-lvm:vm-100-disk-9')),
  'x-new-key': maybe(line),
}).map((kept) => kept ?? {});

const host = fc.tuple(label, fc.array(label, { maxLength: 2 })).map((labels) => labels.flat().join('.'));

/** Any container. */
export const arbitrarySpec: fc.Arbitrary<ContainerSpec> = fc
  .record({
    vmid,
    node: word,
    hostname: host,
    category: line,
    purpose: fc.oneof(line, fc.constant('')),
    description: maybe(text),
    tags,
    template: maybe(line),
    ostype: maybe(fc.constantFrom('debian', 'ubuntu', 'alpine')),
    arch: maybe(fc.constantFrom('amd64', 'arm64')),
    unprivileged: fc.boolean(),
    features: some(
      fc.record({
        nesting: maybe(fc.boolean()),
        keyctl: maybe(fc.boolean()),
        fuse: maybe(fc.boolean()),
        mknod: maybe(fc.boolean()),
        forceRwSys: maybe(fc.boolean()),
        mount: maybe(fc.uniqueArray(fc.constantFrom('nfs', 'cifs', 'ext4'), { minLength: 1 })),
        extra: otherKeys,
      }),
    ),
    devices: numbered('dev', 255, device),
    cores: maybe(fc.integer({ min: 1, max: 8192 })),
    cpulimit: maybe(fc.oneof(fc.constant(0), hundredths(128))),
    cpuunits: maybe(fc.integer({ min: 0, max: 500_000 })),
    memoryMiB: fc.integer({ min: 16, max: 1_048_576 }),
    swapMiB: fc.integer({ min: 0, max: 1_048_576 }),
    rootfs,
    mounts: numbered('mp', 255, mount),
    nics: numbered('net', 31, nic),
    nameserver: maybe(fc.constantFrom(' ', '1.1.1.1', '1.1.1.1 fd00::1')),
    searchdomain: maybe(fc.constantFrom('example.invalid', 'a.example b.example')),
    timezone: maybe(fc.constantFrom('host', 'UTC', 'Europe/Berlin')),
    onboot: fc.boolean(),
    startup: some(
      fc.record({ order: maybe(fc.nat(99)), upSeconds: maybe(fc.nat(600)), downSeconds: maybe(fc.nat(600)) }),
    ),
    protection: fc.boolean(),
    power: fc.constantFrom('running' as const, 'stopped' as const),
    console: maybe(fc.boolean()),
    tty: maybe(fc.integer({ min: 0, max: 6 })),
    cmode: maybe(fc.constantFrom('shell' as const, 'console' as const, 'tty' as const)),
    hookscript: maybe(fc.constant('local:snippets/hook.pl')),
    firewall,
    services: fc.array(service, { maxLength: 3 }),
    dependsOn: fc.uniqueArray(vmid, { maxLength: 3 }),
    extra,
    lxc: fc.array(fc.tuple(fc.constantFrom('lxc.mount.entry', 'lxc.apparmor.profile'), line), { maxLength: 2 }),
  })
  .map((spec) => present(spec) as ContainerSpec);
