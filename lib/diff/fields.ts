/**
 * The table of fields that can differ, in the order in which they are shown.
 *
 * `normal` gives what is absent Proxmox's default, but only a default that is the same on every host: `cpuunits` and
 * the firewall's `ndp` have others on other versions, so there absent equals absent only.
 */
import type { Field } from '@/lib/diff/field';
import { nicField, nicFields } from '@/lib/diff/nic-fields';
import { mountField, rootfsField } from '@/lib/diff/volume-fields';
import * as words from '@/lib/diff/words';
import { normalTags } from '@/lib/pve/tags';
import type { ConfiguredSpec, FirewallRuleSpec } from '@/lib/spec/container';

type Spec = ConfiguredSpec;
type Firewall = Spec['firewall'];

/** The description without the newline that Proxmox adds; empty is absent. */
const trimmed = (value: unknown) => (typeof value === 'string' ? value.replace(/\n+$/, '') : '');
const or = (fallback: unknown) => (value: unknown) => value ?? fallback;
const atCreation = () => 'read-only: set when the container is made';

function field<K extends keyof Spec>(path: K, label: string, rest: Partial<Field<Spec[K]>> = {}): Field {
  const made: Field<Spec[K]> = { path, label, read: (spec) => spec[path], describe: words.text, ...rest };
  return made as Field;
}

function guard<K extends keyof Firewall>(name: K, label: string, rest: Partial<Field<Firewall[K]>> = {}): Field {
  const made: Field<Firewall[K]> = {
    path: `firewall.${name}`,
    label,
    read: (spec) => spec.firewall[name],
    describe: words.text,
    ...rest,
  };
  return made as Field;
}

/** What Proxmox makes of a rule: empty texts are none, `nolog` is the default, comments end at their line. */
function normalRule(rule: FirewallRuleSpec): Record<string, unknown> {
  const { log, comment, ...rest } = rule;
  const kept = { ...rest, log: log === 'nolog' ? '' : log, comment: comment?.split('\n')[0]?.trim() };
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined && value !== ''));
}

const before: Field[] = [
  field('power', 'power', { always: true }),
  field('node', 'node', { quiet: true, refused: () => 'a migration, not an edit' }),
  field('hostname', 'hostname', { always: true }),
  field('tags', 'tags', { always: true, describe: words.list, normal: (value) => normalTags(value ?? []) }),
  field('description', 'description', {
    normal: trimmed,
    describe: (value) => trimmed(value) || words.notSet,
  }),
  field('cores', 'cores', { always: true, describe: words.amount('', 'all of the host') }),
  field('cpulimit', 'CPU limit', {
    normal: or(0),
    describe: (value) => (value ? words.amount('cores')(value) : 'no limit'),
  }),
  field('cpuunits', 'CPU weight', { describe: words.amount('') }),
  field('memoryMiB', 'memory', { always: true, describe: words.amount('MiB') }),
  field('swapMiB', 'swap', { always: true, describe: words.amount('MiB') }),
  rootfsField,
];

const after: Field[] = [
  field('nameserver', 'DNS servers', {
    // Proxmox stores an empty one as a blank (FACTS §4), and that is not "use the host's".
    normal: (value) => value?.trim(),
    describe: (value) => (value?.trim() === '' ? 'blank' : words.text(value)),
  }),
  field('searchdomain', 'search domain', {
    normal: (value) => value?.trim(),
    describe: (value) => (value?.trim() === '' ? 'blank' : words.text(value)),
  }),
  field('features', 'features', {
    always: true,
    describe: words.features,
    normal: (value) => ({
      nesting: value?.nesting ?? false,
      keyctl: value?.keyctl ?? false,
      fuse: value?.fuse ?? false,
      mknod: value?.mknod ?? false,
      forceRwSys: value?.forceRwSys ?? false,
      mount: [...new Set(value?.mount ?? [])].sort(),
      extra: value?.extra ?? {},
    }),
  }),
];

const last: Field[] = [
  field('onboot', 'start on boot', { always: true, describe: words.yesNo }),
  field('startup', 'boot order', { always: true, describe: words.startup, normal: or({}) }),
  field('unprivileged', 'privileged', {
    always: true,
    describe: (value) => words.yesNo(value === false),
    refused: atCreation,
  }),
  field('ostype', 'system', { refused: atCreation }),
  field('arch', 'architecture', { normal: or('amd64'), refused: atCreation, describe: (value) => value ?? 'amd64' }),
  field('protection', 'protection', { describe: words.onOff, normal: or(false) }),
  field('timezone', 'time zone'),
  field('console', 'console device', { normal: or(true), describe: (value) => words.onOff(value ?? true) }),
  field('tty', 'terminals', { normal: or(2), describe: (value) => String(value ?? 2) }),
  field('cmode', 'console mode', { normal: or('tty'), describe: (value) => value ?? 'tty' }),
  field('hookscript', 'hook script'),
  guard('enable', 'firewall', { always: true, describe: words.onOff }),
  guard('policyIn', 'firewall policy in', { normal: or('DROP'), describe: (value) => value ?? 'DROP' }),
  guard('policyOut', 'firewall policy out', { normal: or('ACCEPT'), describe: (value) => value ?? 'ACCEPT' }),
  guard('dhcp', 'firewall lets DHCP through', { normal: or(false), describe: words.yesNo }),
  guard('ndp', 'firewall lets NDP through', {
    describe: (value) => (value === undefined ? 'default' : words.yesNo(value)),
  }),
  guard('radv', 'firewall lets router advertisements out', { normal: or(false), describe: words.yesNo }),
  guard('macfilter', 'firewall MAC filter', { normal: or(true), describe: (value) => words.onOff(value ?? true) }),
  guard('ipfilter', 'firewall IP filter', { normal: or(false), describe: words.onOff }),
  guard('logLevelIn', 'firewall log in', { normal: or('nolog'), describe: (value) => value ?? 'nolog' }),
  guard('logLevelOut', 'firewall log out', { normal: or('nolog'), describe: (value) => value ?? 'nolog' }),
  guard('rules', 'firewall rules', { describe: words.rules, normal: (value) => (value ?? []).map(normalRule) }),
];

const unread = (what: string) => () => `Wheelhouse does not read a container's ${what} yet`;
const aliases = guard('aliases', 'firewall aliases', {
  describe: words.aliases,
  normal: or([]),
  refused: unread('aliases'),
});
const ipsets = guard('ipsets', 'firewall IP sets', {
  describe: words.ipsets,
  normal: or([]),
  refused: unread('IP sets'),
});

const rawLines = field('lxc', 'raw lxc lines', {
  normal: or([]),
  describe: words.rawLines,
  refused: () => "raw lxc lines are written in the host's config file only",
});

/** Options that Proxmox's API takes and the spec has no field for (9.x: FACTS §8). */
const settable = new Set(['debug', 'env', 'entrypoint']);

function extraField(key: string): Field {
  return {
    path: `extra.${key}`,
    label: key,
    read: (spec) => spec.extra[key],
    normal: key === 'debug' ? or('0') : undefined,
    describe: words.text,
    refused: () => (settable.has(key) ? null : "no option of Proxmox's API: only the host's config file has it"),
  };
}

function deviceField(id: string): Field {
  const made: Field<Spec['devices'][number]> = {
    path: `devices.${id}`,
    label: id,
    read: (spec) => spec.devices.find((device) => device.id === id),
    describe: words.device,
    normal: (value) => value && { ...value, denyWrite: value.denyWrite ?? false, extra: value.extra ?? {} },
  };
  return made as Field;
}

/** `unusedN` is what a volume leaves behind when its mount point goes, and nothing that anybody asks for. */
const isSetting = (key: string) => !/^unused\d+$/.test(key);

const byNumber = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });
const idsOf = (specs: readonly Spec[], list: 'nics' | 'mounts' | 'devices') =>
  [...new Set(specs.flatMap((spec) => spec[list].map((item) => item.id)))].sort(byNumber);

/** Every field that the desired spec of a container or any of its live ones has. */
export function fieldsOf(desired: Spec, live: readonly Spec[]): Field[] {
  const specs = [desired, ...live];
  const mounts = idsOf(specs, 'mounts').map((id) =>
    mountField(id, specs.flatMap((spec) => spec.mounts).find((mount) => mount.id === id)?.path),
  );
  const nics = idsOf(specs, 'nics').flatMap((id) =>
    specs.every((spec) => spec.nics.some((nic) => nic.id === id)) ? nicFields(id) : [nicField(id)],
  );
  const extra = [...new Set(specs.flatMap((spec) => Object.keys(spec.extra)))].filter(isSetting).sort();
  return [
    ...before,
    ...mounts,
    ...nics,
    ...after,
    ...idsOf(specs, 'devices').map(deviceField),
    ...last,
    { ...aliases, unobserved: live.some((spec) => spec.firewall.aliases === undefined) },
    { ...ipsets, unobserved: live.some((spec) => spec.firewall.ipsets === undefined) },
    ...extra.map(extraField),
    rawLines,
  ];
}

/** The field of a path; undefined for a path that no host knows (`purpose`, `services`). */
export function fieldAt(path: string, spec?: Spec): Field | undefined {
  const [head = '', id = '', part] = path.split('.');
  if (head === 'nics') return part === undefined ? nicField(id) : nicFields(id).find((nic) => nic.path === path);
  if (head === 'mounts') return mountField(id, spec?.mounts.find((mount) => mount.id === id)?.path);
  if (head === 'devices') return deviceField(id);
  if (head === 'extra') return extraField(path.slice('extra.'.length));
  return [...before, ...after, ...last, aliases, ipsets, rawLines].find((known) => known.path === path);
}
