import { expect, test } from 'vitest';
import { memoryPromises } from '@/lib/capacity/memory';

const holder = (vmid: number, node: string, memoryMiB: number, onboot: boolean) => ({ vmid, node, memoryMiB, onboot });

test('sums a node on boot and with everything, and names what is not on boot', () => {
  const sums = memoryPromises(
    [holder(117, 'pve', 9216, false), holder(100, 'pve', 1024, true), holder(200, 'two', 512, true)],
    ['pve', 'empty'],
  );
  expect(sums).toEqual([
    { node: 'empty', promisedOnBootBytes: 0, promisedAllBytes: 0, notOnBoot: [] },
    { node: 'pve', promisedOnBootBytes: 2 ** 30, promisedAllBytes: 10 * 2 ** 30, notOnBoot: [117] },
    { node: 'two', promisedOnBootBytes: 2 ** 29, promisedAllBytes: 2 ** 29, notOnBoot: [] },
  ]);
});
