/**
 * The properties of a container that one step can set: one key of Proxmox's config, one list of firewall rules, the
 * firewall's options, the power state. A step sets a whole property, because Proxmox does: a NIC or a mount is one
 * property string. The table gives each its place in the order of steps and when a running container feels it.
 *
 * The order is total: it is this table's, then the number in the id. What opens a lock (protection off) comes first,
 * what filters comes after the rules it makes act, what closes a lock comes late, and power is last.
 *
 * Effects are FACTS §4, "Live (hotplug) versus pending for a running CT".
 */
import type { Effect } from '@/lib/plan/plan';
import type { ConfiguredSpec } from '@/lib/spec/container';

type Entry = { property: string; key: string; effect: Effect };

/** Properties that are one config key, in the order of their steps. `*` stands for the id: `nics.net0` is key `net0`. */
const entries: Entry[] = [
  { property: 'unprotect', key: 'protection', effect: 'immediate' },
  { property: 'hostname', key: 'hostname', effect: 'reboot' },
  { property: 'description', key: 'description', effect: 'immediate' },
  { property: 'tags', key: 'tags', effect: 'immediate' },
  { property: 'onboot', key: 'onboot', effect: 'immediate' },
  { property: 'startup', key: 'startup', effect: 'immediate' },
  { property: 'cores', key: 'cores', effect: 'hot' },
  { property: 'cpulimit', key: 'cpulimit', effect: 'hot' },
  { property: 'cpuunits', key: 'cpuunits', effect: 'hot' },
  { property: 'memoryMiB', key: 'memory', effect: 'hot' },
  { property: 'swapMiB', key: 'swap', effect: 'hot' },
  { property: 'rootfs', key: 'rootfs', effect: 'reboot' },
  { property: 'mounts.*', key: '*', effect: 'reboot' },
  { property: 'nameserver', key: 'nameserver', effect: 'reboot' },
  { property: 'searchdomain', key: 'searchdomain', effect: 'reboot' },
  { property: 'timezone', key: 'timezone', effect: 'reboot' },
  { property: 'features', key: 'features', effect: 'reboot' },
  { property: 'devices.*', key: '*', effect: 'reboot' },
  { property: 'console', key: 'console', effect: 'reboot' },
  { property: 'tty', key: 'tty', effect: 'reboot' },
  { property: 'cmode', key: 'cmode', effect: 'reboot' },
  { property: 'hookscript', key: 'hookscript', effect: 'immediate' },
  { property: 'extra.debug', key: 'debug', effect: 'reboot' },
  { property: 'extra.entrypoint', key: 'entrypoint', effect: 'reboot' },
  { property: 'extra.env', key: 'env', effect: 'reboot' },
  { property: 'firewall.rules', key: '', effect: 'hot' },
  { property: 'firewall.options', key: '', effect: 'hot' },
  { property: 'nics.*', key: '*', effect: 'hot' },
  { property: 'protection', key: 'protection', effect: 'immediate' },
  { property: 'power', key: '', effect: 'hot' },
];

const wild = ['mounts', 'nics', 'devices'];

/** The property that a field of the spec belongs to: `nics.net0.gw` → `nics.net0`, `firewall.policyIn` → `firewall.options`. */
export function propertyOf(field: string): string {
  const [head = '', second] = field.split('.');
  if (head === 'extra' || wild.includes(head)) return second === undefined ? head : field.split('.', 2).join('.');
  if (head !== 'firewall') return head;
  return second === 'rules' || second === 'aliases' || second === 'ipsets' ? `firewall.${second}` : 'firewall.options';
}

/** Its entry in the table, or null when no step can set it. */
export function stepEntry(property: string): Entry | null {
  const [head = '', id] = property.split('.');
  const name = wild.includes(head) ? `${head}.*` : property;
  const entry = entries.find((one) => one.property === name);
  if (!entry) return null;
  return { property, key: entry.key === '*' ? (id ?? '') : entry.key, effect: entry.effect };
}

/** Its place in the order of steps; protection is lifted before the rest and set after it. */
export function placeOf(property: string, desired: ConfiguredSpec): [number, number] {
  const [head = '', id = ''] = property.split('.');
  const name =
    property === 'protection' && !desired.protection ? 'unprotect' : wild.includes(head) ? `${head}.*` : property;
  const place = entries.findIndex((one) => one.property === name);
  return [place === -1 ? entries.length : place, Number(/\d+$/.exec(id)?.[0] ?? 0)];
}

/** The value of a property in a spec; undefined when it has none. */
export function propertyValue(spec: ConfiguredSpec, property: string): unknown {
  const [head = '', id = ''] = property.split('.');
  switch (head) {
    case 'nics':
      return spec.nics.find((nic) => nic.id === id);
    case 'mounts':
      return spec.mounts.find((mount) => mount.id === id);
    case 'devices':
      return spec.devices.find((device) => device.id === id);
    case 'extra':
      return spec.extra[id];
    case 'firewall': {
      const { rules, aliases, ipsets, ...options } = spec.firewall;
      if (id === 'rules') return rules;
      if (id === 'aliases') return aliases ?? [];
      return id === 'ipsets' ? (ipsets ?? []) : options;
    }
    default:
      return (spec as Record<string, unknown>)[head];
  }
}

/** The spec with one property set to its value in another; what one step is meant to come to. */
export function withProperty(spec: ConfiguredSpec, property: string, from: ConfiguredSpec): ConfiguredSpec {
  const [head = '', id = ''] = property.split('.');
  switch (head) {
    case 'nics':
      return { ...spec, nics: withItem(spec.nics, id, from.nics) };
    case 'mounts':
      return { ...spec, mounts: withItem(spec.mounts, id, from.mounts) };
    case 'devices':
      return { ...spec, devices: withItem(spec.devices, id, from.devices) };
    case 'extra': {
      const { [id]: _, ...rest } = spec.extra;
      const value = from.extra[id];
      return { ...spec, extra: value === undefined ? rest : { ...rest, [id]: value } };
    }
    case 'firewall': {
      const { rules, aliases, ipsets } = spec.firewall;
      if (id === 'rules') return { ...spec, firewall: { ...spec.firewall, rules: from.firewall.rules } };
      return { ...spec, firewall: { ...from.firewall, rules, aliases, ipsets } };
    }
    default:
      return { ...spec, [head]: (from as Record<string, unknown>)[head] };
  }
}

function withItem<T extends { id: string }>(items: T[], id: string, from: T[]): T[] {
  const item = from.find((one) => one.id === id);
  const rest = items.filter((one) => one.id !== id);
  return (item ? [...rest, item] : rest).sort((a, b) => numberOf(a.id) - numberOf(b.id));
}

const numberOf = (id: string) => Number(/\d+$/.exec(id)?.[0] ?? 0);
