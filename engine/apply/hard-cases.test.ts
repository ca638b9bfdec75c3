/** What is rare and must still be right: each of these has once been wrong. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Input } from '@/engine/rpc/contract';
import { checkout, type Mutation, Trial, until } from '@/engine/trial';
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

async function approved(set: NonNullable<Input<'proposeChange'>['edits'][number]['set']>) {
  const { id, planHash } = await trial.get('proposeChange', { title: 'A test', edits: [{ vmid, set }] });
  await trial.get('approveChange', { id, planHash: planHash ?? '' });
  return { id, planHash: planHash ?? '' };
}
async function apply(set: Parameters<typeof approved>[0]) {
  const change = await approved(set);
  await trial.get('applyChange', change);
  return change.id;
}
const desired = async () => {
  const spec = (await trial.get('getContainer', { vmid })).desired;
  if (!spec) throw new Error('no desired state');
  return spec;
};
const live = async () => (await trial.get('getContainer', { vmid })).live;
const waiting = async () => {
  const read = await trial.engine.observer.refresh('pve', vmid);
  return read.ok ? read.value.pending : null;
};

test('a value that only waits for a restart is taken back: deleting it would do nothing', async () => {
  expect((await desired()).nameserver).toBeUndefined();
  // The nameserver is set, waits for a restart, and then the second step fails.
  await trial.control('POST', '/faults', { latencyMs: 300, match: 'PUT .*/104/config', times: 1 });
  const failing = await apply({ nameserver: '9.9.9.9', tty: 3 });
  await until('the first write is done', async () => (await trial.writes(vmid)).length === 1);
  await trial.control('POST', '/faults', { status: 500, text: 'no', match: 'PUT .*/104/config', times: 1 });
  const change = await trial.ended(failing);
  expect(change).toMatchObject({ status: 'rolled back' });
  expect(await waiting()).toEqual([]);
  expect(await live()).not.toHaveProperty('nameserver');

  // Applied, it still waits; the way back is planned while it does.
  const done = await apply({ nameserver: '9.9.9.9' });
  expect((await trial.ended(done)).status).toBe('applied');
  expect(await waiting()).toMatchObject([{ key: 'nameserver', value: null, pending: '9.9.9.9' }]);
  const back = await trial.get('rollbackChange', { id: done });
  await trial.get('approveChange', { id: back.id, planHash: back.planHash ?? '' });
  await trial.get('applyChange', { id: back.id, planHash: back.planHash ?? '' });
  expect(await trial.ended(back.id)).toMatchObject({ status: 'applied' });
  expect(await waiting()).toEqual([]);
});

test('a lost answer and a task list that cannot be asked: not known, rather than not done', async () => {
  await trial.control('POST', '/faults', { drop: 'before', match: 'POST .*/104/status/shutdown', times: 1 });
  await trial.control('POST', '/faults', { status: 500, text: 'no list', match: 'GET .*/nodes/pve/tasks$' });
  const change = await trial.ended(await apply({ power: 'stopped' }));
  expect(change).toMatchObject({ status: 'failed', run: { status: 'halted', steps: [{ status: 'unknown' }] } });
}, 60_000);

test('power that somebody else changed between is not sent for', async () => {
  await trial.control('POST', '/faults', { latencyMs: 700, match: 'PUT .*/104/config', times: 1 });
  const id = await apply({ description: 'then stop', power: 'stopped' });
  await until('the first write is under way', async () => {
    const journal = (await trial.get('getChange', { id })).run?.steps[0]?.journal ?? [];
    return journal.some((line) => line.kind === 'intent');
  });
  await trial.engine.proxmox.send('POST', `/nodes/pve/lxc/${vmid}/status/stop`);
  const change = await trial.ended(id);
  expect(change).toMatchObject({ status: 'rolled back', reason: expect.stringContaining('changed its power') });
  expect(await trial.writes(vmid)).not.toContain('POST /status/shutdown');
  const { id: start } = await trial.get('operateContainer', { vmid, action: 'start' });
  expect((await trial.operationEnded(start)).status).toBe('ok');
});

test('one answer that fails does not stop a run for a person', async () => {
  const memoryMiB = (await desired()).memoryMiB + 4;
  await trial.control('POST', '/faults', { latencyMs: 500, match: 'PUT .*/104/config', times: 1 });
  const id = await apply({ memoryMiB });
  await until('the write has been sent', async () => (await trial.writes(vmid)).length === 1);
  await trial.control('POST', '/faults', { status: 500, text: 'just now', match: 'GET .*/104/config', times: 1 });
  expect(await trial.ended(id)).toMatchObject({ status: 'applied' });
});

test('stop asked for during the last step puts it back too', async () => {
  const memoryMiB = (await desired()).memoryMiB + 12;
  await trial.control('POST', '/faults', { latencyMs: 600, match: 'PUT .*/104/config', times: 1 });
  const id = await apply({ memoryMiB });
  await trial.get('abortChange', { id });
  expect(await trial.ended(id)).toMatchObject({ status: 'rolled back', run: { steps: [{ status: 'undone' }] } });
  expect(await live()).toMatchObject({ memoryMiB: memoryMiB - 12 });
});

test('every write of the configuration and of the firewall carries the digest that was read', async () => {
  const { firewall } = await desired();
  const rule = { type: 'in' as const, action: 'ACCEPT', enable: true, proto: 'tcp', dport: '8082' };
  const bare = await trial.ended(await apply({ description: 'x', firewall: { ...firewall, rules: [] } }));
  expect(bare.status).toBe('applied');
  const ruled = await trial.ended(
    await apply({ description: 'y', firewall: { ...firewall, enable: !firewall.enable, rules: [rule, rule] } }),
  );
  expect(ruled.status).toBe('applied');
  const { items } = await trial.control<{ items: Mutation[] }>('GET', '/mutations');
  const writes = items.filter((one) => /\/lxc\/104\/(?:config|firewall)/.test(one.path));
  expect(writes.length).toBeGreaterThan(4);
  for (const write of writes) expect(write, `${write.method} ${write.path}`).toHaveProperty('parameters.digest');
});

test('a task that was under way when the engine stopped, and then fails, is not sent again', async () => {
  await trial.engine.observer.refresh('pve', vmid);
  await trial.control('POST', '/faults', { taskHang: 'vzshutdown', times: 1 });
  const id = await apply({ power: 'stopped' });
  await until('the task has begun', async () => {
    const step = (await trial.get('getChange', { id })).run?.steps[0];
    return step?.journal.some((line) => line.kind === 'sent') === true;
  });
  await trial.stop();
  await trial.start();
  const upid = (await trial.get('getChange', { id })).run?.steps[0]?.upid ?? '';
  await trial.engine.proxmox.send('DELETE', `/nodes/pve/tasks/${encodeURIComponent(upid)}`);
  const change = await trial.ended(id);
  expect(change.run?.steps[0]).toMatchObject({ status: 'failed' });
  expect(await trial.writes(vmid)).toEqual(['POST /status/shutdown']);
}, 60_000);
