/**
 * A spec as the YAML file that a person reviews: `lxc/107.yaml`.
 *
 * The keys stand always in the same order, one a line, so that a change is a change of the lines that it means.
 * Small maps are written in one line, sizes have a comment in human units, and what the reader can restore without
 * loss is left out: empty lists, protection off, `eth0` for `net0`, `enable` of a rule. Nothing else has a default:
 * what is not in the file is not asked for.
 *
 * Reading never throws: a file that is no YAML, or no spec, gives one error a place, with its line.
 */
import {
  isMap,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  Scalar,
  YAMLMap,
  YAMLSeq,
  Document as YamlDocument,
} from 'yaml';
import { exactSize } from '@/lib/diff/quantity';
import { type FieldError, fieldErrors } from '@/lib/refusal';
import { err, ok, type Result } from '@/lib/result';
import { type ContainerSpec, containerSpecSchema, type SpecField } from '@/lib/spec/container';
import { TightSeq } from '@/lib/spec/tight-seq';

/** The file of a container in the lab repository. */
export const specPath = (vmid: number): string => `lxc/${vmid}.yaml`;

type Layout = (value: never) => Node;

/** Every field, in the order of the file: identity, purpose, system, resources, storage, network, boot, firewall, services. */
const layouts: Record<SpecField, Layout> = {
  vmid: flow,
  node: flow,
  hostname: flow,
  category: flow,
  purpose: flow,
  description: flow,
  tags: flow,
  template: flow,
  ostype: flow,
  arch: flow,
  unprivileged: flow,
  cores: flow,
  cpulimit: flow,
  cpuunits: flow,
  memoryMiB: flow,
  swapMiB: flow,
  rootfs: (rootfs: ContainerSpec['rootfs']) => block(rootfs, ['storage', 'volume', 'sizeBytes']),
  mounts: (mounts: ContainerSpec['mounts']) =>
    blocks(mounts, ['id', 'kind', 'path', 'source', 'storage', 'volume', 'sizeBytes']),
  nics: (nics: ContainerSpec['nics']) =>
    blocks(
      nics.map((nic) => (nic.name === usualName(nic.id) ? { ...nic, name: undefined } : nic)),
      ['id', 'name', 'bridge', 'hwaddr', 'ip', 'gw', 'ip6', 'gw6', 'firewall'],
    ),
  nameserver: flow,
  searchdomain: flow,
  features: flow,
  devices: (devices: ContainerSpec['devices']) => lines(devices),
  onboot: flow,
  startup: flow,
  protection: flow,
  power: flow,
  timezone: flow,
  console: flow,
  tty: flow,
  cmode: flow,
  hookscript: flow,
  firewall: firewallNode,
  services: (services: ContainerSpec['services']) => lines(services),
  dependsOn: flow,
  extra: (extra: ContainerSpec['extra']) => block(extra, []),
  lxc: (raw: ContainerSpec['lxc']) => lines(raw),
};

/** What the reader puts in where the file says nothing. */
const restored: Partial<{ [K in SpecField]: () => ContainerSpec[K] }> = {
  tags: () => [],
  devices: () => [],
  mounts: () => [],
  nics: () => [],
  services: () => [],
  dependsOn: () => [],
  lxc: () => [],
  extra: () => ({}),
  protection: () => false,
};

const usualName = (id: unknown) => `eth${String(id).replace(/^net/, '')}`;

/** The YAML of a spec. The same spec always gives the same bytes. */
export function specToYaml(spec: ContainerSpec): string {
  const map = new YAMLMap();
  for (const [field, layout] of Object.entries(layouts) as [SpecField, Layout][]) {
    const value = spec[field];
    const isRestored = JSON.stringify(value) === JSON.stringify(restored[field]?.());
    if (value !== undefined && !isRestored) map.set(field, layout(value as never));
  }
  return new YamlDocument(map).toString({ lineWidth: 0 });
}

/** The spec of a YAML file, or what is wrong with it: field, what was given, what is accepted and in which line. */
export function specFromYaml(text: string): Result<ContainerSpec, FieldError[]> {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const lineOf = (offset: number | undefined) => (offset === undefined ? null : counter.linePos(offset).line);
  const [broken] = document.errors;
  if (broken) {
    const line = lineOf(broken.pos[0]);
    const given = line === null ? '' : (text.split('\n')[line - 1]?.trim() ?? '');
    return err([{ field: '(file)', given: given.slice(0, 120), accepted: located(`YAML: ${broken.message}`, line) }]);
  }
  if (!isMap(document.contents))
    return err([
      { field: '(file)', given: text.trim().slice(0, 120), accepted: 'a map of the fields of one container' },
    ]);

  let read: unknown;
  try {
    read = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    // The library throws for aliases that expand without bound, and for those that point nowhere.
    return err([
      { field: '(file)', given: '*alias', accepted: error instanceof Error ? error.message : String(error) },
    ]);
  }
  const input = restore(read as Record<string, unknown>);
  const parsed = containerSpecSchema.safeParse(input);
  if (parsed.success) return ok(parsed.data);
  return err(
    fieldErrors(parsed.error, input).map((told) => {
      const at = nearest(document.contents, told.field.split('.'));
      return { ...told, accepted: located(told.accepted, lineOf(at?.range?.[0])) };
    }),
  );
}

const located = (text: string, line: number | null) => (line === null ? text : `${text} (line ${line})`);

/** The node of a path, or of the innermost part of it that the file has. */
function nearest(root: unknown, path: readonly string[]): Node | undefined {
  let at = root;
  let found: Node | undefined;
  for (const step of path) {
    if (isMap(at)) {
      const pair = at.items.find((item) => isScalar(item.key) && String(item.key.value) === step);
      if (!pair) break;
      found = pair.key as Node;
      at = pair.value;
    } else if (at instanceof YAMLSeq) {
      at = at.items[Number(step)];
      if (at === undefined) break;
      found = at as Node;
    } else break;
  }
  return found;
}

/** Puts in what the writer left out, and takes a port that was written as a number. */
function restore(read: Record<string, unknown>): Record<string, unknown> {
  const input: Record<string, unknown> = { ...read };
  for (const [field, make] of Object.entries(restored)) input[field] ??= make();
  input.nics = eachMap(input.nics, (nic) => ({
    ...nic,
    name: nic.name ?? usualName(nic.id),
    ...asText(nic, ['trunks']),
  }));
  input.firewall = isPlain(input.firewall)
    ? {
        ...input.firewall,
        rules: eachMap(input.firewall.rules ?? [], (rule) => ({
          ...rule,
          enable: rule.enable ?? true,
          ...asText(rule, ['dport', 'sport', 'proto']),
        })),
      }
    : input.firewall;
  return input;
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function eachMap(value: unknown, change: (item: Record<string, unknown>) => unknown): unknown {
  return Array.isArray(value) ? value.map((item) => (isPlain(item) ? change(item) : item)) : value;
}

function asText(map: Record<string, unknown>, keys: string[]): Record<string, string> {
  const numbers = keys.filter((key) => typeof map[key] === 'number');
  return Object.fromEntries(numbers.map((key) => [key, String(map[key])]));
}

/** Everything in one line. */
function flow(value: unknown): Node {
  if (Array.isArray(value)) return new TightSeq(value.map(flow));
  if (!isPlain(value)) return new Scalar(value);
  const map = new YAMLMap();
  map.flow = true;
  for (const [key, item] of Object.entries(value)) if (item !== undefined) map.set(key, flow(item));
  return map;
}

/** A line a key, the named keys first. */
function block(value: object, first: readonly string[]): YAMLMap {
  const map = new YAMLMap();
  const rank = (key: string) => (first.includes(key) ? first.indexOf(key) : first.length);
  const entries = Object.entries(value).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  for (const [key, item] of entries) {
    if (item === undefined) continue;
    const node = flow(item);
    if (key === 'sizeBytes' && typeof item === 'number') node.comment = ` ${exactSize(item)}`;
    map.set(key, node);
  }
  return map;
}

function sequence(items: Node[]): YAMLSeq {
  const list = new YAMLSeq();
  list.items = items;
  return list;
}

const blocks = (items: readonly object[], first: readonly string[]) =>
  sequence(items.map((item) => block(item, first)));
/** A line an item. */
const lines = (items: readonly unknown[]) => sequence(items.map(flow));

function firewallNode({ rules, aliases, ipsets, enable, ...options }: ContainerSpec['firewall']): YAMLMap {
  const map = block({ enable, ...options }, ['enable', 'policyIn', 'policyOut']);
  if (rules.length > 0)
    map.set('rules', lines(rules.map(({ enable: on, ...rule }) => (on ? rule : { ...rule, enable: on }))));
  if (aliases) map.set('aliases', lines(aliases));
  if (ipsets) map.set('ipsets', lines(ipsets));
  if (map.items.length === 1) map.flow = true;
  return map;
}
