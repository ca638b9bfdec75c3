/**
 * A container's spec as rows, and back.
 *
 * `specToRows` and `rowsToSpec` are each other's inverse on specs in normal order: tags and dependencies sorted, NICs,
 * mounts and devices by their number, and no `startup` that says nothing. Lists whose order Proxmox or the owner
 * gives a meaning (firewall rules, services, raw `lxc` lines) keep theirs.
 */
import { Prisma } from '@/generated/prisma/client';
import type { Transaction } from '@/lib/db/open';
import { type ContainerSpec, containerSpecSchema, type MountSpec, type NicSpec } from '@/lib/spec/container';

const withRows = {
  tags: { orderBy: { tag: 'asc' } },
  nics: true,
  mounts: true,
  devices: true,
  firewallRules: { orderBy: { position: 'asc' } },
  services: { orderBy: { position: 'asc' } },
  dependsOn: { orderBy: { needs: 'asc' } },
} as const satisfies Prisma.ContainerInclude;

type ContainerRows = Prisma.ContainerGetPayload<{ include: typeof withRows }>;
type Reader = Pick<Transaction, 'container'>;

/** All specs, in order of vmid, in one query a table. */
export async function readSpecs(reader: Reader): Promise<ContainerSpec[]> {
  const rows = await reader.container.findMany({ include: withRows, orderBy: { vmid: 'asc' } });
  return rows.map(rowsToSpec);
}

/** The specs of these containers; those that have none are left out. */
export async function readSpecsOf(reader: Reader, vmids: number[]): Promise<ContainerSpec[]> {
  const rows = await reader.container.findMany({
    where: { vmid: { in: vmids } },
    include: withRows,
    orderBy: { vmid: 'asc' },
  });
  return rows.map(rowsToSpec);
}

/** Puts the spec in place of whatever the database has of this container. */
export async function writeSpec(tx: Transaction, spec: ContainerSpec): Promise<void> {
  await tx.container.deleteMany({ where: { vmid: spec.vmid } });
  await tx.container.create({ data: specToRows(spec) });
}

/** The rows of a spec, as one nested create. */
export function specToRows(spec: ContainerSpec): Prisma.ContainerCreateInput {
  const { storage, volume, sizeBytes, ...rootfsOptions } = spec.rootfs;
  const { enable, rules, ...firewallOptions } = spec.firewall;
  return {
    vmid: spec.vmid,
    node: spec.node,
    hostname: spec.hostname,
    category: spec.category,
    purpose: spec.purpose,
    description: spec.description,
    template: spec.template,
    ostype: spec.ostype,
    arch: spec.arch,
    unprivileged: spec.unprivileged,
    cores: spec.cores,
    cpulimit: spec.cpulimit,
    cpuunits: spec.cpuunits,
    memoryMiB: spec.memoryMiB,
    swapMiB: spec.swapMiB,
    rootfsStorage: storage,
    rootfsVolume: volume,
    rootfsBytes: toBigInt(sizeBytes),
    rootfsOptions: toJson(rootfsOptions),
    features: spec.features ?? Prisma.DbNull,
    nameserver: spec.nameserver,
    searchdomain: spec.searchdomain,
    timezone: spec.timezone,
    onboot: spec.onboot,
    startupOrder: spec.startup?.order,
    startupUp: spec.startup?.upSeconds,
    startupDown: spec.startup?.downSeconds,
    protection: spec.protection,
    power: spec.power,
    console: spec.console,
    tty: spec.tty,
    cmode: spec.cmode,
    hookscript: spec.hookscript,
    firewallEnable: enable,
    firewallOptions: toJson(firewallOptions),
    extra: spec.extra,
    lxc: spec.lxc,
    tags: { create: spec.tags.map((tag) => ({ tag })) },
    nics: { create: spec.nics.map(({ id, extra, ...nic }) => ({ slot: id, ...nic, extra: extra ?? Prisma.DbNull })) },
    mounts: { create: spec.mounts.map(mountToRow) },
    devices: { create: spec.devices.map(({ id, path, ...options }) => ({ slot: id, path, options: toJson(options) })) },
    firewallRules: { create: rules.map((rule, position) => ({ position, ...rule })) },
    services: { create: spec.services.map((service, position) => ({ position, ...service })) },
    dependsOn: { create: spec.dependsOn.map((needs) => ({ needs })) },
  };
}

function mountToRow(mount: MountSpec): Prisma.MountCreateWithoutContainerInput {
  const { id, kind, path, ...rest } = mount;
  const { storage, volume, sizeBytes, source, ...options } = {
    storage: undefined,
    volume: undefined,
    sizeBytes: undefined,
    source: undefined,
    ...rest,
  };
  return { slot: id, kind, path, storage, volume, source, sizeBytes: toBigInt(sizeBytes), options: toJson(options) };
}

/** The spec that the rows say; throws when they say none, for only `specToRows` writes them. */
export function rowsToSpec(row: ContainerRows): ContainerSpec {
  const startup = present({ order: row.startupOrder, upSeconds: row.startupUp, downSeconds: row.startupDown });
  return containerSpecSchema.parse({
    ...present({
      description: row.description,
      template: row.template,
      ostype: row.ostype,
      arch: row.arch,
      features: row.features,
      cores: row.cores,
      cpulimit: row.cpulimit,
      cpuunits: row.cpuunits,
      nameserver: row.nameserver,
      searchdomain: row.searchdomain,
      timezone: row.timezone,
      console: row.console,
      tty: row.tty,
      cmode: row.cmode,
      hookscript: row.hookscript,
    }),
    ...(Object.keys(startup).length > 0 ? { startup } : {}),
    vmid: row.vmid,
    node: row.node,
    hostname: row.hostname,
    category: row.category,
    purpose: row.purpose,
    unprivileged: row.unprivileged,
    memoryMiB: row.memoryMiB,
    swapMiB: row.swapMiB,
    rootfs: {
      storage: row.rootfsStorage,
      ...present({ volume: row.rootfsVolume, sizeBytes: toNumber(row.rootfsBytes) }),
      ...fromJson(row.rootfsOptions),
    },
    onboot: row.onboot,
    protection: row.protection,
    power: row.power,
    firewall: {
      enable: row.firewallEnable,
      ...fromJson(row.firewallOptions),
      rules: row.firewallRules.map(({ vmid: _vmid, position: _position, ...rule }) => present(rule)),
    },
    extra: row.extra,
    lxc: row.lxc,
    tags: row.tags.map(({ tag }) => tag),
    nics: bySlot(row.nics).map(({ vmid: _vmid, slot, ...nic }) => ({ id: slot, ...present(nic) }) as NicSpec),
    mounts: bySlot(row.mounts).map(({ vmid: _vmid, slot, options, sizeBytes, ...mount }) => ({
      id: slot,
      ...present({ ...mount, sizeBytes: toNumber(sizeBytes) }),
      ...fromJson(options),
    })),
    devices: bySlot(row.devices).map(({ slot, path, options }) => ({ id: slot, path, ...fromJson(options) })),
    services: row.services.map(({ vmid: _vmid, position: _position, ...service }) => present(service)),
    dependsOn: row.dependsOn.map(({ needs }) => needs),
  });
}

const slotNumber = (slot: string) => Number(slot.replace(/^\D+/, ''));
const bySlot = <T extends { slot: string }>(rows: T[]): T[] =>
  [...rows].sort((a, b) => slotNumber(a.slot) - slotNumber(b.slot));

const toBigInt = (value: number | undefined) => (value === undefined ? undefined : BigInt(value));
const toNumber = (value: bigint | null) => (value === null ? null : Number(value));
const toJson = (value: object) =>
  Object.keys(value).length > 0 ? (value as Prisma.InputJsonObject) : (Prisma.DbNull as typeof Prisma.DbNull);
const fromJson = (value: Prisma.JsonValue | null) => (value ?? {}) as Record<string, unknown>;

/** The object without its nulls: absent in a spec is null in a row. */
function present(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}
