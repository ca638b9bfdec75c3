/**
 * The codec between a container's configuration as Proxmox tells it and `ConfiguredSpec`.
 *
 * It is lossless: `parse → format → parse` and `format → parse → format` change nothing. What Proxmox normalises
 * (FACTS §4) has one form here: tags sorted, sizes in the largest whole unit, property strings in Proxmox's order,
 * the description without the newline that Proxmox puts at its end. What is absent has Proxmox's default where the
 * spec wants a value: memory 512, swap 512, not on boot, privileged, no protection, firewall off.
 *
 * Keys without a field go into `extra` verbatim (`debug`, `env`, `unused0`, whatever a newer Proxmox has); raw
 * `lxc.*` lines into `lxc`. Keys that describe the reading and not the container (`digest`, `lock`, `parent`, …) are
 * no part of the spec. A value that can't be understood makes the container *unreadable*: an error that names the
 * key and the value, never an exception.
 */
import { formatDevice, parseDevice } from '@/lib/pve/device';
import { formatFeatures, parseFeatures } from '@/lib/pve/features';
import { type FirewallConfig, parseFirewall } from '@/lib/pve/firewall';
import { formatMountPoint, parseMountPoint } from '@/lib/pve/mount-point';
import { formatNet, parseNet } from '@/lib/pve/net';
import { formatRootfs, parseRootfs } from '@/lib/pve/rootfs';
import { formatBoolean, formatDecimal, parseBoolean, parseDecimal, parseInteger } from '@/lib/pve/scalar';
import { formatStartup, parseStartup } from '@/lib/pve/startup';
import { formatTags, parseTags } from '@/lib/pve/tags';
import { err, ok, type Result } from '@/lib/result';
import { type ConfiguredSpec, configuredSpecSchema } from '@/lib/spec/container';

export { formatFirewall } from '@/lib/pve/firewall';

/** Keys of the answer that are no part of the configuration. */
const aboutTheReading = new Set([
  'digest',
  'lock',
  'parent',
  'template',
  'snaptime',
  'snapstate',
  'pending',
  'vmid',
  'node',
  'lxc',
]);

type Scalar = { field: keyof ConfiguredSpec; kind: 'text' | 'boolean' | 'integer' | 'decimal' };

/** Proxmox's keys that hold one plain value, and the field of each. */
const scalars: Record<string, Scalar> = {
  hostname: { field: 'hostname', kind: 'text' },
  ostype: { field: 'ostype', kind: 'text' },
  arch: { field: 'arch', kind: 'text' },
  unprivileged: { field: 'unprivileged', kind: 'boolean' },
  cores: { field: 'cores', kind: 'integer' },
  cpulimit: { field: 'cpulimit', kind: 'decimal' },
  cpuunits: { field: 'cpuunits', kind: 'integer' },
  memory: { field: 'memoryMiB', kind: 'integer' },
  swap: { field: 'swapMiB', kind: 'integer' },
  nameserver: { field: 'nameserver', kind: 'text' },
  searchdomain: { field: 'searchdomain', kind: 'text' },
  timezone: { field: 'timezone', kind: 'text' },
  onboot: { field: 'onboot', kind: 'boolean' },
  protection: { field: 'protection', kind: 'boolean' },
  console: { field: 'console', kind: 'boolean' },
  tty: { field: 'tty', kind: 'integer' },
  cmode: { field: 'cmode', kind: 'text' },
  hookscript: { field: 'hookscript', kind: 'text' },
};

/** Proxmox's defaults of the fields that the spec wants always. When they hold, Proxmox needs no line for them. */
const offByDefault = new Set<keyof ConfiguredSpec>(['unprivileged', 'onboot', 'protection']);

/** A container's configuration and firewall as a spec, or in one sentence what can't be understood. */
export function parseContainerConfig(
  vmid: number,
  node: string,
  config: Record<string, unknown>,
  firewall: FirewallConfig | null,
  power: 'running' | 'stopped',
): Result<ConfiguredSpec, string> {
  const draft: Record<string, unknown> = {
    vmid,
    node,
    hostname: `CT${vmid}`,
    tags: [],
    unprivileged: false,
    memoryMiB: 512,
    swapMiB: 512,
    onboot: false,
    protection: false,
    power,
  };
  const lists = { devices: [] as unknown[], mounts: [] as unknown[], nics: [] as unknown[] };
  const extra: [string, string][] = [];

  for (const [key, given] of Object.entries(config).sort(byKeyAndNumber)) {
    if (aboutTheReading.has(key) || given === undefined || given === null) continue;
    if (typeof given !== 'string' && typeof given !== 'number' && typeof given !== 'boolean') {
      // A line of the config file is a single value: a structure under an unknown key is Proxmox's remark, not a line.
      if (!known(key)) continue;
      return err(`${key}: ${shown(given)} is not a single value`);
    }
    const text = typeof given === 'boolean' ? formatBoolean(given) : String(given);
    const parsed = parseKey(key, text);
    if (!parsed.ok) return err(`${key}: ${parsed.error}`);
    if (parsed.value === null) extra.push([key, text]);
    else if (parsed.value.list) lists[parsed.value.list].push(parsed.value.value);
    else draft[parsed.value.field] = parsed.value.value;
  }
  if (draft.rootfs === undefined) return err('rootfs: missing, a container without a root disk can not be read');

  const lxc = parseRawLines(config.lxc);
  if (!lxc.ok) return lxc;
  const guest = parseFirewall(firewall);
  if (!guest.ok) return guest;

  const whole = configuredSpecSchema.safeParse({
    ...draft,
    ...lists,
    firewall: guest.value,
    extra: Object.fromEntries(extra),
    lxc: lxc.value,
  });
  if (whole.success) return ok(whole.data);
  const issue = whole.error.issues[0];
  const path = issue?.path ?? [];
  const value = path.reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown> | undefined)?.[step], {
    ...draft,
    ...lists,
    firewall: guest.value,
  });
  return err(`${keyOf(path, lists)}: ${shown(value)} is not accepted: ${issue?.message ?? 'invalid'}`);
}

/** Every config key of a container as Proxmox stores it. Raw `lxc.*` lines have no key; no API call writes them. */
export function formatContainerConfig(spec: ConfiguredSpec): Record<string, string> {
  const config: Record<string, string> = { ...spec.extra };
  for (const [key, { field }] of Object.entries(scalars)) {
    const value = spec[field];
    if (value === undefined || (offByDefault.has(field) && value === false)) continue;
    if (typeof value === 'boolean') config[key] = formatBoolean(value);
    else if (typeof value === 'number') config[key] = formatDecimal(value);
    else if (typeof value === 'string') config[key] = value;
  }
  if (spec.tags.length > 0) config.tags = formatTags(spec.tags);
  // Texts of Proxmox's comments come back with a newline at the end (FACTS §1).
  const description = spec.description?.replace(/\n+$/, '');
  if (description) config.description = `${description}\n`;
  const features = formatFeatures(spec.features ?? {});
  if (features) config.features = features;
  const startup = formatStartup(spec.startup ?? {});
  if (startup) config.startup = startup;
  config.rootfs = formatRootfs(spec.rootfs);
  for (const mount of spec.mounts) config[mount.id] = formatMountPoint(mount);
  for (const nic of spec.nics) config[nic.id] = formatNet(nic);
  for (const device of spec.devices) config[device.id] = formatDevice(device);
  return config;
}

/** Whether the spec has a field for the key. */
const known = (key: string): boolean =>
  Object.hasOwn(scalars, key) || /^(?:tags|description|features|startup|rootfs|(?:net|mp|dev)\d+)$/.test(key);

type Parsed =
  | { list: 'devices' | 'mounts' | 'nics'; value: unknown }
  | { list?: undefined; field: string; value: unknown };

/** One key's value and where it belongs; null for a key without a field. */
function parseKey(key: string, text: string): Result<Parsed | null, string> {
  const scalar = Object.hasOwn(scalars, key) ? scalars[key] : undefined;
  if (scalar) return inField(scalar.field, parseScalar(scalar.kind, text));
  if (key === 'tags') return inField('tags', ok(parseTags(text)));
  if (key === 'description') return inField('description', ok(text.replace(/\n+$/, '') || undefined));
  if (key === 'features') return text === '' ? ok(null) : inField('features', parseFeatures(text));
  if (key === 'startup') return inField('startup', parseStartup(text));
  if (key === 'rootfs') return inField('rootfs', parseRootfs(text));
  const family = /^(net|mp|dev)\d+$/.exec(key)?.[1];
  if (family === 'net') return inList('nics', parseNet(key, text));
  if (family === 'mp') return inList('mounts', parseMountPoint(key, text));
  if (family === 'dev') return inList('devices', parseDevice(key, text));
  return ok(null);
}

function inField(field: string, result: Result<unknown, string>): Result<Parsed, string> {
  return result.ok ? ok({ field, value: result.value }) : result;
}

function inList(list: 'devices' | 'mounts' | 'nics', result: Result<unknown, string>): Result<Parsed, string> {
  return result.ok ? ok({ list, value: result.value }) : result;
}

function parseScalar(kind: Scalar['kind'], text: string): Result<unknown, string> {
  if (kind === 'text') return ok(text);
  if (kind === 'boolean') {
    const value = parseBoolean(text);
    return value === null ? err(`${shown(text)} is not 1 or 0`) : ok(value);
  }
  const value = kind === 'integer' ? parseInteger(text) : parseDecimal(text);
  return value === null ? err(`${shown(text)} is not a ${kind === 'integer' ? 'whole ' : ''}number`) : ok(value);
}

function parseRawLines(given: unknown): Result<[string, string][], string> {
  if (given === undefined || given === null) return ok([]);
  if (!Array.isArray(given)) return err(`lxc: ${shown(given)} is not a list of pairs`);
  const lines: [string, string][] = [];
  for (const pair of given as unknown[]) {
    const [key, value] = Array.isArray(pair) ? (pair as unknown[]) : [];
    if (typeof key !== 'string' || (typeof value !== 'string' && typeof value !== 'number'))
      return err(`lxc: ${shown(pair)} is not a pair of key and value`);
    lines.push([key, String(value)]);
  }
  return ok(lines);
}

/** Proxmox's answers have their keys in random order; a spec has them in one. */
function byKeyAndNumber([a]: [string, unknown], [b]: [string, unknown]): number {
  const [, nameA = a, numberA = ''] = /^(.*?)(\d*)$/.exec(a) ?? [];
  const [, nameB = b, numberB = ''] = /^(.*?)(\d*)$/.exec(b) ?? [];
  if (nameA !== nameB) return nameA < nameB ? -1 : 1;
  return Number(numberA) - Number(numberB);
}

/** A path in the spec as Proxmox's key: `nics.0.mtu` → `net0 mtu`. */
function keyOf(path: PropertyKey[], lists: Record<string, unknown[]>): string {
  const [field, index, ...rest] = path.map(String);
  const key = Object.entries(scalars).find(([, scalar]) => scalar.field === field)?.[0] ?? field ?? 'config';
  if (index === undefined) return key;
  const item = lists[key]?.[Number(index)] as { id?: string } | undefined;
  return item?.id ? [item.id, ...rest].join(' ') : [key, index, ...rest].join(' ');
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? 'nothing');
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
