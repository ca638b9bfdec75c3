import { expect, test } from 'vitest';
import { fixtureSpec, observedLab } from '@/lib/live/observed-fixture';
import { buildPlan } from '@/lib/plan/build';
import { impactOf } from '@/lib/plan/impact';
import { whatMoved } from '@/lib/plan/moved';
import { configuredOf } from '@/lib/plan/settle';
import type { ConfiguredSpec, ContainerSpec } from '@/lib/spec/container';

const vault = fixtureSpec(104, 'alpine-vaultwarden', { swapMiB: 512 });
const docker = fixtureSpec(111, 'docker');
const lab = [vault, docker];

function impact(desired: Partial<ContainerSpec>, live: Partial<ConfiguredSpec> = {}) {
  const plan = buildPlan([
    { desired: { ...vault, ...desired }, before: vault, live: { ...configuredOf(vault), ...live }, digest: 'd' },
  ]);
  return impactOf(plan, {
    before: [vault],
    all: lab,
    observed: observedLab(lab),
    restartSeconds: new Map([[104, 11.6]]),
  });
}

test('more memory: told in two paragraphs, with the file and the promise', () => {
  const { summary, files, memory, undo, interrupted } = impact({ memoryMiB: 3072 });
  expect(summary).toEqual([
    'alpine-vaultwarden gets 3 GiB instead of 2.',
    'Nothing stops. No data is touched. Everything can be undone.',
  ]);
  expect(files).toMatchObject([{ path: 'lxc/104.yaml', hostname: 'alpine-vaultwarden', linesIn: 1, linesOut: 1 }]);
  expect(files[0]?.lines.filter((line) => line.kind !== 'same').map((line) => line.text.trim())).toEqual([
    'memoryMiB: 2048',
    'memoryMiB: 3072',
  ]);
  expect(memory).toEqual([
    {
      node: 'pve',
      physicalBytes: 31 * 2 ** 30,
      usedBytes: 19.5 * 2 ** 30,
      promisedBeforeBytes: 4 * 2 ** 30,
      promisedAfterBytes: 5 * 2 ** 30,
    },
  ]);
  expect([undo, interrupted]).toEqual(['Everything can be undone.', []]);
});

test('drift that is swept up is said to be drift', () => {
  const { summary, files } = impact({}, { swapMiB: 256 });
  expect(summary).toEqual([
    'The swap of alpine-vaultwarden goes back to 512 MiB.',
    'Nothing stops. 1 step puts back what somebody changed outside Wheelhouse. No data is touched. Everything can be undone.',
  ]);
  expect(files).toEqual([]);
});

test('what waits for a restart says for how long', () => {
  expect(impact({ nameserver: '1.1.1.1' }).summary[1]).toContain(
    '1 step waits for the next restart of alpine-vaultwarden. A restart takes about 12 s.',
  );
});

test('what cannot be put back is named', () => {
  const { summary, undo } = impact({ cores: 1, rootfs: { ...vault.rootfs, sizeBytes: 8 * 2 ** 30 } });
  expect(summary[0]).toContain('alpine-vaultwarden gets 1 core instead of 2.');
  expect(undo).toBe(
    'Cannot be put back: alpine-vaultwarden: Root disk grows from 4 GiB to 8 GiB. Disks do not shrink. The rest can be undone.',
  );
});

test('a shutdown interrupts, with no end', () => {
  const { summary, interrupted } = impact({ power: 'stopped' });
  expect(summary[1]).toMatch(/^alpine-vaultwarden stops and stays down\./);
  expect(interrupted).toEqual([{ vmid: 104, hostname: 'alpine-vaultwarden', seconds: null }]);
});

test('own words change a file and nothing on the host', () => {
  const { summary, files } = impact({ purpose: 'Passwords' });
  expect(summary).toEqual(['Only what Wheelhouse itself keeps of alpine-vaultwarden changes.']);
  expect(files).toHaveLength(1);
});

test('a new container under management is a whole new file', () => {
  const plan = buildPlan([{ desired: vault, before: null, live: configuredOf(vault), digest: 'd' }]);
  const { files, memory } = impactOf(plan, {
    before: [],
    all: [docker],
    observed: observedLab(lab),
    restartSeconds: new Map(),
  });
  expect(files[0]?.linesOut).toBe(0);
  expect(memory[0]?.promisedBeforeBytes).toBe(memory[0]?.promisedAfterBytes);
});

test('what moved is told field by field; a digest that moved alone counts too', () => {
  const live = configuredOf(vault);
  const plan = buildPlan([{ desired: { ...vault, memoryMiB: 3072 }, before: vault, live, digest: 'aaaaaaaaaa' }]);
  expect(whatMoved(plan, [{ vmid: 104, live, digest: 'aaaaaaaaaa' }])).toEqual([]);
  expect(whatMoved(plan, [{ vmid: 104, live: { ...live, cores: 4, power: 'stopped' }, digest: 'b' }])).toMatchObject([
    { vmid: 104, hostname: 'alpine-vaultwarden', field: 'power', planned: 'running', now: 'stopped' },
    { field: 'cores', label: 'cores', planned: '2', now: '4' },
  ]);
  expect(whatMoved(plan, [{ vmid: 104, live, digest: 'bbbbbbbbbb' }])).toMatchObject([
    { field: 'digest', planned: 'aaaaaaaa', now: 'bbbbbbbb' },
  ]);
  expect(whatMoved(plan, [])).toMatchObject([{ field: 'config', now: 'cannot be read' }]);
});
