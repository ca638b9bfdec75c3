/** A datacenter as the lab file declares it, then as somebody changed it behind the owner's back. */
import { type LabFile, labToSpecs } from '@/lib/lab/lab-file';
import type { ContainerSpec } from '@/lib/spec/container';
import { printPropertyString } from '@/simulator/interface/property-string';
import { readBack } from '@/simulator/lxc/config-file';
import { formatSize } from '@/simulator/lxc/mount-point';
import { normaliseTags } from '@/simulator/lxc/tags';
import { placeOf } from '@/simulator/lxc/volumes';
import { nodesOf } from '@/simulator/state/lab-nodes';
import { changeBehindBack } from '@/simulator/state/out-of-band';
import { standardAccess } from '@/simulator/state/standard-access';
import type { Container, State, StorageState } from '@/simulator/state/state';
import { formatUpid } from '@/simulator/tasks/upid';

const gib = 2 ** 30;
const uptimeSeconds = 41 * 86_400 + 6 * 3600 + 12 * 60;

/** The state of a lab; `now` is when it is looked at, `tokenSecret` what Wheelhouse's token has. */
export function stateFromLab(lab: LabFile, now: number, tokenSecret: string): State {
  const bootedAt = Math.floor(now) - uptimeSeconds;
  const nodes = nodesOf(lab, bootedAt);
  const state: State = {
    version: versionOf(lab.host.pve_version),
    clusterName: nodes.length > 1 ? (lab.cluster ?? 'lab') : null,
    nodes,
    storages: lab.storages.map((storage) => storageOf(storage)),
    ...standardAccess(tokenSecret),
    options: { mac_prefix: 'BC:24:11', keyboard: 'de' },
    pools: [],
    containers: {},
    backupJobs: [],
    firewall: {
      cluster: { options: {}, rules: [], aliases: [], ipsets: [], groups: [] },
      nodes: Object.fromEntries(nodes.map((node) => [node.name, { options: {}, rules: [] }])),
      guests: {},
    },
    templates: {},
    tasks: [],
    log: [],
  };
  const specs = labToSpecs(lab);
  addTemplates(state, specs, now);
  for (const [index, spec] of specs.entries()) addContainer(state, spec, bootedAt, index);
  for (const change of lab.outOfBand ?? []) changeBehindBack(state, change, Math.floor(now - change.hoursAgo * 3600));
  state.tasks.sort((a, b) => a.starttime - b.starttime);
  return state;
}

function versionOf(release: string): State['version'] {
  return release === '8.4'
    ? { version: '8.4.21', release, repoid: '2606ac85fc6c1d39' }
    : { version: `${release}.1`, release, repoid: '7a2b3c4d5e6f7081' };
}

function storageOf(storage: LabFile['storages'][number]): StorageState {
  const fileBased = storage.type === 'dir';
  const total = storage.total_bytes ?? 500 * gib;
  return {
    storage: storage.id,
    type: storage.type,
    ...(fileBased ? { path: storage.path ?? (storage.id === 'local' ? '/var/lib/vz' : `/mnt/${storage.id}`) } : {}),
    content: storage.content,
    shared: storage.shared ?? false,
    ...(storage.nodes ? { nodes: storage.nodes } : {}),
    totalBytes: total,
    usedBytes: storage.used_bytes ?? Math.round(total * 0.2),
    snapshots: !fileBased,
    linkedClone: !fileBased,
    volumes: [],
  };
}

function addTemplates(state: State, specs: ContainerSpec[], now: number): void {
  const storage = state.storages.find((one) => one.content.includes('vztmpl'));
  for (const spec of specs) {
    if (!spec.template || !storage) continue;
    const volid = `${storage.storage}:vztmpl/${spec.template}`;
    if (state.templates[volid]) continue;
    const format = spec.template.endsWith('.zst') ? 'tzst' : spec.template.endsWith('.xz') ? 'txz' : 'tgz';
    const size = spec.template.startsWith('alpine') ? 3_200_000 : 128_000_000;
    const name = `vztmpl/${spec.template}`;
    storage.volumes.push({ name, content: 'vztmpl', format, size, ctime: Math.floor(now) - uptimeSeconds });
    state.templates[volid] = {
      ostype: spec.ostype ?? 'debian',
      arch: spec.arch ?? 'amd64',
      guest: { reactsToShutdown: true, shutdownSeconds: 1.5 },
    };
  }
}

const flag = (value: boolean | undefined) => (value === undefined ? undefined : value ? '1' : '0');

function addContainer(state: State, spec: ContainerSpec, bootedAt: number, index: number): void {
  const startedAt = bootedAt + 45 + index * 2;
  const container: Container = {
    vmid: spec.vmid,
    node: spec.node,
    config: readBack(configOf(spec)),
    lxc: spec.lxc,
    pending: {},
    pendingDelete: [],
    snapshots: [],
    running: spec.power === 'running' ? { pid: 1800 + index * 211, startedAt, hostname: spec.hostname } : null,
    guest: { reactsToShutdown: true, shutdownSeconds: 1.5 },
  };
  state.containers[spec.vmid] = container;
  addVolumes(state, spec, bootedAt);
  addFirewall(state, spec);
  if (container.running) addStart(state, spec, startedAt, bootedAt);
}

/** The config keys of a spec in Proxmox's own notation. */
function configOf(spec: ContainerSpec): Record<string, string> {
  const config: Record<string, string | undefined> = {
    ...spec.extra,
    hostname: spec.hostname,
    arch: spec.arch,
    ostype: spec.ostype,
    memory: String(spec.memoryMiB),
    swap: String(spec.swapMiB),
    cores: spec.cores === undefined ? undefined : String(spec.cores),
    onboot: spec.onboot ? '1' : undefined,
    unprivileged: spec.unprivileged ? '1' : undefined,
    protection: spec.protection ? '1' : undefined,
    tags: spec.tags.length ? normaliseTags(spec.tags.join(';')) : undefined,
    description: spec.description,
    features: featuresOf(spec),
    rootfs: volumeText('rootfs', spec.rootfs),
  };
  for (const mount of spec.mounts) config[mount.id] = mountOf(mount);
  for (const device of spec.devices)
    config[device.id] = `${device.path}${device.gid === undefined ? '' : `,gid=${device.gid}`}`;
  for (const nic of spec.nics)
    config[nic.id] = printPropertyString(
      'net',
      defined({
        name: nic.name,
        bridge: nic.bridge,
        firewall: nic.firewall ? '1' : undefined,
        gw: nic.gw,
        hwaddr: nic.hwaddr,
        ip: nic.ip,
        type: 'veth',
      }),
    );
  return defined(config);
}

const defined = (values: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));

function featuresOf({ features }: ContainerSpec): string | undefined {
  if (!features) return undefined;
  const text = printPropertyString(
    'features',
    defined({ nesting: flag(features.nesting), mount: features.mount?.join(';') }),
  );
  return text || undefined;
}

const volumeText = (key: string, volume: { storage: string; volume?: string; sizeBytes?: number }) =>
  printPropertyString(key === 'rootfs' ? 'rootfs' : 'mount', {
    volume: `${volume.storage}:${volume.volume}`,
    ...(volume.sizeBytes ? { size: formatSize(volume.sizeBytes) } : {}),
  });

function mountOf(mount: ContainerSpec['mounts'][number]): string {
  if (mount.kind === 'volume')
    return printPropertyString('mount', {
      volume: `${mount.storage}:${mount.volume}`,
      mp: mount.path,
      ...(mount.sizeBytes ? { size: formatSize(mount.sizeBytes) } : {}),
    });
  return printPropertyString(
    'mount',
    defined({ volume: mount.source, mp: mount.path, shared: mount.shared ? '1' : undefined }),
  );
}

function addVolumes(state: State, spec: ContainerSpec, now: number): void {
  const volumes = [spec.rootfs, ...spec.mounts.filter((mount) => mount.kind === 'volume')];
  for (const volume of volumes) {
    const storage = state.storages.find((one) => one.storage === volume.storage);
    if (!storage || !volume.volume || !volume.sizeBytes) continue;
    const used = Math.round(volume.sizeBytes * 0.07);
    const format = storage.type === 'zfspool' ? 'subvol' : 'raw';
    const size = volume.sizeBytes;
    const place = placeOf(storage, spec.node);
    const { vmid } = spec;
    storage.volumes.push({ name: volume.volume, content: 'rootdir', format, size, used, ctime: now, vmid, ...place });
  }
}

function addFirewall(state: State, spec: ContainerSpec): void {
  const { enable, rules } = spec.firewall;
  if (!enable && !rules.length) return;
  state.firewall.guests[spec.vmid] = {
    options: { enable: enable ? '1' : '0' },
    rules: rules.map((rule) =>
      defined({ ...rule, enable: rule.enable ? '1' : '0', icmpType: undefined, 'icmp-type': rule.icmpType }),
    ),
    aliases: [],
    ipsets: [],
  };
}

/** The task with which the host started the container at boot. */
function addStart(state: State, spec: ContainerSpec, startedAt: number, bootedAt: number): void {
  const task = {
    node: spec.node,
    pid: 1700 + spec.vmid,
    pstart: (startedAt - bootedAt) * 100,
    starttime: startedAt - 2,
    type: 'vzstart',
    id: String(spec.vmid),
    user: 'root@pam',
  };
  state.tasks.push({ ...task, upid: formatUpid(task), endtime: startedAt, status: 'OK', log: ['TASK OK'] });
}
