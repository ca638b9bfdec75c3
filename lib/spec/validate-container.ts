/**
 * What Proxmox would refuse of one container, and what it would take though it is wrong.
 *
 * `block` mirrors a refusal of Proxmox (the formats of its config keys, FACTS §1 and §4); `warn` is what Proxmox
 * does not check: a gateway outside its network, two interfaces of one name (FACTS §4, "Not checked by the API").
 */
import type { PlanNote } from '@/lib/plan/plan';
import { addressOf, inIpv4Network, isCidrv4, isCidrv6, isIpv4, isIpv6 } from '@/lib/spec/address';
import type { ContainerSpec, MountSpec, NicSpec } from '@/lib/spec/container';
import { refusedRule } from '@/lib/spec/firewall-rule';

type Note = Pick<PlanNote, 'severity' | 'at' | 'kind' | 'text'>;

const ostypes = 'debian devuan ubuntu centos fedora opensuse archlinux alpine gentoo nixos unmanaged'.split(' ');
const arches = 'amd64 i386 arm64 armhf riscv32 riscv64'.split(' ');
const mountOptions = new Set('discard lazytime noatime nodev noexec nosuid'.split(' '));
/** The highest number that Proxmox has for each kind of key. */
const highest = { nics: 31, mounts: 255, devices: 255 } as const;

const block = (at: string, kind: string, text: string): Note => ({ severity: 'block', at, kind, text });
const warn = (at: string, kind: string, text: string): Note => ({ severity: 'warn', at, kind, text });

export function validateContainer(spec: ContainerSpec): PlanNote[] {
  const notes = [
    ...numbers(spec),
    ...system(spec),
    ...spec.nics.flatMap((nic) => nicNotes(nic)),
    ...repeated(spec.nics, (nic) => nic.name).map((nic) =>
      warn(`nics.${nic.id}.name`, 'interface-twice', `Two NICs of ${spec.hostname} are called ${nic.name}.`),
    ),
    ...volumeNotes('rootfs', 'the root disk', spec.rootfs),
    ...spec.mounts.flatMap((mount) => mountNotes(mount)),
    ...repeated(spec.mounts, (mount) => mount.path).map((mount) =>
      warn(`mounts.${mount.id}`, 'path-twice', `Two mount points of ${spec.hostname} are at ${mount.path}.`),
    ),
    ...dns(spec),
    ...spec.firewall.rules.flatMap((rule, index) => {
      const refused = refusedRule(rule);
      const at = `firewall.rules.${index}`;
      return refused === null
        ? []
        : [block(at, 'rule-refused', `Proxmox refuses firewall rule ${index + 1} of ${spec.hostname}: ${refused}.`)];
    }),
  ];
  return notes.map((note) => ({ vmid: spec.vmid, ...note }));
}

/** Ids that are taken twice, or beyond Proxmox's last. */
function numbers(spec: ContainerSpec): Note[] {
  return (['nics', 'mounts', 'devices'] as const).flatMap((list) => {
    const items: { id: string }[] = spec[list];
    return [
      ...repeated(items, (item) => item.id).map(({ id }) =>
        block(`${list}.${id}`, 'id-twice', `${id} of ${spec.hostname} is given twice.`),
      ),
      ...items
        .filter(({ id }) => Number(id.replace(/\D+/, '')) > highest[list])
        .map(({ id }) => block(`${list}.${id}`, 'id-range', `${id}: Proxmox counts to ${highest[list]}.`)),
    ];
  });
}

function system(spec: ContainerSpec): Note[] {
  const notes: Note[] = [];
  if (spec.ostype !== undefined && !ostypes.includes(spec.ostype))
    notes.push(block('ostype', 'ostype', `${spec.ostype} is no system that Proxmox knows: ${ostypes.join(', ')}.`));
  if (spec.arch !== undefined && !arches.includes(spec.arch))
    notes.push(block('arch', 'arch', `${spec.arch} is no architecture that Proxmox knows: ${arches.join(', ')}.`));
  if (spec.hookscript !== undefined && !/^[^:\s]+:\S+$/.test(spec.hookscript))
    notes.push(block('hookscript', 'hookscript', `${spec.hookscript} is not storage:snippets/file.`));
  if (spec.dependsOn.includes(spec.vmid))
    notes.push(block('dependsOn', 'depends-on-itself', `${spec.hostname} can not depend on itself.`));
  return notes;
}

function nicNotes(nic: NicSpec): Note[] {
  const at = (key: string) => `nics.${nic.id}.${key}`;
  const notes: Note[] = [];
  const { ip, ip6, gw, gw6 } = nic;
  if (!/^[-_.\w]+$/.test(nic.name)) notes.push(block(at('name'), 'interface', `${nic.name} is no interface name.`));
  if (ip !== undefined && !['dhcp', 'manual'].includes(ip) && !isCidrv4(ip))
    notes.push(block(at('ip'), 'address', `${nic.id}: ${ip} is not an IPv4 address with its prefix, dhcp or manual.`));
  if (ip6 !== undefined && !['auto', 'dhcp', 'manual'].includes(ip6) && !isCidrv6(ip6))
    notes.push(
      block(at('ip6'), 'address', `${nic.id}: ${ip6} is not an IPv6 address with its prefix, auto, dhcp or manual.`),
    );
  if (gw !== undefined && !isIpv4(gw))
    notes.push(block(at('gw'), 'gateway', `${nic.id}: gateway ${gw} is not an IPv4 address.`));
  if (gw6 !== undefined && !isIpv6(gw6))
    notes.push(block(at('gw6'), 'gateway', `${nic.id}: gateway ${gw6} is not an IPv6 address.`));
  if (gw !== undefined && isIpv4(gw) && ip !== undefined && isCidrv4(ip)) {
    if (!inIpv4Network(gw, ip))
      notes.push(warn(at('gw'), 'gateway-outside', `${nic.id}: gateway ${gw} is not in the network of ${ip}.`));
    else if (addressOf(ip) === gw)
      notes.push(warn(at('gw'), 'gateway-itself', `${nic.id}: its gateway ${gw} is its own address.`));
  }
  if (nic.trunks !== undefined && !/^\d+(?:;\d+)*$/.test(nic.trunks))
    notes.push(block(at('trunks'), 'trunks', `${nic.id}: trunks ${nic.trunks} are not numbers with ; between them.`));
  return notes;
}

function volumeNotes(
  at: string,
  what: string,
  volume: { volume?: string; sizeBytes?: number; mountOptions?: string[] },
  sizeNeeded = false,
): Note[] {
  const notes: Note[] = [];
  if (sizeNeeded && volume.volume === undefined && volume.sizeBytes === undefined)
    notes.push(block(at, 'size-missing', `${what} is a new volume and wants a size.`));
  const unknown = (volume.mountOptions ?? []).filter((option) => !mountOptions.has(option));
  if (unknown.length > 0)
    notes.push(
      block(at, 'mount-option', `${unknown.join(', ')}: options of ${what} are ${[...mountOptions].join(', ')}.`),
    );
  return notes;
}

function mountNotes(mount: MountSpec): Note[] {
  const at = `mounts.${mount.id}`;
  const notes = volumeNotes(at, mount.id, mount, mount.kind === 'volume');
  // Proxmox's pve-lxc-mp-string takes no way up, and its property strings no comma.
  const paths = mount.kind === 'volume' ? [mount.path] : [mount.path, mount.source];
  for (const path of paths)
    if (/(?:^|\/)\.\.(?:\/|$)/.test(path) || path.includes(','))
      notes.push(block(at, 'path', `${mount.id}: Proxmox takes no .. and no comma in ${path}.`));
  return notes;
}

function dns(spec: ContainerSpec): Note[] {
  const words = (text: string | undefined) => (text ?? '').split(/[\s,;]+/).filter((word) => word !== '');
  const servers = words(spec.nameserver).filter((server) => !isIpv4(server) && !isIpv6(server.replace(/%\w+$/, '')));
  const domains = words(spec.searchdomain).filter(
    (domain) => !/^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(domain),
  );
  return [
    ...servers.map((server) => block('nameserver', 'nameserver', `${server} is not an IP address.`)),
    ...domains.map((domain) => block('searchdomain', 'searchdomain', `${domain} is not a DNS name.`)),
  ];
}

/** Every item whose key an earlier one has already. */
export function repeated<T>(items: readonly T[], keyOf: (item: T) => string | null): T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = keyOf(item);
    if (key === null) return false;
    const known = seen.has(key);
    seen.add(key);
    return known;
  });
}
