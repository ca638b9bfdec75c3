/**
 * Round trips of the codec: over any spec, and over any configuration that the interface description allows.
 *
 * The second is generated from Proxmox's own list of LXC keys and their formats, so that a key that the codec forgets
 * or drops is found here.
 */
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatContainerConfig, formatFirewall, parseContainerConfig } from '@/lib/pve/config';
import { formatPropertyString, parsePropertyString } from '@/lib/pve/property-string';
import { bytesOfGiB, formatGiB, formatSize, parseSize } from '@/lib/pve/size';
import { arbitrarySpec } from '@/lib/spec/arbitrary';
import { type ConfiguredSpec, type ContainerSpec, configuredSpecSchema } from '@/lib/spec/container';

/** The spec as a host would have it: without the owner's words, and without what no config file holds. */
function configured(spec: ContainerSpec): ConfiguredSpec {
  const { aliases: _, ipsets: __, ...firewall } = spec.firewall;
  return configuredSpecSchema.strip().parse({ ...spec, firewall });
}

function parse(config: Record<string, unknown>, spec: ConfiguredSpec): ConfiguredSpec {
  const result = parseContainerConfig(spec.vmid, spec.node, config, formatFirewall(spec.firewall), spec.power);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

const withRaw = (spec: ConfiguredSpec) => ({ ...formatContainerConfig(spec), lxc: spec.lxc });

test('any spec comes back from its configuration', () => {
  fc.assert(
    fc.property(arbitrarySpec.map(configured), (spec) => {
      const config = withRaw(spec);
      const read = parse(config, spec);
      // `storage:4` without a size asks Proxmox for its default; every generated volume has a name or a size.
      expect(read).toEqual(spec);
      expect(withRaw(read)).toEqual(config);
    }),
    { numRuns: 300 },
  );
});

test('sizes come back, as a notation and as a number of GiB', () => {
  const bytes = fc.integer({ min: 1, max: 2 ** 50 });
  fc.assert(
    fc.property(bytes, (size) => parseSize(formatSize(size)) === size && bytesOfGiB(Number(formatGiB(size))) === size),
  );
  expect([2560 * 2 ** 20, 2 ** 40, 1536 * 2 ** 20, 1000].map(formatSize)).toEqual(['2560M', '1T', '1536M', '1000']);
  expect([parseSize('1.5G'), parseSize('2560M'), parseSize('4GB'), parseSize('')]).toEqual([
    1536 * 2 ** 20,
    2560 * 2 ** 20,
    null,
    null,
  ]);
  expect([formatGiB(2 ** 30), formatGiB(2.5 * 2 ** 30), formatGiB(10 * 2 ** 30)]).toEqual(['1', '2.5', '10']);
});

test('a property string comes back in one order, whatever the order it was in', () => {
  const key = fc.stringMatching(/^[a-z_-]{1,6}$/);
  const value = fc.stringMatching(/^[A-Za-z0-9:/;=.]{1,8}$/);
  fc.assert(
    fc.property(fc.dictionary(key, value), fc.infiniteStream(fc.nat()), (pairs, dice) => {
      const format = { first: ['name'] };
      const text = formatPropertyString(pairs, format);
      const shuffled = text
        .split(',')
        .map((part) => ({ part, at: dice.next().value }))
        .sort((a, b) => a.at - b.at)
        .map(({ part }) => part)
        .join(',');
      const parsed = parsePropertyString(shuffled, format);
      expect(parsed.ok && formatPropertyString(Object.fromEntries(parsed.value), format)).toBe(text);
    }),
  );
});

type Property = {
  type?: string;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  format?: string | Record<string, Property & { default_key?: number; optional?: number; pattern?: string }>;
};

const formats = new URL('../../../shared/pve/formats.json', import.meta.url);

/** Texts for the formats that the description names but does not spell out. */
const named: Record<string, string[]> = {
  'pve-lxc-mp-string': ['local-lvm:vm-100-disk-0', '/srv/data', '/dev/sdb', 'vault:subvol-1'],
  'pve-lxc-dev-string': ['/dev/dri/renderD128'],
  'pve-volume-id': ['local:snippets/hook.pl'],
  'pve-ipv4-config': ['dhcp', 'manual', '192.0.2.5/24'],
  'pve-ipv6-config': ['auto', 'dhcp', '2001:db8::5/64'],
  'pve-startup-order': ['order=1', '5', 'down=5,order=1', 'up=3'],
  'pve-tag-list': ['a;b', 'web,Edge prod', 'x'],
  'pve-ct-timezone': ['host', 'Europe/Berlin'],
  'lxc-ip-with-ll-iface-list': ['1.1.1.1 8.8.8.8', ' '],
  'dns-name-list': ['a.example b.example'],
  'dns-name': ['Web-1.Example'],
  'disk-size': ['4G', '2560M', '1T', '1.5G'],
  'mac-addr': ['BC:24:11:7D:71:8A', 'bc:24:11:7d:71:8a'],
  ipv4: ['192.0.2.1'],
  ipv6: ['2001:db8::1'],
};
const patterns: Record<string, string[]> = {
  bridge: ['vmbr0'],
  name: ['eth0', 'vpn_1'],
  trunks: ['2', '2;3'],
  mount: ['nfs', 'nfs;cifs'],
  mountoptions: ['discard', 'noatime;nosuid'],
  mode: ['0660'],
};

function scalarOf(name: string, property: Property): fc.Arbitrary<string> {
  if (property.enum) return fc.constantFrom(...property.enum);
  if (property.type === 'boolean') return fc.constantFrom('0', '1');
  if (property.type === 'integer')
    return fc.integer({ min: property.minimum ?? 0, max: property.maximum ?? 100_000 }).map(String);
  if (property.type === 'number')
    return fc.integer({ min: 0, max: 800_000 }).map((value) => String(Math.min(value / 100, property.maximum ?? 8000)));
  if (typeof property.format === 'string') {
    const texts = named[property.format];
    if (!texts) throw new Error(`no text for ${name}: ${property.format}`);
    return fc.constantFrom(...texts);
  }
  const texts = patterns[name];
  if (texts) return fc.constantFrom(...texts);
  return fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
}

function textOf(key: string, property: Property): fc.Arbitrary<string> {
  if (typeof property.format !== 'object') return scalarOf(key, property);
  const parts = Object.entries(property.format).map(([name, part]) => {
    const texts = name === 'mp' ? fc.constantFrom('/data', '/srv/x') : scalarOf(name, part);
    const only = key === 'rootfs' && name === 'volume' ? fc.constantFrom('local-lvm:vm-100-disk-0', 'vault:x') : texts;
    const needed = !part.optional || name === 'path';
    return (needed ? only : fc.option(only, { nil: null })).map((value) =>
      value === null ? null : part.default_key ? value : `${name}=${value}`,
    );
  });
  return fc
    .tuple(...parts)
    .chain((texts) => fc.shuffledSubarray(texts, { minLength: texts.length }))
    .map((texts) => texts.filter((text) => text !== null).join(','));
}

test.runIf(existsSync(formats))('any configuration that the interface allows comes back, key by key', () => {
  const description: Record<string, Property> = JSON.parse(readFileSync(formats, 'utf8')).lxc_config_properties;
  const model: Record<string, fc.Arbitrary<string | undefined>> = {};
  const about = ['lock', 'template'];
  for (const [key, property] of Object.entries(description)) {
    if (about.includes(key)) continue;
    const keys = key.endsWith('[n]') ? [0, 3, 12].map((n) => key.replace('[n]', String(n))) : [key];
    for (const name of keys)
      model[name] = key === 'rootfs' ? textOf(key, property) : fc.option(textOf(key, property), { nil: undefined });
  }
  expect(Object.keys(model).length).toBeGreaterThan(30);

  fc.assert(
    fc.property(fc.record(model), (given) => {
      const read = (config: Record<string, unknown>) => {
        const result = parseContainerConfig(100, 'pve', config, null, 'running');
        if (!result.ok) throw new Error(result.error);
        return result.value;
      };
      const first = read(given);
      const written = formatContainerConfig(first);
      expect(read(written)).toEqual(first);
      expect(formatContainerConfig(read(written))).toEqual(written);
      for (const [key, value] of Object.entries(given)) {
        if (value === undefined || value === '' || written[key] !== undefined) continue;
        // Only a key that says what is so without it may go.
        expect(['onboot', 'protection', 'unprivileged', 'features', 'description', 'tags']).toContain(key);
        if (!['features', 'description', 'tags'].includes(key)) expect(value).toBe('0');
      }
      for (const [key, value] of Object.entries(given)) {
        if (value === undefined || !/^(?:net|mp|dev)\d+$|^rootfs$/.test(key)) continue;
        const pairs = (text: string) =>
          text
            .split(',')
            .map((part) => part.replace(/=.*/, ''))
            .sort();
        const expected = pairs(value);
        const type = /^net/.test(key) && !expected.includes('type') ? ['type'] : [];
        expect(pairs(written[key] ?? '')).toEqual([...expected, ...type].sort());
      }
    }),
    { numRuns: 300 },
  );
});

test('garbage is answered and never thrown at', () => {
  const key = fc.constantFrom(
    'net0',
    'rootfs',
    'mp0',
    'dev0',
    'features',
    'startup',
    'memory',
    'tags',
    'lxc',
    'x',
    '__proto__',
  );
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue(), fc.stringMatching(/^[a-z0-9=,:/;]{0,20}$/));
  const garbage = fc.dictionary(key, value);
  fc.assert(
    fc.property(garbage, fc.array(fc.dictionary(fc.string(), fc.jsonValue())), (config, rules) => {
      const result = parseContainerConfig(
        100,
        'pve',
        config as Record<string, unknown>,
        { options: {}, rules },
        'running',
      );
      if (!result.ok) expect(result.error.length).toBeGreaterThan(5);
    }),
    { numRuns: 500 },
  );
});
