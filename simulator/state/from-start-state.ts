/** A datacenter as the conformance kit's start state describes it: accounts, storages, pools, firewall, no guests. */
import { z } from 'zod';
import { allRoles } from '@/simulator/state/standard-access';
import { type Container, emptyGuestFirewall, type NetworkInterface, type State } from '@/simulator/state/state';

const rule = z.record(z.string(), z.union([z.string(), z.number()]));
const alias = z.object({ name: z.string(), cidr: z.string(), comment: z.string().optional() });
const entry = z.object({ cidr: z.string(), nomatch: z.number().optional(), comment: z.string().optional() });
const ipset = z.object({ name: z.string(), comment: z.string().optional(), entries: z.array(entry) });
const values = z.record(z.string(), z.union([z.string(), z.number()]));
const token = z.object({
  tokenid: z.string(),
  secret: z.string(),
  privsep: z.number().optional(),
  expire: z.number().optional(),
  comment: z.string().optional(),
});

export const startStateSchema = z
  .object({
    format: z.string().startsWith('pve-conformance-start-state/'),
    version: z.object({ version: z.string(), release: z.string(), repoid: z.string() }),
    cluster: z
      .object({
        /** The cluster's name; absent for a host that stands alone. */
        name: z.string().optional(),
        nodes: z.array(
          z.object({
            node: z.string(),
            nodeid: z.number(),
            ip: z.string(),
            /** Where a node differs from `node` below. */
            cpus: z.number().optional(),
            memoryBytes: z.number().optional(),
          }),
        ),
      })
      .loose(),
    node: z
      .object({
        name: z.string(),
        cpus: z.number(),
        memoryBytes: z.number(),
        swapBytes: z.number(),
        rootfsBytes: z.number(),
        uptimeSeconds: z.number(),
        timezone: z.string(),
        cgroupMode: z.number(),
        dns: z.record(z.string(), z.string()),
        network: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())]))),
      })
      .loose(),
    storages: z.array(
      z
        .object({
          storage: z.string(),
          type: z.string(),
          path: z.string().optional(),
          content: z.array(z.string()),
          pruneBackups: z.string().optional(),
          totalBytes: z.number(),
          usedBytes: z.number(),
          shared: z.boolean().optional(),
          nodes: z.array(z.string()).optional(),
          availBytes: z.number().optional(),
          snapshots: z.boolean(),
          linkedClone: z.boolean(),
          volumes: z.array(
            z.object({ volid: z.string(), content: z.string(), format: z.string(), size: z.number() }).loose(),
          ),
        })
        .loose(),
    ),
    templates: z.array(
      z.object({
        volid: z.string(),
        ostype: z.string(),
        arch: z.string(),
        guest: z.object({ reactsToShutdown: z.boolean(), shutdownSeconds: z.number().optional() }).loose(),
      }),
    ),
    users: z.array(
      z
        .object({
          userid: z.string(),
          enable: z.number(),
          expire: z.number(),
          password: z.string().optional(),
          tokens: z.array(token),
          groups: z.array(z.string()).optional(),
          firstname: z.string().optional(),
          lastname: z.string().optional(),
          email: z.string().optional(),
          comment: z.string().optional(),
        })
        .loose(),
    ),
    groups: z.array(z.object({ groupid: z.string(), comment: z.string().optional() }).loose()),
    roles: z.object({ custom: z.record(z.string(), z.array(z.string())) }).loose(),
    acl: z.array(
      z.object({
        path: z.string(),
        type: z.enum(['user', 'group', 'token']),
        ugid: z.string(),
        roleid: z.string(),
        propagate: z.number(),
      }),
    ),
    realms: z.array(z.object({ realm: z.string(), type: z.string() })),
    datacenterOptions: z.record(z.string(), z.string()),
    pools: z.array(
      z.object({ poolid: z.string(), comment: z.string().optional(), members: z.array(z.unknown()) }).loose(),
    ),
    backupJobs: z.array(z.record(z.string(), z.unknown())),
    firewall: z.object({
      cluster: z.object({
        options: values,
        rules: z.array(rule),
        aliases: z.array(alias),
        ipsets: z.array(ipset),
        groups: z.array(z.object({ group: z.string(), comment: z.string().optional(), rules: z.array(rule) })),
      }),
      node: z.object({ options: values, rules: z.array(rule) }),
      containers: z.record(z.string(), z.unknown()),
    }),
  })
  .loose();

export type StartState = z.infer<typeof startStateSchema>;

const texts = (record: Record<string, string | number>) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, String(value)]));

const realmComments: Record<string, string> = {
  pam: 'Linux PAM standard authentication',
  pve: 'Proxmox VE authentication server',
};

/** The state that the file describes, as of `now`. */
export function stateFromStartState(file: StartState, now: number): State {
  const { node } = file;
  const bootedAt = Math.floor(now) - node.uptimeSeconds;
  return {
    version: file.version,
    clusterName: file.cluster.name ?? (file.cluster.nodes.length > 1 ? 'lab' : null),
    nodes: file.cluster.nodes.map((one) => ({
      name: one.node,
      nodeid: one.nodeid,
      ip: one.ip,
      online: true,
      cpus: one.cpus ?? node.cpus,
      memoryBytes: one.memoryBytes ?? node.memoryBytes,
      swapBytes: node.swapBytes,
      rootfsBytes: node.rootfsBytes,
      rootfsUsedBytes: file.storages.find((storage) => storage.storage === 'local')?.usedBytes ?? 0,
      bootedAt,
      timezone: node.timezone,
      kernel: '6.8.12-13-pve',
      cgroupMode: node.cgroupMode,
      dns: { ...node.dns },
      network: structuredClone(node.network) as NetworkInterface[],
      baseMemoryBytes: 1.1e9,
    })),
    storages: file.storages.map((storage) => ({
      storage: storage.storage,
      type: storage.type,
      ...(storage.path ? { path: storage.path } : {}),
      content: storage.content,
      ...(storage.pruneBackups ? { pruneBackups: storage.pruneBackups } : {}),
      shared: storage.shared ?? false,
      ...(storage.nodes ? { nodes: storage.nodes } : {}),
      totalBytes: storage.totalBytes,
      usedBytes: storage.usedBytes,
      ...(storage.availBytes === undefined ? {} : { availBytes: storage.availBytes }),
      snapshots: storage.snapshots,
      linkedClone: storage.linkedClone,
      volumes: storage.volumes.map(({ volid, content, format, size }) => ({
        name: volid.slice(volid.indexOf(':') + 1),
        content,
        format,
        size,
        ctime: bootedAt,
      })),
    })),
    users: file.users.map((user) => ({
      ...user,
      enable: user.enable === 1,
      password: user.password ?? null,
      groups: user.groups ?? [],
      tokens: user.tokens.map((one) => ({ ...one, privsep: one.privsep !== 0, expire: one.expire ?? 0 })),
    })),
    groups: file.groups.map(({ groupid, comment }) => ({ groupid, ...(comment ? { comment } : {}) })),
    roles: allRoles(file.roles.custom),
    acl: file.acl.map((one) => ({ ...one, propagate: one.propagate === 1 })),
    realms: file.realms.map((one) => ({ ...one, comment: realmComments[one.realm] ?? one.realm })),
    options: file.datacenterOptions,
    pools: file.pools.map(({ poolid, comment }) => ({
      poolid,
      ...(comment ? { comment } : {}),
      vms: [],
      storages: [],
    })),
    containers: {},
    backupJobs: structuredClone(file.backupJobs),
    firewall: {
      cluster: {
        options: texts(file.firewall.cluster.options),
        rules: file.firewall.cluster.rules.map(texts),
        aliases: file.firewall.cluster.aliases,
        ipsets: file.firewall.cluster.ipsets.map((set) => ({
          ...set,
          entries: set.entries.map((one) => ({ ...one, nomatch: one.nomatch === 1 })),
        })),
        groups: file.firewall.cluster.groups.map((group) => ({ ...group, rules: group.rules.map(texts) })),
      },
      nodes: Object.fromEntries(
        file.cluster.nodes.map((one) => [
          one.node,
          { options: texts(file.firewall.node.options), rules: file.firewall.node.rules.map(texts) },
        ]),
      ),
      guests: Object.fromEntries(Object.keys(file.firewall.containers).map((vmid) => [vmid, emptyGuestFirewall()])),
    },
    templates: Object.fromEntries(
      file.templates.map((template) => [
        template.volid,
        { ostype: template.ostype, arch: template.arch, guest: guestOf(template.guest) },
      ]),
    ),
    tasks: [],
    log: [],
  };
}

const guestOf = (guest: { reactsToShutdown: boolean; shutdownSeconds?: number }): Container['guest'] => ({
  reactsToShutdown: guest.reactsToShutdown,
  shutdownSeconds: guest.shutdownSeconds ?? 1,
});
