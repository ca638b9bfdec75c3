/** The whole lab, projected, against a page that can be read: `testdata/lab.txt`. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findAll } from '@/lib/findings/find';
import { type LabFile, labFileSchema, labToSpecs } from '@/lib/lab/lab-file';
import { fixtureNow, observedContainer, observedLab } from '@/lib/live/observed-fixture';
import { project } from '@/lib/live/project';
import type { ContainerView, HostView, QueueItem } from '@/lib/live/view';
import type { ContainerSpec } from '@/lib/spec/container';

/** What somebody changed behind the owner's back. */
const drifted: Record<number, (spec: ContainerSpec) => ContainerSpec> = {
  107: (spec) => ({ ...spec, swapMiB: 512 }),
  111: (spec) => ({ ...spec, rootfs: { ...spec.rootfs, sizeBytes: 6 * 2 ** 30 } }),
};

function page(lab: LabFile): string {
  const desired = labToSpecs(lab);
  const observed = observedLab(desired, { backupJobs: 0, clusterFirewall: true });
  for (const spec of desired) {
    const spoil = drifted[spec.vmid];
    if (spoil) observed.containers.set(spec.vmid, observedContainer(spoil(spec)));
  }
  const findings = findAll({ desired, observed });
  const nothing = { changes: [], leases: [], operations: [], runs: [], activity: [], ours: new Map(), timeZone: 'UTC' };
  const map = project({ now: fixtureNow, demo: true, observed, desired, findings, ...nothing });
  const values = <T>(prefix: string) =>
    [...map].filter(([key]) => key.startsWith(prefix)).map(([, value]) => value as T);
  const gib = (bytes: number) => `${bytes / 2 ** 30} GiB`;
  return [
    ...values<HostView>('host/').map(
      ({ node, memory }) =>
        `${node}: ${gib(memory.promisedOnBootBytes)} on boot, ${gib(memory.promisedAllBytes)} with ${memory.notOnBoot.join(', ')}`,
    ),
    '',
    ...values<ContainerView>('ct/').map((ct) =>
      [
        ct.vmid,
        ct.hostname,
        ct.category,
        ct.status,
        ct.address ?? 'dhcp',
        `+${ct.nics - 1}`,
        ct.sync,
        ct.finding?.severity ?? '-',
      ].join(' '),
    ),
    '',
    ...(map.get('queue') as QueueItem[]).map(
      (item) => `${item.kind} ${item.severity}: ${item.title}\n    ${item.evidence}`,
    ),
    '',
  ].join('\n');
}

const golden = new URL('./testdata/lab.txt', import.meta.url);
const own = new URL('../../lab/lab.json', import.meta.url);
const reference = new URL('../../../shared/lab/lab.json', import.meta.url);
const read = (file: URL) => labFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));

test('the demo lab is projected as it was read and approved', () => {
  expect(page(read(own))).toBe(readFileSync(golden, 'utf8'));
});

test.runIf(existsSync(reference))('and so is the reference lab', () => {
  expect(page(read(reference))).toBe(readFileSync(golden, 'utf8'));
});
