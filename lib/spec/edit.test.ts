import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitrarySpec } from '@/lib/spec/arbitrary';
import type { ContainerSpec } from '@/lib/spec/container';
import { applyEdit } from '@/lib/spec/edit';

const spec: ContainerSpec = {
  vmid: 107,
  node: 'pve',
  hostname: 'qbittorrent',
  category: 'media',
  purpose: 'Torrent client',
  tags: ['vpn'],
  description: 'old',
  unprivileged: true,
  devices: [],
  cores: 2,
  memoryMiB: 2048,
  swapMiB: 512,
  rootfs: { storage: 'local-lvm', volume: 'vm-107-disk-0', sizeBytes: 2 ** 32 },
  mounts: [],
  nics: [{ id: 'net0', name: 'eth0', bridge: 'vmbr0', hwaddr: 'bc:24:11:00:00:01' }],
  onboot: true,
  protection: false,
  power: 'running',
  firewall: { enable: false, rules: [] },
  services: [],
  dependsOn: [],
  extra: {},
  lxc: [],
};

test('set puts fields in place, unset takes optional ones away, and nothing else is touched', () => {
  const edited = applyEdit(spec, { vmid: 107, set: { memoryMiB: 3072, onboot: false }, unset: ['cores', 'ostype'] });
  const { cores: _, ...rest } = spec;
  expect(edited).toEqual({ ok: true, value: { ...rest, memoryMiB: 3072, onboot: false } });
});

test('tags are taken as a person types them', () => {
  const edited = applyEdit(spec, { vmid: 107, set: { tags: ['VPN', 'media', ' vpn', 'Arr'] } });
  expect(edited.ok && edited.value.tags).toEqual(['arr', 'media', 'vpn']);
});

test('what says nothing is taken away, and lists are put in order', () => {
  const edited = applyEdit(spec, {
    vmid: 107,
    set: {
      description: '',
      features: {},
      startup: {},
      dependsOn: [116, 102, 116],
      nics: [
        { id: 'net10', name: 'eth10' },
        { id: 'net2', name: 'eth2', hwaddr: 'bc:24:11:00:00:02' },
      ],
    },
  });
  if (!edited.ok) throw new Error(JSON.stringify(edited.error));
  expect(Object.keys(edited.value)).not.toContain('description');
  expect(edited.value).not.toHaveProperty('features');
  expect(edited.value).not.toHaveProperty('startup');
  expect(edited.value.dependsOn).toEqual([102, 116]);
  expect(edited.value.nics.map((nic) => [nic.id, nic.hwaddr])).toEqual([
    ['net2', 'BC:24:11:00:00:02'],
    ['net10', undefined],
  ]);
});

const refusedBy = (edit: object) => {
  const edited = applyEdit(spec, { vmid: 107, ...edit });
  return edited.ok ? [] : edited.error.map((error) => error.field);
};

test.each([
  [{ vmid: 108 }, ['vmid']],
  [{ set: { vmid: 108 } }, ['set.vmid']],
  [{ set: { node: 'other' } }, ['set.node']],
  [{ set: { colour: 'red', toString: 1 } }, ['set.colour', 'set.toString']],
  [{ set: { memoryMiB: 4 } }, ['set.memoryMiB']],
  [{ set: { memoryMiB: 'much', hostname: 'a_b' } }, ['set.hostname', 'set.memoryMiB']],
  [{ set: { tags: ['no spaces in tags'] } }, ['set.tags.0']],
  [{ set: { nics: [{ id: 'net0' }] } }, ['set.nics.0.name']],
  [{ unset: ['memoryMiB'] }, ['unset.0']],
  [{ unset: ['cores', 'tags', 'vmid', 'nonsense'] }, ['unset.1', 'unset.2', 'unset.3']],
  [{ set: { cores: 4 }, unset: ['cores'] }, ['unset.0']],
  [{ create: spec }, ['create']],
  [{ remove: { confirm: 'qbittorrent' } }, ['remove']],
])('an edit that can not be is refused by name: %j', (edit, fields) => {
  expect(refusedBy(edit)).toEqual(fields);
});

test('an edit without words changes nothing', () => {
  fc.assert(
    fc.property(arbitrarySpec, (any) => {
      expect(applyEdit(any, { vmid: any.vmid })).toEqual({ ok: true, value: any });
      const { vmid, node, ...everything } = any;
      expect(applyEdit(any, { vmid, set: everything }).ok).toBe(true);
    }),
  );
});
