import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkout, Trial, until } from '@/engine/trial';
import { startSimulator } from '@/simulator/simulator';

/** frigate's firewall is on, so that its firewall unread must not read as its firewall off. */
let vmid = 0;
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let trial: Trial;

beforeAll(async () => {
  simulator = await startSimulator({ state: `${checkout}/lab/lab.json`, timeScale: 20 });
  trial = await new Trial(simulator).start();
  const { items } = await trial.get('listContainers', {});
  for (const item of items) {
    const { desired, sync } = await trial.get('getContainer', { vmid: item.vmid });
    if (desired?.firewall.enable && desired.firewall.rules.length > 0 && sync === 'in sync') vmid = item.vmid;
  }
  expect(vmid).not.toBe(0);
});
afterAll(async () => {
  await trial.end();
  await simulator.stop();
});

test('a firewall that cannot be read is unknown, not drifted; the rest can be changed, and it is left alone', async () => {
  await trial.control('POST', '/faults', { status: 501, text: 'not implemented', match: 'GET .*/firewall/' });
  const desired = (await trial.get('getContainer', { vmid })).desired;
  if (!desired) throw new Error('no desired state');
  const preview = await trial.get('previewPlan', { edits: [{ vmid, set: { memoryMiB: desired.memoryMiB + 8 } }] });
  expect(preview.plan.steps.map((step) => Object.keys(step.call.params))).toEqual([['memory']]);

  await until(
    'the firewall is unread',
    () => trial.engine.observer.current().containers.get(vmid)?.firewallUnread !== null,
  );
  const container = await trial.get('getContainer', { vmid });
  expect(container).toMatchObject({ sync: 'unknown', live: { unreadable: null, memoryMiB: desired.memoryMiB } });
  expect(container.live?.firewall).toBeUndefined();
  const row = container.rows.find(({ field }) => field === 'firewall.enable');
  expect(row).toMatchObject({ desired: 'on', live: null, equal: false });
  expect(container.rows.find(({ field }) => field === 'memoryMiB')).toMatchObject({ equal: true });

  const change = await trial.get('proposeChange', {
    title: 'Only memory',
    edits: [{ vmid, set: { memoryMiB: desired.memoryMiB + 8 } }],
  });
  const planHash = change.planHash ?? '';
  expect(change.moved).toEqual([]);
  await trial.get('approveChange', { id: change.id, planHash });
  await trial.get('applyChange', { id: change.id, planHash });
  expect((await trial.ended(change.id)).status).toBe('applied');
  expect(await trial.writes(vmid)).toEqual([`PUT /config memory=${desired.memoryMiB + 8}`]);

  const refusal = await trial.refusal('proposeChange', {
    title: 'The firewall',
    edits: [{ vmid, set: { firewall: { ...desired.firewall, enable: false } } }],
  });
  expect(refusal).toMatchObject({ kind: 'conflict', text: expect.stringContaining('firewall') });
});
