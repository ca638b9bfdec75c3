import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { labFileSchema, labHwaddr, labToSpecs, parseSize } from '@/lib/lab/lab-file';

test('sizes are read in binary units', () => {
  expect(parseSize('4G')).toBe(4 * 2 ** 30);
  expect(parseSize('2560M')).toBe(2560 * 2 ** 20);
  expect(parseSize('4GB')).toBeNull();
});

test('a MAC address has Proxmox’s prefix and is different for each NIC', () => {
  expect(labHwaddr(107, 0)).toBe('BC:24:11:01:00:6B');
  expect(labHwaddr(107, 1)).not.toBe(labHwaddr(107, 0));
});

const shared = new URL('../../../shared/lab/lab.json', import.meta.url);
test.runIf(existsSync(shared))('the reference lab is read whole', () => {
  const specs = labToSpecs(labFileSchema.parse(JSON.parse(readFileSync(shared, 'utf8'))));
  expect(specs).toHaveLength(30);
  expect(specs.find((spec) => spec.vmid === 107)?.dependsOn).toEqual([116]);
  expect(specs.filter((spec) => spec.onboot).reduce((sum, spec) => sum + spec.memoryMiB, 0) / 1024).toBe(35.25);
});
