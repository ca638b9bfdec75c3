import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findAll } from '@/lib/findings/find';
import type { Finding } from '@/lib/findings/finding';
import { labFileSchema, labToSpecs } from '@/lib/lab/lab-file';
import type { Observed } from '@/lib/live/observed';
import { observedContainer, observedLab } from '@/lib/live/observed-fixture';
import type { ContainerSpec, NicSpec } from '@/lib/spec/container';

const nic = (over: Partial<NicSpec> = {}): NicSpec => ({
  id: 'net0',
  name: 'eth0',
  bridge: 'vmbr0',
  ip: '192.168.0.10/24',
  gw: '192.168.0.1',
  firewall: true,
  ...over,
});
const tunnelNic = (ip: string, gw?: string) => nic({ id: 'net1', name: 'eth1', bridge: 'vmbr1', ip, gw });
const rule = { type: 'in', action: 'ACCEPT', enable: true, proto: 'tcp', dport: '80' } as const;

/** A container with which nothing is wrong. */
function sound(vmid: number, hostname: string, over: Partial<ContainerSpec> = {}): ContainerSpec {
  return {
    vmid,
    node: 'pve',
    hostname,
    category: 'media',
    purpose: '',
    tags: [],
    unprivileged: true,
    features: { nesting: true },
    devices: [],
    memoryMiB: 1024,
    swapMiB: 0,
    rootfs: { storage: 'local-lvm', volume: `vm-${vmid}-disk-0`, sizeBytes: 2 ** 32 },
    mounts: [],
    nics: [nic({ ip: `192.168.0.${vmid}/24` })],
    onboot: true,
    protection: false,
    power: 'running',
    firewall: { enable: true, rules: [rule] },
    services: [],
    dependsOn: [],
    extra: {},
    lxc: [],
    ...over,
  };
}

const wireguard = sound(116, 'wireguard', {
  nics: [nic({ ip: '192.168.0.219/24' }), tunnelNic('10.10.10.1/24')],
  startup: { order: 1 },
});
const find = (specs: ContainerSpec[], over: Partial<Observed> = {}) =>
  findAll({ desired: specs, observed: observedLab(specs, over) });
const only = (findings: Finding[], ruleName: string) => {
  const found = findings.filter((finding) => finding.rule === ruleName);
  expect(found, ruleName).toHaveLength(1);
  return found[0];
};

test('a sound lab has no finding', () => {
  const client = sound(107, 'qbittorrent', {
    nics: [nic({ gw: undefined }), tunnelNic('10.10.10.2/24', '10.10.10.1')],
  });
  expect(find([sound(100, 'swag'), client, wireguard])).toEqual([]);
});

describe('the VPN leaks', () => {
  const leaking = (over: Partial<ContainerSpec> = {}, lan: Partial<NicSpec> = {}) =>
    sound(107, 'qbittorrent', {
      nics: [nic({ firewall: false, ...lan }), tunnelNic('10.10.10.2/24', '10.10.10.1')],
      ...over,
    });

  test('by a second default gateway where nothing is filtered', () => {
    const prowlarr = { ...leaking(), vmid: 108, hostname: 'prowlarr' };
    const findings = find([leaking(), prowlarr, wireguard]);
    expect(findings[0]).toEqual({
      id: 'vpn-leak/192.168.0.1/net0',
      rule: 'vpn-leak',
      severity: 'fault',
      title: 'qbittorrent and prowlarr can leak around the VPN',
      evidence: 'Each has a second default gateway, 192.168.0.1 on net0, where nothing is filtered.',
      vmids: [107, 108],
    });
  });

  test('through a filter that lets everything out, and not through one that does not', () => {
    expect(only(find([leaking({}, { firewall: true }), wireguard]), 'vpn-leak')?.evidence).toContain(
      'everything may leave',
    );
    const shut = leaking({ firewall: { enable: true, policyOut: 'DROP', rules: [rule] } }, { firewall: true });
    expect(find([shut, wireguard]).filter((finding) => finding.rule === 'vpn-leak')).toEqual([]);
  });

  test('not by two ordinary routers', () => {
    const dual = sound(107, 'dual', { nics: [nic(), tunnelNic('10.0.0.2/24', '10.0.0.1')] });
    expect(find([dual])).toEqual([]);
  });
});

describe('each rule', () => {
  test.each<[string, ContainerSpec[], Partial<Observed>, string, string]>([
    [
      'rules-never-fire',
      [112, 113].map((vmid) =>
        sound(vmid, `c${vmid}`, { nics: [nic({ ip: `192.168.0.${vmid}/24`, firewall: false })] }),
      ),
      {},
      '2 containers have firewall rules that can never fire',
      '112, 113: the rules are on, the NIC has firewall=0.',
    ],
    [
      'rules-never-fire',
      [sound(107, 'q', { nics: [nic({ firewall: false }), tunnelNic('10.10.10.2/24')] })],
      {},
      'The firewall rules of q never fire on net0',
      '107: the rules are on, net0 has firewall=0.',
    ],
    [
      'cluster-firewall-off',
      [sound(100, 'swag')],
      { clusterFirewall: false },
      'Nothing is filtered: the cluster firewall is off',
      '1 container has its firewall on, and no rule of theirs acts.',
    ],
    [
      'memory-overcommitted',
      [sound(100, 'a', { memoryMiB: 36096 }), sound(117, 'b', { memoryMiB: 9216, onboot: false, power: 'stopped' })],
      {},
      '35.25 GiB start on boot, pve has 31',
      'The limits of 1 container. With 117 running it is 44.25 GiB.',
    ],
    [
      'exposed-without-firewall',
      [sound(101, 'drive', { firewall: { enable: false, rules: [] } })],
      {},
      '1 container is on the LAN without a firewall',
      '101: the firewall is off, every port that listens can be reached.',
    ],
    [
      'refused-rule',
      [
        sound(102, 'files', {
          firewall: { enable: true, rules: [rule, { ...rule, proto: 'tcp,udp', dport: '137,138' }] },
        }),
      ],
      {},
      'files has 1 rule that Proxmox refuses',
      'Rule 2 names 2 protocols, tcp and udp, for ports 137,138: Proxmox takes one.',
    ],
    [
      'privileged',
      [sound(105, 'immich', { unprivileged: false })],
      {},
      '1 container is privileged',
      '105: root inside is root on the host.',
    ],
    [
      'dhcp-scraped',
      [
        sound(106, 'prom', {
          nics: [nic({ ip: 'dhcp', gw: undefined })],
          services: [{ name: 'p', port: 9221, protocol: 'tcp' }],
        }),
      ],
      {},
      'prom may move to another address',
      'DHCP gives the address, and others ask 106 at tcp 9221.',
    ],
    [
      'uppercase-hostname',
      [sound(100, 'SWAG')],
      {},
      'SWAG is written in upper case',
      '100: DNS does not tell upper from lower case, scripts and tags do.',
    ],
    [
      'no-backup-job',
      [sound(100, 'swag')],
      { backupJobs: 0 },
      'No container has a backup job',
      'Proxmox lists no job: a volume that is lost stays lost.',
    ],
    [
      'host-only-settings',
      [sound(105, 'immich', { devices: [{ id: 'dev0', path: '/dev/dri/renderD128' }] })],
      {},
      '1 container has settings that only root on the host may write',
      '105: devices. No API token may set them.',
    ],
    [
      'no-boot-order',
      [{ ...wireguard, startup: undefined }, sound(107, 'q', { nics: [tunnelNic('10.10.10.2/24', '10.10.10.1')] })],
      {},
      'q may start before its gateway wireguard',
      '116 is in no boot order, and 107 sends everything through it.',
    ],
  ])('%s says what it sees', (name, specs, over, title, evidence) => {
    const finding = only(find(specs, over), name);
    expect([finding?.title, finding?.evidence]).toEqual([title, evidence]);
  });

  test('shared-bind-mount wants both kinds of writers', () => {
    const mounts = [{ id: 'mp0', kind: 'bind' as const, source: '/vault/data', path: '/data' }];
    const [a, b] = [sound(104, 'vault', { mounts }), sound(105, 'immich', { mounts, unprivileged: false })];
    expect(only(find([a, b]), 'shared-bind-mount')).toMatchObject({
      title: '2 containers write /vault/data under different user ids',
      evidence: '105 is privileged and writes as uid 0, the other 1 as 100000 and up.',
      vmids: [105],
    });
    expect(find([a]).some((finding) => finding.rule === 'shared-bind-mount')).toBe(false);
  });

  test('what is not known is no finding', () => {
    expect(find([sound(100, 'swag')], { clusterFirewall: null, backupJobs: null, hosts: [] })).toEqual([]);
    expect(findAll({ desired: [sound(100, 'SWAG')], observed: observedLab([], { lastAnswerAt: null }) })).toEqual([]);
  });

  test('measured memory, a stopped container and an unreadable one', () => {
    const specs = [sound(104, 'vault'), sound(105, 'immich'), sound(130, 'loki')];
    const [vault, immich, loki] = specs;
    if (!vault || !immich || !loki) throw new Error('three specs');
    const full = observedContainer(vault);
    const observed = observedLab(specs);
    observed.containers.set(104, { ...full, usage: full.usage && { ...full.usage, memoryBytes: 0.904 * 2 ** 30 } });
    observed.containers.set(105, observedContainer(immich, { status: 'stopped' }));
    observed.containers.set(130, observedContainer(loki, { config: null, unreadable: "net0: 'x' is not a NIC" }));
    const findings = findAll({ desired: specs, observed });
    expect(findings.map(({ title, evidence }) => [title, evidence])).toEqual([
      ['The configuration of loki cannot be read', "net0: 'x' is not a NIC"],
      ['immich is stopped and shall run', 'Nothing works on it now.'],
      ['vault uses 90 % of its memory', expect.stringMatching(/^0\.90 of 1 GiB\.$/)],
    ]);
    const task = { upid: 'u', node: 'pve', type: 'vzreboot', id: '105', user: 'root@pam', startedAt: 0 };
    const moving = findAll({
      desired: specs,
      observed: { ...observed, tasks: [{ ...task, endedAt: null, status: null }] },
    });
    expect(moving.some((finding) => finding.rule === 'not-running')).toBe(false);
  });

  test('a call that is refused for many is one finding, and garbage in one is another', () => {
    const specs = [sound(104, 'vault'), sound(105, 'immich'), sound(130, 'loki')];
    const observed = observedLab(specs);
    const spoil = (vmid: number, over: Parameters<typeof observedContainer>[1]) => {
      const spec = specs.find((one) => one.vmid === vmid);
      if (spec) observed.containers.set(vmid, observedContainer(spec, over));
    };
    const notAllowed = (vmid: number) => `Permission check failed (/vms/${vmid}, VM.Audit)`;
    for (const vmid of [104, 105]) spoil(vmid, { config: null, unreadable: notAllowed(vmid) });
    spoil(130, { config: null, unreadable: "net0: 'x' is not a NIC" });
    const found = () =>
      findAll({ desired: specs, observed })
        .filter(({ rule }) => rule === 'unreadable' || rule === 'firewall-unread')
        .map(({ title, evidence, vmids }) => [title, evidence, vmids]);
    expect(found()).toEqual([
      [
        'The configuration of 2 containers cannot be read',
        '104, 105: Permission check failed (/vms/…, VM.Audit)',
        [104, 105],
      ],
      ['The configuration of loki cannot be read', "net0: 'x' is not a NIC", [130]],
    ]);
    for (const vmid of [104, 105, 130])
      spoil(vmid, { firewallUnread: `Method 'GET /lxc/${vmid}/firewall/options' not implemented` });
    expect(found()).toEqual([
      [
        'The firewall of 3 containers cannot be read',
        "104, 105, 130: Method 'GET /lxc/…/firewall/options' not implemented",
        [104, 105, 130],
      ],
    ]);
    // Nothing is claimed of a firewall that nobody has seen.
    const filtered = specs.map((spec) => ({ ...spec, firewall: { enable: true, rules: [] } }));
    const rules = findAll({ desired: filtered, observed }).map(({ rule }) => rule);
    expect(rules).not.toContain('exposed-without-firewall');
  });
});

const own = new URL('../../lab/lab.json', import.meta.url);
const reference = new URL('../../../shared/lab/lab.json', import.meta.url);
describe.each([
  ['demo', own],
  ['reference', reference],
])('the %s lab', (_, file) => {
  const there = file === own || existsSync(file);
  const read = () => labToSpecs(labFileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))));
  const asDeclared = { backupJobs: 0, clusterFirewall: false };

  test.runIf(there)('has all that is wrong with it', () => {
    const findings = find(read(), asDeclared);
    const of = (name: string) => findings.filter((finding) => finding.rule === name);
    const vmids = (name: string) => of(name).flatMap((finding) => finding.vmids);
    const wholly = [112, 113, 114, 115, 118, 120, 121];
    expect(of('rules-never-fire').map((finding) => finding.vmids)).toEqual([wholly, [107, 108]]);
    expect(of('cluster-firewall-off')).toHaveLength(1);
    expect(vmids('vpn-leak')).toEqual([107, 108]);
    expect(vmids('no-boot-order')).toEqual([107, 108, 116]);
    expect(of('memory-overcommitted')[0]).toMatchObject({
      title: '35.25 GiB start on boot, pve has 31',
      evidence: 'The limits of 29 containers. With 117 running it is 44.25 GiB.',
    });
    expect(of('refused-rule')[0]?.evidence).toContain('Rule 3 names 2 protocols, tcp and udp, for ports 139,138,137');
    expect(vmids('exposed-without-firewall')).toEqual([101, 103, 106, 109, 111, 117, 119, 124, 128, 133]);
    expect(vmids('privileged')).toEqual([105, 117, 120]);
    expect(of('shared-bind-mount')[0]?.title).toMatch(/containers write \/vault\/data under different user ids/);
    expect(vmids('dhcp-scraped')).toEqual([106, 109]);
    expect(vmids('uppercase-hostname')).toEqual([100]);
    expect(of('no-backup-job')).toHaveLength(1);
    // findings.md leaves 117 out, but it has the GPU too
    expect(vmids('host-only-settings')).toEqual([102, 104, 105, 107, 108, 112, 113, 114, 115, 117, 120, 121]);
    const urgency = ['fault', 'warn', 'info'];
    const order = findings.map((finding) => urgency.indexOf(finding.severity));
    expect(order).toEqual(order.toSorted());
    expect(new Set(findings.map((finding) => finding.id)).size).toBe(findings.length);
  });

  test.runIf(there)('mended has nothing', () => {
    const taken = new Set<string>();
    const mended = read().map((spec): ContainerSpec => {
      // the tunnel's clients keep one gateway
      const dual = spec.nics.some((one) => one.gw === '10.10.10.1');
      return {
        ...spec,
        hostname: spec.hostname.toLowerCase(),
        unprivileged: true,
        memoryMiB: Math.floor(spec.memoryMiB / 2),
        features: { nesting: true },
        devices: [],
        mounts: spec.mounts.filter((mount) => mount.kind === 'volume'),
        nics: spec.nics.map((one, at) => {
          const ip = one.ip === 'dhcp' ? `192.168.0.${230 + taken.add(`${spec.vmid}/${at}`).size}/24` : one.ip;
          return { ...one, ip, gw: dual && one.gw !== '10.10.10.1' ? undefined : one.gw, firewall: true };
        }),
        startup: spec.vmid === 116 ? { order: 1 } : undefined,
        firewall: {
          enable: true,
          rules: spec.firewall.rules.map((one) => ({ ...one, proto: one.proto?.split(',')[0] })),
        },
      };
    });
    expect(find(mended)).toEqual([]);
  });
});
