/**
 * The named formats of Proxmox and the text each refuses with. `x-list` is a list of `x`, `x-opt` an `x` or nothing.
 * A format that is not here takes any text.
 */
import { isIPv4, isIPv6 } from 'node:net';
import { checkAddressSpec, checkIcmpType, checkPorts, checkProtocol } from '@/simulator/interface/firewall-formats';
import { FormatError } from '@/simulator/interface/format-error';
import { splitList } from '@/simulator/interface/list';
import { parseCalendarEvent } from '@/simulator/lxc/calendar';

const refuse = (text: string): never => {
  throw new FormatError(text);
};
const matches = (pattern: RegExp, text: (value: string) => string) => (value: string) => {
  if (!pattern.test(value)) refuse(text(value));
};
const looksLike = (test: (value: string) => boolean, what: string) => (value: string) => {
  if (!test(value)) refuse(`value does not look like a valid ${what}`);
};

// Proxmox has no limit of 63 characters a label here.
const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const dnsName = new RegExp(`^(?:${label}\\.)*${label}$`);
const isIp = (value: string) => isIPv4(value) || isIPv6(value);
const cidr = (isAddress: (value: string) => boolean, bits: number) => (value: string) => {
  const match = /^(.*)\/(\d+)$/.exec(value);
  return !!match && isAddress(match[1] ?? '') && Number(match[2]) > 7 && Number(match[2]) <= bits;
};
const isCidr4 = cidr(isIPv4, 32);
const isCidr6 = cidr(isIPv6, 128);
const zones = new Set(['UTC', 'host', ...Intl.supportedValuesOf('timeZone')]);
const contents = ['images', 'rootdir', 'vztmpl', 'iso', 'backup', 'snippets', 'none', 'import'];

function checkUserId(value: string): void {
  if (value.length < 3) refuse(`user name '${value}' is too short`);
  if (value.length > 64) refuse(`user name '${value}' is too long (${value.length} > 64)`);
  if (!/^[^\s:/]+@[A-Za-z][A-Za-z0-9.\-_]+$/.test(value))
    refuse(`value '${value}' does not look like a valid user name`);
}

function checkPath(value: string): void {
  if (/\/\.\.?\/|\/\.\.?$|^\.\.?\//.test(value)) refuse(`${value} contains illegal character sequences`);
}

function checkStartup(value: string): void {
  for (const part of value.split(','))
    if (!/^\s*$/.test(part) && !/^(?:(?:order=)?\d+|up=\d+|down=\d+)$/.test(part))
      refuse('unable to parse startup options');
}

const formats: Record<string, (value: string) => void> = {
  'pve-configid': matches(/^[a-z][a-z0-9_-]+$/i, (v) => `invalid configuration ID '${v}'`),
  'pve-storage-id': matches(/^[a-z][a-z0-9\-_.]*[a-z0-9]$/i, (v) => `storage ID '${v}' contains illegal characters`),
  'pve-node': looksLike((v) => /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(v), 'node name'),
  'pve-vmid': looksLike((v) => /^[1-9][0-9]{2,8}$/.test(v), 'VM ID'),
  'pve-volume-id': matches(/^[a-z][a-z0-9\-_.]*[a-z0-9]:.+$/i, (v) => `unable to parse volume ID '${v}'`),
  'pve-iface': matches(/^[a-z][a-z0-9_]{1,20}(?:[:.]\d+)?$/i, (v) => `invalid network interface name '${v}'`),
  'pve-tag': matches(/^[a-z0-9_][a-z0-9_\-+.]*$/i, () => 'invalid characters in tag'),
  'pve-startup-order': checkStartup,
  'pve-calendar-event': (v) => {
    if (!parseCalendarEvent(v)) refuse(`invalid calendar event '${v}' - unable to parse calendar event`);
  },
  'pve-ct-timezone': (v) => {
    if (!zones.has(v)) refuse(`invalid time zone '${v}'`);
  },
  'pve-lxc-mp-string': checkPath,
  'pve-lxc-dev-string': (v) => {
    checkPath(v);
    if (!v.startsWith('/dev/')) refuse(`${v} must be prefixed with /dev/`);
  },
  'pve-realm': looksLike((v) => /^[A-Za-z][A-Za-z0-9.\-_]+$/.test(v), 'realm'),
  'pve-userid': checkUserId,
  'pve-groupid': matches(/^[A-Za-z0-9.\-_]+$/, (v) => `group name '${v}' contains invalid characters`),
  'pve-roleid': matches(/^[A-Za-z0-9.\-_]+$/, (v) => `role name '${v}' contains invalid characters`),
  'pve-poolid': matches(/^[A-Za-z0-9.\-_/]+$/, (v) => `pool name '${v}' contains invalid characters`),
  'pve-tokenid': matches(
    /^[^\s:/]+@[A-Za-z][A-Za-z0-9.\-_]+![A-Za-z][A-Za-z0-9.\-_]+$/,
    (v) => `value '${v}' does not look like a valid token ID`,
  ),
  'pve-storage-content': (v) => {
    if (!contents.includes(v)) refuse(`invalid content type '${v}'`);
  },
  ip: looksLike(isIp, 'IP address'),
  ipv4: looksLike(isIPv4, 'IPv4 address'),
  ipv6: looksLike(isIPv6, 'IPv6 address'),
  CIDR: looksLike((v) => isCidr4(v) || isCidr6(v), 'CIDR network'),
  CIDRv4: looksLike(isCidr4, 'IPv4 network'),
  CIDRv6: looksLike(isCidr6, 'IPv6 network'),
  IPorCIDR: looksLike((v) => isIp(v) || isCidr4(v) || isCidr6(v), 'IP address or CIDR network'),
  IPorCIDRorAlias: looksLike(
    (v) => isIp(v) || isCidr4(v) || isCidr6(v) || /^(?:(?:dc|guest)\/)?[A-Za-z][A-Za-z0-9\-_]+$/.test(v),
    'IP address or CIDR network',
  ),
  'pve-ipv4-config': looksLike((v) => v === 'dhcp' || v === 'manual' || isCidr4(v), 'ipv4 network configuration'),
  'pve-ipv6-config': looksLike((v) => /^(?:auto|dhcp|manual)$/.test(v) || isCidr6(v), 'ipv6 network configuration'),
  'lxc-ip-with-ll-iface': looksLike((v) => isIp(v.replace(/%\S+$/, '')), 'IP address'),
  'mac-addr': looksLike((v) => /^[a-f0-9][02468ace](?::[a-f0-9]{2}){5}$/i.test(v), 'unicast MAC address'),
  'mac-prefix': looksLike((v) => /^[a-f0-9][02468ace](?::[a-f0-9]{2}){0,2}:?$/i.test(v), 'unicast MAC address prefix'),
  'dns-name': looksLike((v) => dnsName.test(v), 'DNS name'),
  address: looksLike((v) => isIp(v) || dnsName.test(v), 'address'),
  email: looksLike((v) => /^[A-Za-z0-9.+_-]+@[A-Za-z0-9.-]+$/.test(v), 'email address'),
  'disk-size': looksLike((v) => /^\d+(?:\.\d+)?[KMGT]?$/.test(v), 'disk size'),
  'pve-fw-addr-spec': checkAddressSpec,
  'pve-fw-sport-spec': checkPorts,
  'pve-fw-dport-spec': checkPorts,
  'pve-fw-icmp-type-spec': checkIcmpType,
  'pve-fw-protocol-spec': checkProtocol,
};

export const isListFormat = (format: string | undefined) => !!format?.endsWith('-list');

/** Checks a value against a named format; throws `FormatError` with Proxmox's text. */
export function checkFormat(format: string, value: string): void {
  const match = /^(.*?)(?:-(list|opt))?$/.exec(format);
  const check = formats[match?.[1] ?? ''];
  if (!check) return;
  if (match?.[2] === 'list') for (const part of splitList(value)) check(part);
  else if (match?.[2] !== 'opt' || value !== '') check(value);
}
