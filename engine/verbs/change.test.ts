import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkout, Trial } from '@/engine/trial';
import { startSimulator } from '@/simulator/simulator';

/** vaultwarden: small, with one NIC and no bind mount. */
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

const propose = (memoryMiB: number, more = {}) =>
  trial.get('proposeChange', { title: `Memory ${memoryMiB}`, edits: [{ vmid, set: { memoryMiB, ...more } }] });
const planHash = (change: { planHash: string | null }) => change.planHash ?? '';
const memoryOf = async () => (await trial.get('getContainer', { vmid })).desired?.memoryMiB ?? 0;

describe('from an edit to a commit', () => {
  test('each write is sent once, read back, and committed with its trailers', async () => {
    const memory = (await memoryOf()) + 64;
    const change = await trial.get('proposeChange', {
      title: 'More memory for vaultwarden',
      description: 'It swaps.',
      edits: [{ vmid, set: { memoryMiB: memory, description: 'password vault' } }],
    });
    expect(change).toMatchObject({ status: 'proposed', vmids: [vmid], steps: 2, moved: [], proposedBy: 'console' });
    expect(await trial.writes(vmid)).toEqual([]);

    await trial.get('approveChange', { id: change.id, planHash: planHash(change) });
    const applying = await trial.get('applyChange', { id: change.id, planHash: planHash(change) });
    expect(applying.status).toBe('applying');
    const applied = await trial.ended(change.id);
    expect(applied).toMatchObject({ status: 'applied', run: { status: 'done' } });
    expect(applied.run?.steps.map((step) => step.status)).toEqual(['done', 'done']);
    expect(applied.run?.proof).toEqual([{ text: expect.stringContaining('reads back as asked'), ok: true }]);

    expect((await trial.writes(vmid)).sort()).toEqual([
      'PUT /config description=password vault',
      `PUT /config memory=${memory}`,
    ]);
    expect(trial.yaml(vmid)).toContain(String(memory));
    expect(trial.git('log', '-1', '--format=%an|%s|%(trailers:unfold)').replace(/\n+/g, '\n')).toBe(
      [
        `console|More memory for vaultwarden|Change-Id: ${change.id}`,
        `Plan-Hash: ${planHash(change)}`,
        'Approved-by: console',
        `Run-Id: ${applied.runId}`,
      ].join('\n'),
    );
    expect(applied.commit).toBe(trial.git('rev-parse', 'HEAD'));
    expect(trial.git('status', '--porcelain')).toBe('');

    const container = await trial.get('getContainer', { vmid });
    expect(container.desired).toMatchObject({ memoryMiB: memory, description: 'password vault' });
    expect(container.live).toMatchObject({ memoryMiB: memory });
    expect(container.sync).toBe('in sync');
    // No perpetual diff: the same edit again has nothing to do.
    const again = await trial.refusal('proposeChange', {
      title: 'again',
      edits: [{ vmid, set: { memoryMiB: memory } }],
    });
    expect(again).toMatchObject({ kind: 'invalid', text: expect.stringContaining('nothing to change') });
    const { items } = await trial.get('listCommits', { limit: 1 });
    expect(items[0]).toMatchObject({ changeId: change.id, files: [`lxc/${vmid}.yaml`] });
  });

  test('rollbackChange proposes the way back', async () => {
    const before = await memoryOf();
    const change = await propose(before + 32);
    await trial.get('approveChange', { id: change.id, planHash: planHash(change) });
    await trial.get('applyChange', { id: change.id, planHash: planHash(change) });
    await trial.ended(change.id);
    const back = await trial.get('rollbackChange', { id: change.id });
    expect(back).toMatchObject({ rollbackOf: change.id, edits: [{ vmid, set: { memoryMiB: before } }] });
    await trial.get('approveChange', { id: back.id, planHash: planHash(back) });
    await trial.get('applyChange', { id: back.id, planHash: planHash(back) });
    expect((await trial.ended(back.id)).status).toBe('applied');
    expect(await memoryOf()).toBe(before);
  });

  test('adopting what is live changes no container, only the desired state', async () => {
    await trial.control('POST', '/out-of-band', { vmid, set: { memory: 777 } });
    const change = await trial.get('adoptLive', { vmid, fields: ['memoryMiB'] });
    expect(change).toMatchObject({ steps: 0, edits: [{ vmid, set: { memoryMiB: 777 } }] });
    await trial.get('approveChange', { id: change.id, planHash: planHash(change) });
    await trial.get('applyChange', { id: change.id, planHash: planHash(change) });
    expect((await trial.ended(change.id)).status).toBe('applied');
    expect(await trial.writes(vmid)).toEqual([]);
    expect(await memoryOf()).toBe(777);
  });

  test('an edit without fields puts live back to what is desired', async () => {
    const desired = await memoryOf();
    await trial.control('POST', '/out-of-band', { vmid, set: { memory: desired + 100 } });
    const change = await trial.get('proposeChange', { title: 'Revert', edits: [{ vmid }] });
    expect(change.plan.steps.map((step) => step.reason)).toEqual(['drift']);
    await trial.get('approveChange', { id: change.id, planHash: planHash(change) });
    await trial.get('applyChange', { id: change.id, planHash: planHash(change) });
    expect((await trial.ended(change.id)).status).toBe('applied');
    expect(await trial.writes(vmid)).toEqual([`PUT /config memory=${desired}`]);
  });
});

describe('what is refused', () => {
  test('a plan that went stale: nothing is done, what moved is said, the new plan can be approved', async () => {
    const change = await propose((await memoryOf()) + 8);
    await trial.get('approveChange', { id: change.id, planHash: planHash(change) });
    await trial.control('POST', '/out-of-band', { vmid, set: { cores: 3 } });
    const refused = await trial.refusal('applyChange', { id: change.id, planHash: planHash(change) });
    expect(refused).toMatchObject({
      kind: 'stale-plan',
      moved: [{ vmid, field: 'cores', now: expect.stringContaining('3') }],
    });
    expect(await trial.writes(vmid)).toEqual([]);
    const replanned = await trial.get('getChange', { id: change.id });
    expect(replanned).toMatchObject({ status: 'proposed', approvedBy: null });
    expect(refused.kind === 'stale-plan' && refused.planHash).toBe(replanned.planHash);
    expect(planHash(replanned)).not.toBe(planHash(change));
    expect(await trial.refusal('approveChange', { id: change.id, planHash: planHash(change) })).toMatchObject({
      kind: 'stale-plan',
    });
    await trial.get('rejectChange', { id: change.id, reason: 'moved' });
    const put = await trial.get('proposeChange', { title: 'Revert cores', edits: [{ vmid }] });
    await trial.get('approveChange', { id: put.id, planHash: planHash(put) });
    await trial.get('applyChange', { id: put.id, planHash: planHash(put) });
    await trial.ended(put.id);
  });

  test('a rejected change, one that was not approved, and a lapsed approval', async () => {
    const change = await propose((await memoryOf()) + 8);
    expect(await trial.refusal('applyChange', { id: change.id, planHash: planHash(change) })).toMatchObject({
      kind: 'conflict',
      text: expect.stringContaining('only an approved change'),
    });
    await trial.get('approveChange', { id: change.id, planHash: planHash(change) });
    const past = new Date(Date.now() - 1);
    await trial.engine.db.write((tx) =>
      tx.approval.updateMany({ where: { changeId: change.id }, data: { expiresAt: past } }),
    );
    expect(await trial.refusal('applyChange', { id: change.id, planHash: planHash(change) })).toMatchObject({
      text: expect.stringContaining('lapsed'),
    });
    const rejected = await trial.get('rejectChange', { id: change.id, reason: 'not now' });
    expect(rejected).toMatchObject({ status: 'rejected', rejectedBy: 'console', reason: 'not now' });
    expect(await trial.refusal('approveChange', { id: change.id, planHash: planHash(change) })).toMatchObject({
      kind: 'conflict',
    });
    expect(await trial.writes(vmid)).toEqual([]);
  });

  test('an older undecided change when a newer one touches the same container', async () => {
    const memory = await memoryOf();
    const older = await propose(memory + 8);
    const newer = await propose(memory + 16);
    expect(await trial.get('getChange', { id: older.id })).toMatchObject({
      status: 'superseded',
      reason: expect.stringContaining(`change ${newer.id}`),
    });
    await trial.get('rejectChange', { id: newer.id });
  });

  test('create and remove, an unknown container, a value that cannot be, a shrinking disk', async () => {
    const title = 'no';
    const invalid = async (edit: Parameters<typeof trial.refusal<'proposeChange'>>[1]['edits'][number]) => {
      const refused = await trial.refusal('proposeChange', { title, edits: [edit] });
      expect(refused.kind).toBe('invalid');
      return refused.kind === 'invalid' ? refused.fields.map((field) => field.field) : [];
    };
    expect(await invalid({ vmid, remove: { confirm: 'x' } })).toEqual(['edits.0.remove']);
    expect(await invalid({ vmid: 999 })).toEqual(['edits.0.vmid']);
    expect(await invalid({ vmid, set: { hostname: 'SWAG' } })).not.toEqual([]);
    const { rootfs } = (await trial.get('getContainer', { vmid })).desired ?? { rootfs: { storage: '' } };
    const smaller = await trial.refusal('proposeChange', {
      title,
      edits: [{ vmid, set: { rootfs: { ...rootfs, sizeBytes: 2 ** 28 } } }],
    });
    expect(smaller).toMatchObject({ kind: 'invalid', text: expect.stringContaining('shrink') });
  });

  test('what a role may not, and every refusal of it is audited', async () => {
    const { token } = await trial.get('createToken', { name: 'operator-script', role: 'operator' });
    const operator = { kind: 'token', token } as const;
    const change = await trial.get(
      'proposeChange',
      { title: 'by a script', edits: [{ vmid, set: { cores: 1, memoryMiB: (await memoryOf()) + 4 } }] },
      operator,
    );
    expect(change.proposedBy).toBe('token operator-script');
    const approve = { id: change.id, planHash: planHash(change) };
    expect(await trial.refusal('approveChange', approve, operator)).toMatchObject({ kind: 'forbidden' });
    expect(await trial.refusal('approveChange', approve, { kind: 'none' })).toMatchObject({ kind: 'unauthenticated' });
    const rows = await trial.engine.db.read.audit.findMany({
      where: { verb: 'approveChange', outcome: 'refused', changeId: change.id },
    });
    expect(rows.map((row) => row.actor)).toEqual(['token operator-script', 'nobody']);
    await trial.get('rejectChange', { id: change.id }, operator);
  });
});
