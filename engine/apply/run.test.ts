import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Input } from '@/engine/rpc/contract';
import { checkout, Trial, until } from '@/engine/trial';
import { startSimulator } from '@/simulator/simulator';

const vmid = 104;
const other = 119;
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

async function apply(edits: Input<'proposeChange'>['edits']) {
  const { id, planHash } = await trial.get('proposeChange', { title: 'A test', edits });
  await trial.get('approveChange', { id, planHash: planHash ?? '' });
  await trial.get('applyChange', { id, planHash: planHash ?? '' });
  return id;
}
const desired = async (of = vmid) => {
  const spec = (await trial.get('getContainer', { vmid: of })).desired;
  if (!spec) throw new Error(`no desired state of ${of}`);
  return spec;
};
const live = async () => (await trial.get('getContainer', { vmid })).live;

test('an answer that is lost after the write: read back, not sent again, applied', async () => {
  const memoryMiB = (await desired()).memoryMiB + 16;
  await trial.control('POST', '/faults', { drop: 'after', match: 'PUT .*/104/config', times: 1 });
  const change = await trial.ended(await apply([{ vmid, set: { memoryMiB } }]));
  expect(change).toMatchObject({ status: 'applied' });
  expect(change.run?.steps[0]?.journal.map((line) => line.kind)).toEqual(['intent', 'note', 'outcome']);
  expect(await trial.writes(vmid)).toEqual([`PUT /config memory=${memoryMiB}`]);
});

test('a write that never arrived: known as not done, rolled back, nothing committed', async () => {
  const { memoryMiB } = await desired();
  const head = trial.git('rev-parse', 'HEAD');
  await trial.control('POST', '/faults', { drop: 'before', match: 'PUT .*/104/config', times: 1 });
  const change = await trial.ended(await apply([{ vmid, set: { memoryMiB: memoryMiB + 16 } }]));
  expect(change).toMatchObject({ status: 'rolled back', reason: expect.stringContaining('it was not done') });
  expect(await trial.writes(vmid)).toEqual([]);
  expect((await desired()).memoryMiB).toBe(memoryMiB);
  expect(trial.git('rev-parse', 'HEAD')).toBe(head);
});

test('a step that fails: what was done before it is put back, in reverse, and said', async () => {
  const before = await desired();
  const { id, planHash, plan } = await trial.get('proposeChange', {
    title: 'Two and one fails',
    edits: [
      { vmid, set: { description: 'will go', cores: (before.cores ?? 1) + 1, memoryMiB: before.memoryMiB + 32 } },
    ],
  });
  expect(plan.steps.map((step) => Object.keys(step.call.params)[0])).toEqual(['description', 'cores', 'memory']);
  await trial.get('approveChange', { id, planHash: planHash ?? '' });
  // Latency makes room to set the fault between the second and the third write.
  await trial.control('POST', '/faults', { latencyMs: 400, match: 'PUT .*/104/config', times: 2 });
  await trial.get('applyChange', { id, planHash: planHash ?? '' });
  await until('two writes are done', async () => (await trial.writes(vmid)).length === 2);
  await trial.control('POST', '/faults', {
    status: 500,
    text: 'unable to hotplug memory',
    match: 'PUT .*/104/config',
    times: 1,
  });
  const change = await trial.ended(id);
  expect(change).toMatchObject({ status: 'rolled back', run: { status: 'rolled back' } });
  expect(change.reason).toContain('unable to hotplug memory');
  expect(change.reason).toMatch(/Put back: .*[Cc]ores.*; .*[Dd]escription/);
  expect(change.run?.steps.map((step) => step.status)).toEqual(['undone', 'undone', 'failed']);
  const cores = before.cores === undefined ? 'delete=cores' : `cores=${before.cores}`;
  const description = before.description === undefined ? 'delete=description' : `description=${before.description}`;
  expect((await trial.writes(vmid)).slice(-2)).toEqual([`PUT /config ${cores}`, `PUT /config ${description}`]);
  expect(await live()).toMatchObject({ memoryMiB: before.memoryMiB, cores: before.cores });
  expect(await trial.engine.db.read.lease.count()).toBe(0);
});

test('somebody who writes in between: Proxmox refuses by the digest, what was done is put back', async () => {
  const before = await desired();
  await trial.control('POST', '/faults', { latencyMs: 500, match: 'PUT .*/104/config', times: 2 });
  const id = await apply([{ vmid, set: { description: 'between', memoryMiB: before.memoryMiB + 64 } }]);
  const journal = async () => (await trial.get('getChange', { id })).run?.steps[1]?.journal ?? [];
  await until('the second write is under way', async () => (await journal()).some((line) => line.kind === 'intent'));
  await trial.control('POST', '/out-of-band', { vmid, set: { onboot: 0 } });
  const change = await trial.ended(id);
  expect(change).toMatchObject({
    status: 'rolled back',
    reason: expect.stringContaining('detected modified configuration'),
  });
  // Theirs stays, ours is gone.
  expect(await live()).toMatchObject({ onboot: false, memoryMiB: before.memoryMiB });
  await trial.control('POST', '/out-of-band', { vmid, set: { onboot: 1 } });
});

test('somebody who writes between two steps is seen before the next is sent', async () => {
  const before = await desired();
  await trial.control('POST', '/faults', { latencyMs: 500, match: 'PUT .*/104/config', times: 1 });
  const id = await apply([{ vmid, set: { description: 'seen', memoryMiB: before.memoryMiB + 64 } }]);
  await until('the first write is under way', async () => {
    const journal = (await trial.get('getChange', { id })).run?.steps[0]?.journal ?? [];
    return journal.some((line) => line.kind === 'intent');
  });
  // The reading before the second step is slow enough for somebody to write.
  await trial.control('POST', '/faults', { latencyMs: 400, match: 'GET .*/104/status/current' });
  await until(
    'the first step is done',
    async () => (await trial.get('getChange', { id })).run?.steps[0]?.status === 'done',
  );
  await trial.control('POST', '/out-of-band', { vmid, set: { onboot: 0 } });
  const change = await trial.ended(id);
  expect(change).toMatchObject({ status: 'rolled back', reason: expect.stringContaining('written by somebody else') });
  expect((await trial.writes(vmid)).filter((line) => line.includes('memory='))).toEqual([]);
  await trial.control('POST', '/out-of-band', { vmid, set: { onboot: 1 } });
});

test('two containers in one change, and stop asked while it runs puts both back', async () => {
  const [one, two] = [await desired(), await desired(other)];
  await trial.control('POST', '/faults', { latencyMs: 700, match: 'PUT .*/config', times: 2 });
  const id = await apply([
    { vmid, set: { description: 'first', memoryMiB: one.memoryMiB + 8 } },
    { vmid: other, set: { description: two.description === 'x' ? 'y' : 'x', memoryMiB: two.memoryMiB + 8 } },
  ]);
  const asked = await trial.get('abortChange', { id });
  expect(asked.status).toBe('applying');
  const change = await trial.ended(id);
  expect(change).toMatchObject({ status: 'rolled back', reason: expect.stringContaining('Stopped as asked.') });
  expect(await live()).toMatchObject({ memoryMiB: one.memoryMiB });
  expect((await trial.get('getContainer', { vmid: other })).live).toMatchObject({ memoryMiB: two.memoryMiB });
});

test('a value that waits for a restart is proved by the pending list', async () => {
  const change = await trial.ended(await apply([{ vmid, set: { nameserver: '9.9.9.9' } }]));
  expect(change).toMatchObject({
    status: 'applied',
    run: { proof: [{ ok: true, text: expect.stringContaining('waits for a restart') }] },
  });
  expect(change.run?.steps[0]?.readBack).toContain('pending until a restart');
});

test('Proxmox out of reach in the middle: the run halts for a person and sends nothing more', async () => {
  const { memoryMiB } = await desired();
  const { id, planHash } = await trial.get('proposeChange', {
    title: 'Blind',
    edits: [{ vmid, set: { memoryMiB: memoryMiB + 8 } }],
  });
  await trial.get('approveChange', { id, planHash: planHash ?? '' });
  await trial.control('POST', '/faults', { latencyMs: 500, match: 'PUT .*/104/config', times: 1 });
  await trial.get('applyChange', { id, planHash: planHash ?? '' });
  await until(
    'the write has been sent',
    async () => (await trial.get('getChange', { id })).run?.steps[0]?.journal.length === 1,
  );
  await trial.control('POST', '/faults', { status: 500, text: 'broken', match: 'GET .*/104/' });
  const change = await trial.ended(id);
  expect(change).toMatchObject({ status: 'failed', run: { status: 'halted' } });
  expect(change.reason).toMatch(/Halted for a person/);
  expect((await trial.writes(vmid)).filter((line) => line.includes('memory='))).toHaveLength(1);
}, 60_000);

test('a disk that grows by a task, a firewall rule and the power state go the same way', async () => {
  const { rootfs, firewall } = await desired();
  const rule = { type: 'in' as const, action: 'ACCEPT', enable: true, proto: 'tcp', dport: '8081', comment: 'new' };
  const change = await trial.ended(
    await apply([
      {
        vmid,
        set: {
          rootfs: { ...rootfs, sizeBytes: (rootfs.sizeBytes ?? 0) + 2 ** 30 },
          firewall: { ...firewall, rules: [...firewall.rules, rule] },
          power: 'stopped',
        },
      },
    ]),
  );
  expect(change).toMatchObject({ status: 'applied' });
  expect(change.run?.steps.filter((step) => step.upid).map((step) => step.upid?.split(':')[5])).toEqual([
    'resize',
    'vzshutdown',
  ]);
  const after = await trial.get('getContainer', { vmid });
  expect(after.rows.filter((row) => !row.equal)).toEqual([]);
  expect(after.live).toMatchObject({ status: 'stopped', firewall: { rules: [...firewall.rules, rule] } });
});

test('a task that fails after others were done, one of which cannot be put back, is said exactly', async () => {
  const { rootfs } = await desired();
  await trial.control('POST', '/faults', { taskFail: { type: 'vzstart', text: 'startup failed' }, times: 1 });
  const change = await trial.ended(
    await apply([
      { vmid, set: { rootfs: { ...rootfs, sizeBytes: (rootfs.sizeBytes ?? 0) + 2 ** 30 }, power: 'running' } },
    ]),
  );
  expect(change).toMatchObject({ status: 'failed', run: { status: 'failed' } });
  expect(change.reason).toMatch(
    /startup failed.*cannot be put back: disks do not shrink\. Nothing was put back\. Still done: /s,
  );
});
