/**
 * Golden pairs: `testdata/<case>/` has a desired file as git has it, a live container as Proxmox tells it, and the
 * rows that are not simply equal.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { diffContainer } from '@/lib/diff/diff';
import type { PendingKey } from '@/lib/live/observed';
import { parseContainerConfig } from '@/lib/pve/config';
import type { FirewallConfig } from '@/lib/pve/firewall';
import { specFromYaml } from '@/lib/spec/yaml';

type Live = {
  power: 'running' | 'stopped';
  config: Record<string, unknown>;
  firewall: FirewallConfig;
  pending: PendingKey[];
};

const testdata = new URL('testdata/', import.meta.url);
const read = (name: string, file: string) => readFileSync(new URL(`${name}/${file}`, testdata), 'utf8');
const cases = readdirSync(testdata);

test.each(cases)('%s', (name) => {
  const desired = specFromYaml(read(name, 'desired.yaml'));
  if (!desired.ok) throw new Error(JSON.stringify(desired.error));
  const { config, firewall, power, pending }: Live = JSON.parse(read(name, 'live.json'));
  const live = parseContainerConfig(107, 'pve', config, firewall, power);
  if (!live.ok) throw new Error(live.error);
  const rows = diffContainer(desired.value, live.value, pending);
  expect(rows.filter((row) => !row.equal || row.pending !== null)).toEqual(JSON.parse(read(name, 'rows.json')));
});

test('there are cases', () => {
  expect(cases.length).toBeGreaterThan(5);
});
