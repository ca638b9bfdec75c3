/** What happens when two decide at once, and when the ground moves between a plan and its approval. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkout, Trial, until } from '@/engine/trial';
import { startSimulator } from '@/simulator/simulator';

const vmid = 104;
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let trial: Trial;

beforeAll(async () => {
  simulator = await startSimulator({ state: `${checkout}/lab/lab.json`, timeScale: 20 });
  trial = await new Trial(simulator).start();
});
afterAll(async () => {
  await trial.end();
  await simulator.stop();
});
beforeEach(async () => {
  await trial.control('DELETE', '/faults');
  await trial.control('DELETE', '/mutations');
});

const desired = async () => {
  const spec = (await trial.get('getContainer', { vmid })).desired;
  if (!spec) throw new Error('no desired state');
  return spec;
};
async function proposed(more: number) {
  const memoryMiB = (await desired()).memoryMiB + more;
  const { id, planHash } = await trial.get('proposeChange', {
    title: `More by ${more}`,
    edits: [{ vmid, set: { memoryMiB } }],
  });
  return { id, planHash: planHash ?? '', memoryMiB };
}

test('two approvals at once: one holds', async () => {
  const change = await proposed(1);
  const results = await Promise.all([
    trial.call('approveChange', decision(change)),
    trial.call('approveChange', decision(change)),
  ]);
  expect(results.map((result) => result.ok).sort()).toEqual([false, true]);
  expect(await trial.engine.db.read.approval.count({ where: { changeId: change.id } })).toBe(1);
});

test('two applies at once: one run, and the other leaves its approval and its plan alone', async () => {
  const change = await proposed(2);
  await trial.get('approveChange', decision(change));
  // The second of the two reads is answered when the run of the first has written.
  await trial.control('POST', '/faults', { latencyMs: 1_500, match: `GET .*/${vmid}/pending`, times: 1 });
  const slow = trial.call('applyChange', decision(change));
  await new Promise((resolve) => setTimeout(resolve, 300));
  const fast = await trial.call('applyChange', decision(change));
  const applied = await trial.ended(change.id);
  const refused = await slow;
  expect([fast.ok, refused.ok].sort()).toEqual([false, true]);
  expect(applied.status).toBe('applied');
  expect(await trial.writes(vmid)).toEqual([`PUT /config memory=${change.memoryMiB}`]);
  expect(trial.git('log', '-1', '--format=%(trailers:key=Approved-by,valueonly)')).toBe('console');
  expect(await trial.engine.db.read.run.count({ where: { changeId: change.id } })).toBe(1);
  expect(await trial.engine.db.read.plan.count({ where: { changeId: change.id } })).toBe(1);
});

test('a plan that came to have something that cannot be is neither approved nor applied', async () => {
  const { rootfs } = await desired();
  const sizeBytes = (rootfs.sizeBytes ?? 0) + 2 ** 30;
  const { id } = await trial.get('proposeChange', {
    title: 'Grow',
    edits: [{ vmid, set: { rootfs: { ...rootfs, sizeBytes } } }],
  });
  // Somebody grows it further behind our back: what was a growth is a shrink now.
  await trial.engine.proxmox.send('PUT', `/nodes/pve/lxc/${vmid}/resize`, { disk: 'rootfs', size: '+3G' });
  await until('the disk has grown', async () => {
    const read = await trial.engine.observer.refresh('pve', vmid);
    return read.ok && (read.value.config?.rootfs.sizeBytes ?? 0) > sizeBytes;
  });
  const again = await trial.get('replanChange', { id });
  expect(again.plan.notes.map(({ severity, kind }) => [severity, kind])).toEqual([['block', 'shrink']]);
  const refusal = await trial.refusal('approveChange', { id, planHash: again.planHash ?? '' });
  expect(refusal).toMatchObject({ kind: 'conflict', text: expect.stringContaining('do not shrink') });
  expect((await desired()).rootfs.sizeBytes).toBe(rootfs.sizeBytes);
});

const decision = ({ id, planHash }: { id: number; planHash: string }) => ({ id, planHash });
