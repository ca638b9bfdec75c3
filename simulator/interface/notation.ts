/**
 * The notation of the interface tables, and what it reads as.
 *
 * An endpoint opens with `METHOD /path [protected] [proxy] [no-token] [download]: permission`. The permission is
 * `all` (any login), `world` (none needed), `root` (root@pam only), `/path Privilege&Privilege` (every one),
 * `/path A|B` (any one), or Proxmox's own JSON check. The indented lines below hold its parameters: bare names are
 * looked up among the shared ones, `name: …` says it here. `?` is optional. A definition is
 * `type [a|b|c] [<format>] [{property string}] [min..max] [length:min..max] [of:type] [requires:name] [=default]
 * [/pattern/]`. Parameters of the path that are shared ones need no line.
 */
import { invariant } from '@/lib/invariant';

export type PropertyType = 'string' | 'integer' | 'number' | 'boolean' | 'array';

export type Property = {
  type: PropertyType;
  optional: boolean;
  enum?: string[];
  /** A named format, as `pve-node` or `pve-configid-list`. */
  format?: string;
  /** The name of a property string's shape. */
  shape?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  items?: string;
  requires?: string;
  defaultKey?: boolean;
  default?: unknown;
  pattern?: string;
  /** Attributes that Proxmox writes but does not know: `min` and `max` of the `next-id` option. */
  ignored?: Record<string, number>;
};

export type Check = string | Check[] | number;
export type Permission = { user?: 'all' | 'world'; check?: Check[] } | null;

export type Endpoint = {
  method: string;
  path: string;
  protected: boolean;
  proxy: boolean;
  allowToken: boolean;
  download: boolean;
  permission: Permission;
  parameters: Map<string, Property>;
  /** What a later version's answer or behaviour has beside that of 8.4. */
  gains: Set<string>;
};

const number = (text: string | undefined) => (text ? Number(text) : undefined);

function enumValues(text: string): string[] {
  return text.split('|').flatMap((part) => {
    const run = /^([a-z]+)\[(\d+)-(\d+)\]$/.exec(part);
    if (!run) return [part === '""' ? '' : part];
    const [, prefix, from, to] = run;
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => `${prefix}${Number(from) + i}`);
  });
}

/** Reads one definition: `integer 1..8192`, `string <pve-node>`, `string a|b ="a"`. */
export function parseProperty(text: string, optional: boolean): Property {
  const [type = '', ...rest] = text.split(' ');
  const property: Property = { type: type as PropertyType, optional };
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i] ?? '';
    const tail = rest.slice(i).join(' ');
    if (word.startsWith('/') && tail.endsWith('/')) {
      property.pattern = tail.slice(1, -1);
      break;
    }
    if (word.startsWith('=')) {
      const end = tail.startsWith('="') ? tail.indexOf('"', 2) + 1 : word.length;
      property.default = JSON.parse(tail.slice(1, end));
      i += tail.slice(0, end).split(' ').length - 1;
    } else if (word.startsWith('<')) property.format = word.slice(1, -1);
    else if (word.startsWith('{')) property.shape = word.slice(1, -1);
    else if (word.startsWith('of:')) property.items = word.slice(3);
    else if (word.startsWith('requires:')) property.requires = word.slice(9);
    else if (word === 'default-key') property.defaultKey = true;
    else readRange(property, word);
  }
  return property;
}

function readRange(property: Property, word: string): void {
  const range = /^(length:)?(-?\d*)\.\.(-?\d*)$/.exec(word);
  const extra = /^(min|max):(\d+)$/.exec(word);
  if (range) {
    const [, length, from, to] = range;
    if (length) Object.assign(property, clean({ minLength: number(from), maxLength: number(to) }));
    else Object.assign(property, clean({ minimum: number(from), maximum: number(to) }));
  } else if (extra) property.ignored = { ...property.ignored, [extra[1] ?? '']: Number(extra[2]) };
  else property.enum = enumValues(word);
}

const clean = (values: Record<string, number | undefined>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

function parsePermission(text: string): Permission {
  const [first = '', ...rest] = text.split(' ');
  if (first === 'root') return null;
  if (first === 'all' || first === 'world')
    return rest.length ? { user: first, ...parsePermission(rest.join(' ')) } : { user: first };
  if (first.startsWith('[')) return { check: JSON.parse(text) as Check[] };
  const privileges = rest.join(' ');
  if (privileges.includes('|')) return { check: ['perm', first, privileges.split('|'), 'any', 1] };
  return { check: ['perm', first, privileges.split('&')] };
}

/** Reads the shared parameters: `name: definition` lines. */
export function parseParameters(text: string): Map<string, Property> {
  const lines = text.split('\n').filter(Boolean);
  return new Map(lines.map((line) => [nameOf(line), parseProperty(line.slice(line.indexOf(': ') + 2), false)]));
}

export const nameOf = (line: string) => line.slice(0, line.indexOf(':')).trim().replace(/\?$/, '');

/** Reads the property strings: a name, and below it one indented `key: definition` line each. */
export function parseShapes(text: string): Map<string, Map<string, Property>> {
  const shapes = new Map<string, Map<string, Property>>();
  let shape = new Map<string, Property>();
  for (const line of text.split('\n').filter(Boolean)) {
    if (line.startsWith(' ')) shape.set(nameOf(line), definitionOf(line));
    else {
      shape = new Map();
      shapes.set(line, shape);
    }
  }
  return shapes;
}

export function definitionOf(line: string): Property {
  const colon = line.indexOf(': ');
  return parseProperty(line.slice(colon + 2), line[colon - 1] === '?');
}

/** Reads a table of endpoints. */
export function parseTable(text: string, shared: Map<string, Property>): Endpoint[] {
  const endpoints: Endpoint[] = [];
  for (const line of text.split('\n').filter(Boolean)) {
    if (!line.startsWith(' ')) endpoints.push(openEndpoint(line, shared));
    else if (line.includes(': ')) endpoints.at(-1)?.parameters.set(nameOf(line), definitionOf(line));
    else for (const word of line.trim().split(' ')) addShared(endpoints.at(-1), word, shared);
  }
  return endpoints;
}

function openEndpoint(line: string, shared: Map<string, Property>): Endpoint {
  const colon = line.indexOf(': ');
  const [method = '', path = '', ...flags] = line.slice(0, colon).split(' ');
  const endpoint: Endpoint = {
    method,
    path,
    protected: flags.includes('protected'),
    proxy: flags.includes('proxy'),
    allowToken: !flags.includes('no-token'),
    download: flags.includes('download'),
    permission: parsePermission(line.slice(colon + 2)),
    parameters: new Map(),
    gains: new Set(),
  };
  for (const match of path.matchAll(/\{(\w+)\}/g)) addShared(endpoint, match[1] ?? '', shared);
  return endpoint;
}

function addShared(endpoint: Endpoint | undefined, word: string, shared: Map<string, Property>): void {
  const name = word.replace(/\?$/, '');
  const property = shared.get(name);
  // A parameter of the path that is no shared one has its own line below.
  if (!property && endpoint?.path.includes(`{${name}}`)) return;
  invariant(endpoint && property, `no shared parameter ${name}`);
  endpoint.parameters.set(name, { ...property, optional: word.endsWith('?') });
}
