/** The lab as its file declares it, written as Proxmox's configuration and read back, differs in nothing. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { diffContainer, differences } from '@/lib/diff/diff';
import { labFileSchema, labToSpecs } from '@/lib/lab/lab-file';
import { formatContainerConfig, formatFirewall, parseContainerConfig } from '@/lib/pve/config';
import type { ConfiguredSpec, ContainerSpec } from '@/lib/spec/container';

function asRead(spec: ContainerSpec): ConfiguredSpec {
  const config = { ...formatContainerConfig(spec), lxc: spec.lxc };
  const result = parseContainerConfig(spec.vmid, spec.node, config, formatFirewall(spec.firewall), spec.power);
  if (!result.ok) throw new Error(`${spec.vmid}: ${result.error}`);
  return result.value;
}

const files = { reference: '../../../shared/lab/lab.json', demo: '../../lab/lab.json' };
describe.each(Object.entries(files))('the %s lab', (_, path) => {
  const url = new URL(path, import.meta.url);
  test.runIf(existsSync(url))('differs in nothing after a round trip through Proxmox', () => {
    const specs = labToSpecs(labFileSchema.parse(JSON.parse(readFileSync(url, 'utf8'))));
    expect(specs).toHaveLength(30);
    for (const spec of specs) {
      const rows = diffContainer(spec, asRead(spec));
      expect(differences(rows)).toEqual([]);
      expect(rows.length).toBeGreaterThan(12);
    }
  });
});
