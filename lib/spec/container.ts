/**
 * The desired state of one LXC container.
 *
 * One flat object whose field names carry their units. Fields that Proxmox knows are *configured* fields: they are
 * read back from a host and compared (`ConfiguredSpec`). The others (category, purpose, template, services,
 * dependsOn, backup) are the owner's own words, which no host stores. Keys of Proxmox's config file that this type
 * has no field for are kept verbatim in `extra` and raw `lxc.*` lines in `lxc`: nothing is ever dropped.
 *
 * Absent means "Proxmox's default": absent `cores` is every core of the host, absent `ip` is unmanaged.
 */
import { z } from 'zod';

export const vmidSchema = z.int().min(100).max(999_999_999);

/** DNS name as Proxmox's `dns-name` format takes it: labels of at most 63 characters, no underscore. */
export const hostnameSchema = z
  .string()
  .max(255)
  .regex(/^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/, {
    error: 'must be a DNS name: letters, digits and hyphens, at most 63 characters a label',
  });

/** Tags as Proxmox stores them: lower case, unique and sorted; the form may give them in any order. */
export const tagSchema = z
  .string()
  .regex(/^[a-z0-9_][a-z0-9_\-+.]*$/, { error: 'a tag is lower-case letters, digits and _ - + .' });

/** Keys of a property string that have no field here, verbatim: a newer Proxmox has more than this type knows. */
const otherKeys = z.record(z.string(), z.string()).optional();

export const featuresSchema = z.strictObject({
  nesting: z.boolean().optional(),
  keyctl: z.boolean().optional(),
  fuse: z.boolean().optional(),
  mknod: z.boolean().optional(),
  forceRwSys: z.boolean().optional(),
  /** File systems that may be mounted inside: `mount=cifs;nfs`. */
  mount: z.array(z.string().regex(/^[a-zA-Z0-9_]+$/)).optional(),
  extra: otherKeys,
});

export const deviceSchema = z.strictObject({
  id: z.string().regex(/^dev\d{1,3}$/),
  path: z.string().startsWith('/dev/'),
  mode: z
    .string()
    .regex(/^0[0-7]{3}$/)
    .optional(),
  uid: z.int().min(0).optional(),
  gid: z.int().min(0).optional(),
  denyWrite: z.boolean().optional(),
  extra: otherKeys,
});

export const rootfsSchema = z.strictObject({
  storage: z.string().min(1),
  /** The volume's name on its storage, known once it exists: `vm-107-disk-0`. */
  volume: z.string().optional(),
  sizeBytes: z.int().positive().optional(),
  acl: z.boolean().optional(),
  quota: z.boolean().optional(),
  replicate: z.boolean().optional(),
  shared: z.boolean().optional(),
  readOnly: z.boolean().optional(),
  mountOptions: z.array(z.string()).optional(),
  extra: otherKeys,
});

const mountCommon = {
  id: z.string().regex(/^mp\d{1,3}$/),
  /** Where it is mounted inside the container. */
  path: z.string().startsWith('/'),
  acl: z.boolean().optional(),
  backup: z.boolean().optional(),
  quota: z.boolean().optional(),
  replicate: z.boolean().optional(),
  shared: z.boolean().optional(),
  readOnly: z.boolean().optional(),
  mountOptions: z.array(z.string()).optional(),
  extra: otherKeys,
};

export const mountSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...mountCommon,
    kind: z.literal('volume'),
    storage: z.string().min(1),
    volume: z.string().optional(),
    sizeBytes: z.int().positive().optional(),
  }),
  /** A directory of the host. Only root on the host may write it (FACTS §2). */
  z.strictObject({ ...mountCommon, kind: z.literal('bind'), source: z.string().startsWith('/') }),
  /** A block device of the host. Only root on the host may write it. */
  z.strictObject({
    ...mountCommon,
    kind: z.literal('device'),
    source: z.string().startsWith('/dev/'),
    sizeBytes: z.int().positive().optional(),
  }),
]);

export const nicSchema = z.strictObject({
  id: z.string().regex(/^net\d{1,2}$/),
  name: z.string().min(1),
  bridge: z.string().optional(),
  /** Upper case, as Proxmox generates it. Absent in a new spec: Proxmox makes one. */
  hwaddr: z
    .string()
    .regex(/^[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}$/)
    .optional(),
  /** `192.168.0.5/24`, `dhcp` or `manual`. */
  ip: z.string().optional(),
  gw: z.string().optional(),
  ip6: z.string().optional(),
  gw6: z.string().optional(),
  /** The NIC's own firewall flag, the third of the three gates. */
  firewall: z.boolean().optional(),
  vlan: z.int().min(1).max(4094).optional(),
  trunks: z.string().optional(),
  mtu: z.int().min(64).max(65535).optional(),
  /** `rate` of Proxmox, in MB/s, as it was written. */
  rateMBps: z.number().positive().optional(),
  linkDown: z.boolean().optional(),
  extra: otherKeys,
});

export const startupSchema = z.strictObject({
  order: z.int().min(0).optional(),
  upSeconds: z.int().min(0).optional(),
  downSeconds: z.int().min(0).optional(),
});

/** A rule in Proxmox's own words; `action` is ACCEPT, DROP, REJECT, or a group's name when `type` is `group`. */
export const firewallRuleSchema = z.strictObject({
  type: z.enum(['in', 'out', 'group']),
  action: z.string().min(1),
  enable: z.boolean(),
  macro: z.string().optional(),
  source: z.string().optional(),
  dest: z.string().optional(),
  proto: z.string().optional(),
  sport: z.string().optional(),
  dport: z.string().optional(),
  icmpType: z.string().optional(),
  iface: z.string().optional(),
  log: z.string().optional(),
  comment: z.string().optional(),
});

export const guestFirewallSchema = z.strictObject({
  enable: z.boolean(),
  policyIn: z.enum(['ACCEPT', 'DROP', 'REJECT']).optional(),
  policyOut: z.enum(['ACCEPT', 'DROP', 'REJECT']).optional(),
  dhcp: z.boolean().optional(),
  ndp: z.boolean().optional(),
  radv: z.boolean().optional(),
  macfilter: z.boolean().optional(),
  ipfilter: z.boolean().optional(),
  logLevelIn: z.string().optional(),
  logLevelOut: z.string().optional(),
  rules: z.array(firewallRuleSchema),
  aliases: z.array(z.strictObject({ name: z.string(), cidr: z.string(), comment: z.string().optional() })).optional(),
  ipsets: z
    .array(
      z.strictObject({
        name: z.string(),
        comment: z.string().optional(),
        entries: z.array(
          z.strictObject({ cidr: z.string(), nomatch: z.boolean().optional(), comment: z.string().optional() }),
        ),
      }),
    )
    .optional(),
});

/** Something that listens in the container, and how to ask whether it does. */
export const serviceSchema = z.strictObject({
  name: z.string().min(1),
  port: z.int().min(1).max(65535),
  protocol: z.enum(['tcp', 'udp']),
  probe: z.enum(['tcp', 'http', 'https']).optional(),
  path: z.string().startsWith('/').optional(),
});

const ownWords = {
  category: z.string().min(1),
  purpose: z.string(),
  /** The template it was made from; Proxmox forgets it. */
  template: z.string().optional(),
  services: z.array(serviceSchema),
  dependsOn: z.array(vmidSchema),
};

const configured = {
  vmid: vmidSchema,
  node: z.string().min(1),
  hostname: hostnameSchema,
  tags: z.array(tagSchema),
  description: z.string().max(8192).optional(),
  ostype: z.string().optional(),
  arch: z.string().optional(),
  unprivileged: z.boolean(),
  features: featuresSchema.optional(),
  devices: z.array(deviceSchema),
  cores: z.int().min(1).max(8192).optional(),
  cpulimit: z.number().min(0).max(8192).optional(),
  cpuunits: z.int().min(0).max(500_000).optional(),
  memoryMiB: z.int().min(16),
  swapMiB: z.int().min(0),
  rootfs: rootfsSchema,
  mounts: z.array(mountSchema),
  nics: z.array(nicSchema),
  nameserver: z.string().optional(),
  searchdomain: z.string().optional(),
  timezone: z.string().optional(),
  onboot: z.boolean(),
  startup: startupSchema.optional(),
  protection: z.boolean(),
  /** Desired power state; live, the state it is in. */
  power: z.enum(['running', 'stopped']),
  console: z.boolean().optional(),
  tty: z.int().min(0).max(6).optional(),
  cmode: z.enum(['shell', 'console', 'tty']).optional(),
  hookscript: z.string().optional(),
  firewall: guestFirewallSchema,
  /** Config keys that have no field here, verbatim. */
  extra: z.record(z.string(), z.string()),
  /** Raw `lxc.*` lines, in order. */
  lxc: z.array(z.tuple([z.string(), z.string()])),
};

export const configuredSpecSchema = z.strictObject(configured);
export const containerSpecSchema = z.strictObject({ ...configured, ...ownWords });

/** What a person may change of a container: every field but its identity. */
export const specPatchSchema = containerSpecSchema.omit({ vmid: true, node: true }).partial();

export type ContainerSpec = z.infer<typeof containerSpecSchema>;
export type ConfiguredSpec = z.infer<typeof configuredSpecSchema>;
export type SpecPatch = z.infer<typeof specPatchSchema>;
export type NicSpec = z.infer<typeof nicSchema>;
export type MountSpec = z.infer<typeof mountSchema>;
export type FirewallRuleSpec = z.infer<typeof firewallRuleSchema>;
export type GuestFirewallSpec = z.infer<typeof guestFirewallSchema>;
export type ServiceSpec = z.infer<typeof serviceSchema>;
export type SpecField = keyof ContainerSpec;
