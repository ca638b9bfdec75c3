/** Values of the spec in words, as rows, plans and files show them. */
import { exactSize, grouped } from '@/lib/diff/quantity';
import type { ContainerSpec, FirewallRuleSpec, MountSpec, NicSpec, ServiceSpec } from '@/lib/spec/container';

type Spec = ContainerSpec;

export const notSet = 'not set';
export const none = 'none';

export const yesNo = (value: unknown): string => (value === true ? 'yes' : 'no');
export const onOff = (value: unknown): string => (value === true ? 'on' : 'off');
export const text = (value: unknown): string => (value === undefined || value === null ? notSet : String(value));
export const list = (value: unknown): string =>
  Array.isArray(value) && value.length > 0 ? value.map(String).join(', ') : none;

/** A number with its unit, or what its absence means. */
export const amount =
  (unit: string, absent = notSet) =>
  (value: unknown): string =>
    typeof value === 'number' ? `${grouped(value)}${unit ? ` ${unit}` : ''}` : absent;

type Volume = Spec['rootfs'] & { backup?: boolean };

/** Options that differ from what Proxmox does anyway. */
function options(volume: Partial<Omit<Volume, 'storage'>>): string[] {
  return [
    volume.shared ? 'shared' : '',
    volume.readOnly ? 'read-only' : '',
    volume.backup ? 'in backups' : '',
    volume.quota ? 'quota' : '',
    volume.replicate === false ? 'not replicated' : '',
    volume.acl === undefined ? '' : `ACL ${onOff(volume.acl)}`,
    ...(volume.mountOptions ?? []),
    ...pairs(volume.extra),
  ].filter((word) => word !== '');
}

const pairs = (extra: Record<string, string> | undefined): string[] =>
  Object.entries(extra ?? {}).map(([key, value]) => `${key}=${value}`);

/** `local-lvm, 4 GiB`; fully, with the name of the volume. */
export function rootfs(value: Spec['rootfs'] | undefined, fully = false): string {
  if (!value) return none;
  const place = fully && value.volume !== undefined ? `${value.storage}:${value.volume}` : value.storage;
  return [place, ...(value.sizeBytes === undefined ? [] : [exactSize(value.sizeBytes)]), ...options(value)].join(', ');
}

/** `/vault/data, bind, shared` or `vault, 128 GiB`; fully, with the volume's name and where it is mounted. */
export function mount(value: MountSpec | undefined, fully = false): string {
  if (!value) return none;
  const at = fully ? [`at ${value.path}`] : [];
  if (value.kind === 'bind') return [value.source, 'bind', ...options(value), ...at].join(', ');
  const size = value.sizeBytes === undefined ? [] : [exactSize(value.sizeBytes)];
  if (value.kind === 'device') return [value.source, 'device', ...size, ...options(value), ...at].join(', ');
  const place = fully && value.volume !== undefined ? `${value.storage}:${value.volume}` : value.storage;
  return [place, ...size, ...options(value), ...at].join(', ');
}

/** `eth1 on vmbr1, 10.10.10.2/24, gateway 10.10.10.1, filter on`. */
export function nic(value: NicSpec | undefined): string {
  if (!value) return none;
  return [
    value.bridge ? `${value.name} on ${value.bridge}` : value.name,
    value.ip,
    value.gw && `gateway ${value.gw}`,
    value.ip6,
    value.gw6 && `IPv6 gateway ${value.gw6}`,
    `filter ${onOff(value.firewall)}`,
    value.vlan && `VLAN ${value.vlan}`,
    value.trunks && `trunks ${value.trunks}`,
    value.mtu && `MTU ${value.mtu}`,
    value.rateMBps && `${value.rateMBps} MB/s`,
    value.linkDown ? 'link down' : '',
    value.hwaddr,
    ...pairs(value.extra),
  ]
    .filter(Boolean)
    .join(', ');
}

/** `nesting, mount=cifs;nfs`. */
export function features(value: Spec['features']): string {
  const words = [
    value?.nesting ? 'nesting' : '',
    value?.keyctl ? 'keyctl' : '',
    value?.fuse ? 'fuse' : '',
    value?.mknod ? 'mknod' : '',
    value?.forceRwSys ? 'force_rw_sys' : '',
    value?.mount && value.mount.length > 0 ? `mount=${value.mount.join(';')}` : '',
    ...pairs(value?.extra),
  ].filter((word) => word !== '');
  return words.length > 0 ? words.join(', ') : none;
}

/** `/dev/dri/renderD128, gid 104`. */
export function device(value: Spec['devices'][number] | undefined): string {
  if (!value) return none;
  return [
    value.path,
    value.mode && `mode ${value.mode}`,
    value.uid !== undefined && `uid ${value.uid}`,
    value.gid !== undefined && `gid ${value.gid}`,
    value.denyWrite && 'read-only',
    ...pairs(value.extra),
  ]
    .filter(Boolean)
    .join(', ');
}

/** `order 2, up 10 s`. */
export function startup(value: Spec['startup']): string {
  const words = [
    value?.order === undefined ? '' : `order ${value.order}`,
    value?.upSeconds === undefined ? '' : `up ${value.upSeconds} s`,
    value?.downSeconds === undefined ? '' : `down ${value.downSeconds} s`,
  ].filter((word) => word !== '');
  return words.length > 0 ? words.join(', ') : notSet;
}

/** `in ACCEPT tcp 8080 from 192.168.0.0/24 (qBittorrent WebUI)`. */
export function rule(value: FirewallRuleSpec): string {
  return [
    value.enable ? '' : 'off:',
    value.type,
    value.macro ? `${value.macro}/${value.action}` : value.action,
    value.proto,
    value.icmpType,
    value.dport,
    value.source && `from ${value.source}`,
    value.sport && `source port ${value.sport}`,
    value.dest && `to ${value.dest}`,
    value.iface && `on ${value.iface}`,
    value.log && value.log !== 'nolog' ? `log ${value.log}` : '',
    value.comment && `(${value.comment})`,
  ]
    .filter(Boolean)
    .join(' ');
}

export const rules = (value: FirewallRuleSpec[] | undefined): string => (value ?? []).map(rule).join('; ') || none;

export const services = (value: ServiceSpec[] | undefined): string =>
  (value ?? [])
    .map((service) =>
      [
        `${service.name} ${service.protocol} ${service.port}`,
        service.probe && `probed by ${service.probe}${service.path ? ` ${service.path}` : ''}`,
      ]
        .filter(Boolean)
        .join(', '),
    )
    .join('; ') || none;

export const rawLines = (value: [string, string][] | undefined): string =>
  (value ?? []).map(([key, line]) => `${key} = ${line}`).join('; ') || none;

export const aliases = (value: Spec['firewall']['aliases']): string =>
  (value ?? []).map((alias) => `${alias.name} ${alias.cidr}`).join('; ') || none;

export const ipsets = (value: Spec['firewall']['ipsets']): string =>
  (value ?? [])
    .map((set) => `${set.name}: ${set.entries.map((e) => (e.nomatch ? `!${e.cidr}` : e.cidr)).join(' ') || 'empty'}`)
    .join('; ') || none;
