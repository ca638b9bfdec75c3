/**
 * The configuration file of a container, as Proxmox writes and reads it: what is written may read back a little
 * different (an empty value as a blank, a description with a newline at its end), and the digest is that of the file.
 */
import { createHash } from 'node:crypto';
import { endpointsOf, type Release } from '@/simulator/interface/interface';
import type { Property } from '@/simulator/interface/notation';
import type { Container, Snapshot } from '@/simulator/state/state';

export type Config = Record<string, string>;

const putOf = (release: Release) =>
  endpointsOf(release).find((one) => one.method === 'PUT' && one.path === '/nodes/{node}/lxc/{vmid}/config');
const put = { '8': putOf('8'), '9': putOf('9') };
const controls = new Set(['node', 'vmid', 'delete', 'revert', 'digest']);

/** The definition of a config key; undefined if Proxmox (of any release, if none is named) has none by that name. */
export function optionOf(key: string, release: Release = '9'): Property | undefined {
  if (controls.has(key)) return undefined;
  const match = /^(net|mp|unused|dev)(0|[1-9]\d*)$/.exec(key);
  if (!match) return key.endsWith('[n]') ? undefined : put[release]?.parameters.get(key);
  const limit = match[1] === 'net' ? 32 : 256;
  return Number(match[2]) < limit ? put[release]?.parameters.get(`${match[1]}[n]`) : undefined;
}

/** Values as the file gives them back: an empty one is a blank, an empty description is gone (FACTS §4). */
export function readBack(config: Config): Config {
  const read: Config = {};
  for (const [key, value] of Object.entries(config)) {
    if (key === 'description') {
      if (value !== '') read[key] = value.endsWith('\n') ? value : `${value}\n`;
    } else read[key] = value.trim() === '' ? ' ' : value.trim();
  }
  return read;
}

/** What a comment line cannot hold is percent-encoded. */
const encodeText = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is encoded
  text.replace(/[\x00-\x1f\x7f%:]|[^\x00-\x7f]+/g, (part) =>
    [...Buffer.from(part)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );

function section(config: Config): string {
  const description = config.description;
  const comments = description
    ? description
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `#${encodeText(line)}\n`)
    : [];
  const keys = Object.keys(config).filter((key) => key !== 'description');
  return `${comments.join('')}${keys
    .sort()
    .map((key) => `${key}: ${config[key]}\n`)
    .join('')}`;
}

/** The file's text. */
export function fileText(container: Container): string {
  const raw = container.lxc.map(([key, value]) => `${key}: ${value}\n`).join('');
  const removals = container.pendingDelete.length ? `delete: ${[...container.pendingDelete].sort().join(',')}\n` : '';
  const waiting = section(container.pending) + removals;
  const pending = waiting ? `\n[pve:pending]\n${waiting}` : '';
  const snapshots = [...container.snapshots].sort((a, b) => (a.name < b.name ? -1 : 1)).map(snapshotText);
  return `${section(container.config)}${raw}${pending}${snapshots.join('')}`;
}

const snapshotText = (one: Snapshot) =>
  `\n[${one.name}]\n${section({ ...one.config, ...(one.description ? { description: one.description } : {}) })}snaptime: ${one.snaptime}\n${one.parent ? `parent: ${one.parent}\n` : ''}`;

export const digestOf = (container: Container) => createHash('sha1').update(fileText(container)).digest('hex');

/** A config with the types of Proxmox's answers: integers and booleans are numbers, everything else a text. */
export function typed(config: Config): Record<string, string | number> {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, typedValue(key, value)]));
}

export function typedValue(key: string, value: string): string | number {
  const type = optionOf(key)?.type;
  if ((type === 'integer' || type === 'boolean') && /^-?\d+$/.test(value)) return Number(value);
  return key === 'template' || key === 'snaptime' ? Number(value) : value;
}

/** What the container will have after its next start. */
export function withPending(container: Container): Config {
  const config = { ...container.config, ...container.pending };
  for (const key of container.pendingDelete) delete config[key];
  return config;
}
