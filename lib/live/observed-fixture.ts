/** For tests: a lab observed exactly as it is desired, on one healthy node, for a test to spoil. */
import type { Observed, ObservedContainer } from '@/lib/live/observed';
import { configuredOf } from '@/lib/plan/settle';
import type { ContainerSpec } from '@/lib/spec/container';

export const fixtureNow = Date.UTC(2025, 10, 22, 22, 41);

/** A plain container with nothing special about it. */
export function fixtureSpec(vmid: number, hostname: string, over: Partial<ContainerSpec> = {}): ContainerSpec {
  return {
    vmid,
    node: 'pve',
    hostname,
    category: 'media',
    purpose: 'does things',
    tags: ['a'],
    ostype: 'debian',
    unprivileged: true,
    devices: [],
    cores: 2,
    memoryMiB: 2048,
    swapMiB: 1024,
    rootfs: { storage: 'local-lvm', volume: `vm-${vmid}-disk-0`, sizeBytes: 4 * 2 ** 30 },
    mounts: [],
    nics: [
      { id: 'net0', name: 'eth0', bridge: 'vmbr0', ip: `192.168.0.${vmid}/24`, hwaddr: 'BC:24:11:01:00:01' },
      { id: 'net1', name: 'eth1', bridge: 'vmbr1', ip: 'dhcp', hwaddr: 'BC:24:11:02:00:01' },
    ],
    onboot: true,
    protection: false,
    power: 'running',
    firewall: { enable: false, rules: [] },
    services: [],
    dependsOn: [],
    extra: {},
    lxc: [],
    ...over,
  };
}

/** The container as its spec says, running or not. */
export function observedContainer(spec: ContainerSpec, over: Partial<ObservedContainer> = {}): ObservedContainer {
  const running = spec.power === 'running';
  return {
    vmid: spec.vmid,
    node: spec.node,
    name: spec.hostname,
    status: spec.power,
    template: false,
    lock: null,
    usage: running
      ? {
          at: fixtureNow - 4_000,
          cpu: 0.02,
          memoryBytes: spec.memoryMiB * 2 ** 20 * 0.5,
          maxMemoryBytes: spec.memoryMiB * 2 ** 20,
          diskBytes: 2 ** 30,
          maxDiskBytes: 4 * 2 ** 30,
          netInBytesPerSecond: 0,
          netOutBytesPerSecond: 0,
          diskReadBytesPerSecond: 0,
          diskWriteBytesPerSecond: 0,
          uptimeSeconds: 3_600,
        }
      : null,
    cpuSpark: running ? [0.01, 0.02] : [],
    startedAt: running ? fixtureNow - 3_600_000 : null,
    config: configuredOf(spec),
    unreadable: null,
    firewallUnread: null,
    digest: `digest-${spec.vmid}`,
    firewallDigest: { options: null, rules: null },
    pending: [],
    configuredAt: fixtureNow - 10_000,
    ...over,
  };
}

/** A lab of these specs, all as desired, on nodes of 31 GiB. */
export function observedLab(specs: ContainerSpec[], over: Partial<Observed> = {}): Observed {
  return {
    lastAnswerAt: fixtureNow - 2_000,
    beats: 7,
    error: null,
    endpoint: '127.0.0.1:8006',
    hosts: [...new Set(specs.map((spec) => spec.node))].map((node) => ({
      node,
      at: fixtureNow - 4_000,
      online: true,
      pveVersion: '8.4',
      kernel: '6.14.8-2-pve',
      uptimeSeconds: 3_600_000,
      cpu: 0.09,
      cpus: 12,
      cpuSpark: [0.08, 0.09],
      cpuPeak: null,
      memoryUsedBytes: 19.5 * 2 ** 30,
      memoryPhysicalBytes: 31 * 2 ** 30,
      storages: [],
      bridges: ['vmbr0', 'vmbr1'],
      netInBytesPerSecond: 6e6,
      netOutBytesPerSecond: 8e5,
      netSpark: [],
    })),
    containers: new Map(specs.map((spec) => [spec.vmid, observedContainer(spec)])),
    tasks: [],
    forbidden: [],
    backupJobs: 1,
    clusterFirewall: true,
    ...over,
  };
}
