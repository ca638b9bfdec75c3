/** What the token may not read is said so, and is never a zero. */
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { loaded, ScriptedLab, until } from '@/engine/observe/scripted-lab';
import { type Certificate, newCertificate } from '@/engine/proxmox/scripted-proxmox';

let certificate: Certificate;
let lab: ScriptedLab;
beforeAll(async () => {
  certificate = await newCertificate();
});
beforeEach(() => {
  lab = new ScriptedLab(certificate);
});
afterEach(() => lab.end());

const all = { 'Sys.Audit': 1, 'VM.Audit': 1, 'Datastore.Audit': 1, 'SDN.Audit': 1 };
const paths = ['/', '/nodes', '/sdn', '/storage', '/vms'];
const permissions = (without: string[] = []) => ({
  data: Object.fromEntries(paths.filter((path) => !without.includes(path)).map((path) => [path, all])),
});

test('rights that go and come back are told within a minute', async () => {
  lab.replies.set('/access/permissions', permissions());
  const observer = await lab.observe();
  await loaded(observer);
  expect(observer.current().forbidden).toEqual([]);
  lab.replies.set('/access/permissions', permissions(['/storage', '/nodes']));
  await until(() => observer.current().forbidden.length > 0);
  expect(observer.current().forbidden).toEqual([
    'The load of the nodes and tasks of others may not be read.',
    'Storages may not be read.',
  ]);
  lab.replies.set('/access/permissions', permissions());
  await until(() => observer.current().forbidden.length === 0);
});

test('a node whose load may no longer be read is not known, and neither zero nor what it was', async () => {
  // The list moves at each look, as the broadcast of a host does.
  lab.replies.set('/cluster/resources', () => {
    for (const row of lab.rows) if (typeof row.uptime === 'number') row.uptime += 1;
    return { data: lab.rows };
  });
  lab.replies.set('/nodes/pve/status', { data: { cpu: 0.4, uptime: 99, memory: { used: 7, total: 10 } } });
  const observer = await lab.observe();
  await until(() => observer.current().hosts[0]?.memoryUsedBytes === 7);
  // Without Sys.Audit the list has the node without its figures (FACTS §2), and its status is refused.
  lab.rows = lab.rows
    .filter(({ type }) => type !== 'storage')
    .map((row) => (row.type === 'node' ? { type: 'node', node: 'pve', status: 'online' } : row));
  lab.replies.set('/nodes/pve/status', { status: 403, text: 'Permission check failed (/nodes/pve, Sys.Audit)' });
  await until(() => observer.current().hosts[0]?.memoryUsedBytes === null);
  expect(observer.current().hosts[0]).toMatchObject({
    online: true,
    cpu: null,
    memoryUsedBytes: null,
    memoryPhysicalBytes: null,
    uptimeSeconds: null,
    storages: [],
  });
  expect(observer.current().error).toBeNull();
});

test('a firewall or jobs that are refused are unknown, not off and not none', async () => {
  lab.replies.set('/cluster/firewall/options', { status: 403, text: 'Permission check failed (/, Sys.Audit)' });
  lab.replies.set('/cluster/backup', { status: 403, text: 'Permission check failed (/, Sys.Audit)' });
  const observer = await lab.observe();
  await loaded(observer);
  await until(() => lab.askedFor('/cluster/backup') > 1);
  expect(observer.current()).toMatchObject({ clusterFirewall: null, backupJobs: null });
});
