import { expect, test } from 'vitest';
import { describeValue, labelOf, readField } from '@/lib/diff/describe';
import { exactSize, grouped } from '@/lib/diff/quantity';
import type { ContainerSpec } from '@/lib/spec/container';

test.each([
  ['memoryMiB', 2048, '2,048 MiB'],
  ['cores', undefined, 'all of the host'],
  ['cpulimit', 0.5, '0.5 cores'],
  ['cpulimit', 0, 'no limit'],
  ['onboot', true, 'yes'],
  ['unprivileged', true, 'no'],
  ['tags', [], 'none'],
  ['tags', ['a', 'b'], 'a, b'],
  ['nameserver', null, 'not set'],
  ['nics.net0.gw', '192.168.0.1', '192.168.0.1'],
  ['nics.net0.gw', undefined, 'not set'],
  ['nics.net0.firewall', undefined, 'off'],
  ['nics.net1', undefined, 'none'],
  ['rootfs', { storage: 'local-lvm', sizeBytes: 2.5 * 2 ** 30 }, 'local-lvm, 2.5 GiB'],
  [
    'mounts.mp0',
    { id: 'mp0', kind: 'bind', source: '/vault/data', path: '/data', shared: true },
    '/vault/data, bind, shared',
  ],
  ['features', { nesting: true, mount: ['cifs', 'nfs'] }, 'nesting, mount=cifs;nfs'],
  ['startup', { order: 2, upSeconds: 10 }, 'order 2, up 10 s'],
  ['firewall.enable', true, 'on'],
  ['services', [{ name: 'Web', port: 80, protocol: 'tcp', probe: 'http' }], 'Web tcp 80, probed by http'],
  ['dependsOn', [116], '116'],
  ['purpose', 'Torrent client', 'Torrent client'],
  ['extra.debug', '1', '1'],
  ['nothing.known', { a: 1 }, '{"a":1}'],
  ['toString', 1, '1'],
])('%s %j reads %s', (field, value, words) => {
  expect(describeValue(field, value)).toBe(words);
});

const spec = {
  mounts: [{ id: 'mp0', kind: 'bind', source: '/vault/data', path: '/data' }],
  nics: [{ id: 'net0', name: 'eth0', gw: '192.168.0.1' }],
  extra: {},
  purpose: 'x',
} as unknown as ContainerSpec;

test('labels are a person’s words', () => {
  expect(
    ['memoryMiB', 'nics.net0.gw', 'mounts.mp0', 'dependsOn', 'firewall.policyIn', 'who.knows'].map((f) =>
      labelOf(f, spec),
    ),
  ).toEqual(['memory', 'net0 gateway', 'mp0 /data', 'needs', 'firewall policy in', 'who.knows']);
  expect(labelOf('mounts.mp0')).toBe('mp0');
});

test('a field is read by its path', () => {
  expect(readField('nics.net0.gw', spec)).toBe('192.168.0.1');
  expect(readField('nics.net9.gw', spec)).toBeUndefined();
  expect(readField('purpose', spec)).toBe('x');
});

test('sizes are exact: two that differ never read the same', () => {
  expect([2 ** 30, 2816 * 2 ** 20, 2 ** 37, 512 * 2 ** 20, 2 ** 30 + 1, 2 ** 30 + 2 ** 20].map(exactSize)).toEqual([
    '1 GiB',
    '2.75 GiB',
    '128 GiB',
    '512 MiB',
    '1,073,741,825 B',
    '1,025 MiB',
  ]);
  expect([0, 999, 1000, 1234567.5].map(grouped)).toEqual(['0', '999', '1,000', '1,234,567.5']);
});
