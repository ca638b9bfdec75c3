/**
 * The lab as one file: a host, its networks and storages, and its containers as their owner declares them.
 *
 * The simulator builds a Proxmox from it, and the demo takes its desired state from it; `outOfBand` is what somebody
 * then changed behind the owner's back, so that the demo has something to show.
 */
import { z } from 'zod';
import { invariant } from '@/lib/invariant';
import { type ContainerSpec, containerSpecSchema, type MountSpec, type ServiceSpec } from '@/lib/spec/container';

const labContainerSchema = z.object({
  vmid: z.int(),
  hostname: z.string(),
  /** The node that it is on, if the lab has several; the host's otherwise. */
  node: z.string().optional(),
  category: z.string(),
  purpose: z.string(),
  ostype: z.string(),
  template: z.string(),
  unprivileged: z.boolean(),
  cores: z.int(),
  memory_mib: z.int(),
  swap_mib: z.int(),
  rootfs: z.object({ storage: z.string(), size: z.string() }),
  mounts: z.array(
    z.discriminatedUnion('kind', [
      z.object({
        id: z.string(),
        kind: z.literal('bind'),
        source: z.string(),
        path: z.string(),
        shared: z.boolean().optional(),
      }),
      z.object({ id: z.string(), kind: z.literal('volume'), storage: z.string(), path: z.string(), size: z.string() }),
    ]),
  ),
  nics: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      bridge: z.string(),
      ip: z.string(),
      gw: z.string(),
      firewall: z.boolean(),
    }),
  ),
  features: z.object({ nesting: z.boolean().optional(), mount: z.array(z.string()).optional() }),
  onboot: z.boolean(),
  tags: z.array(z.string()),
  gpu: z.boolean(),
  firewall: z.object({
    enable: z.boolean(),
    rules: z.array(
      z.object({
        type: z.enum(['in', 'out']),
        action: z.string(),
        comment: z.string().optional(),
        enable: z.int(),
        proto: z.string().optional(),
        dport: z.string().optional(),
        source: z.string().optional(),
        dest: z.string().optional(),
      }),
    ),
  }),
  service_probes: z.array(z.string()),
});

/** A change behind the owner's back: config keys of Proxmox as somebody else set them; null takes the key away. */
const outOfBandSchema = z.object({
  vmid: z.int(),
  set: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).optional(),
  power: z.enum(['running', 'stopped']).optional(),
  /** Who did it, if Proxmox has a task for it. */
  by: z.string().optional(),
  task: z.string().optional(),
  hoursAgo: z.number(),
});

export const labFileSchema = z
  .object({
    about: z.string(),
    host: z
      .object({
        node: z.string(),
        pve_version: z.string(),
        kernel: z.string(),
        memory_gib: z.number(),
        cpus: z.int().optional(),
      })
      .loose(),
    /** Further nodes of a cluster; what is not said is as on the host. */
    nodes: z
      .array(
        z.object({
          node: z.string(),
          ip: z.string().optional(),
          cpus: z.int().optional(),
          memory_gib: z.number().optional(),
        }),
      )
      .optional(),
    /** The cluster's name; `lab` if there are several nodes and none is given. */
    cluster: z.string().optional(),
    networks: z.array(
      z.object({
        bridge: z.string(),
        cidr: z.string(),
        gateway: z.string(),
        gateway_container: z.int().optional(),
        role: z.string(),
      }),
    ),
    storages: z.array(
      z.object({
        id: z.string(),
        type: z.string(),
        path: z.string().optional(),
        content: z.array(z.string()),
        use: z.string().optional(),
        /** The same storage on every node; a local one is a different one on each. */
        shared: z.boolean().optional(),
        /** The nodes that have it; all of them if absent. */
        nodes: z.array(z.string()).optional(),
        /** Sizes for the simulator, in bytes. */
        total_bytes: z.number().optional(),
        used_bytes: z.number().optional(),
      }),
    ),
    categories: z.record(z.string(), z.string()),
    containers: z.array(labContainerSchema),
    outOfBand: z.array(outOfBandSchema).optional(),
  })
  .loose();

export type LabFile = z.infer<typeof labFileSchema>;
export type LabContainer = z.infer<typeof labContainerSchema>;

const unitBytes: Record<string, number> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** Bytes of Proxmox's size notation: `4G`, `2560M`, `512K`, `1073741824`. Null if it is not one. */
export function parseSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)([KMGT]?)$/.exec(text);
  if (!match) return null;
  return Math.round(Number(match[1]) * (unitBytes[match[2] ?? ''] ?? 1));
}

/** The MAC address that the lab's NIC has: Proxmox's own prefix, then the NIC's number and the vmid. */
export function labHwaddr(vmid: number, nic: number): string {
  const bytes = [nic + 1, vmid >> 8, vmid & 0xff];
  return ['BC', '24', '11', ...bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'))].join(':');
}

/** The volume name that Proxmox gives the n-th disk of a container on a storage of this type. */
export function volumeName(storageType: string, vmid: number, disk: number): string {
  if (storageType === 'zfspool') return `subvol-${vmid}-disk-${disk}`;
  if (storageType === 'dir' || storageType === 'btrfs' || storageType === 'nfs' || storageType === 'cifs')
    return `${vmid}/vm-${vmid}-disk-${disk}.raw`;
  return `vm-${vmid}-disk-${disk}`;
}

/** `http:80/v1/health` as a service; its name is the comment of the rule that opens the port. */
function serviceOf(probe: string, container: LabContainer): ServiceSpec {
  const match = /^(tcp|udp|http|https):(\d+)(\/.*)?$/.exec(probe);
  invariant(match, `probe ${probe} of ${container.vmid}`);
  const [, kind, port, path] = match;
  const rule = container.firewall.rules.find((r) => r.dport?.split(',').includes(port ?? ''));
  return {
    name: rule?.comment ?? `${kind} ${port}`,
    port: Number(port),
    protocol: kind === 'udp' ? 'udp' : 'tcp',
    ...(kind === 'udp' ? {} : { probe: kind as 'tcp' | 'http' | 'https' }),
    ...(path ? { path } : {}),
  };
}

/** The specs that the lab file declares, in order of vmid. */
export function labToSpecs(lab: LabFile): ContainerSpec[] {
  const typeOf = new Map(lab.storages.map((storage) => [storage.id, storage.type]));
  return lab.containers.map((c) => toSpec(lab, c, typeOf)).sort((a, b) => a.vmid - b.vmid);
}

function toSpec(lab: LabFile, c: LabContainer, typeOf: Map<string, string>): ContainerSpec {
  let disk = 0;
  const nextVolume = (storage: string) => volumeName(typeOf.get(storage) ?? 'dir', c.vmid, disk++);
  const rootfs = {
    storage: c.rootfs.storage,
    volume: nextVolume(c.rootfs.storage),
    sizeBytes: parseSize(c.rootfs.size) ?? undefined,
  };
  const mounts: MountSpec[] = c.mounts.map((m) =>
    m.kind === 'bind'
      ? { id: m.id, kind: 'bind', source: m.source, path: m.path, ...(m.shared ? { shared: true } : {}) }
      : {
          id: m.id,
          kind: 'volume',
          storage: m.storage,
          volume: nextVolume(m.storage),
          sizeBytes: parseSize(m.size) ?? undefined,
          path: m.path,
        },
  );
  const gateways = new Map(
    lab.networks.filter((n) => n.gateway_container).map((n) => [n.gateway, n.gateway_container as number]),
  );
  return containerSpecSchema.parse({
    vmid: c.vmid,
    node: c.node ?? lab.host.node,
    hostname: c.hostname,
    category: c.category,
    purpose: c.purpose,
    template: c.template,
    tags: [...new Set(c.tags.map((tag) => tag.toLowerCase()))].sort(),
    ostype: c.ostype,
    arch: 'amd64',
    unprivileged: c.unprivileged,
    features: c.features,
    devices: c.gpu ? [{ id: 'dev0', path: '/dev/dri/renderD128', gid: 104 }] : [],
    cores: c.cores,
    memoryMiB: c.memory_mib,
    swapMiB: c.swap_mib,
    rootfs,
    mounts,
    nics: c.nics.map((nic, index) => ({
      id: nic.id,
      name: nic.name,
      bridge: nic.bridge,
      hwaddr: labHwaddr(c.vmid, index),
      ip: nic.ip,
      ...(nic.gw ? { gw: nic.gw } : {}),
      firewall: nic.firewall,
    })),
    onboot: c.onboot,
    protection: false,
    power: c.onboot ? 'running' : 'stopped',
    firewall: {
      enable: c.firewall.enable,
      rules: c.firewall.rules.map((rule) => ({ ...rule, enable: rule.enable === 1 })),
    },
    services: c.service_probes.map((probe) => serviceOf(probe, c)),
    dependsOn: [
      ...new Set(
        c.nics
          .map((nic) => gateways.get(nic.gw))
          .filter((vmid): vmid is number => vmid !== undefined && vmid !== c.vmid),
      ),
    ],
    extra: {},
    lxc: [],
  });
}
