import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkout, Trial, until } from '@/engine/trial';
import { dispatch } from '@/engine/verbs/dispatch';
import { startSimulator } from '@/simulator/simulator';

const vmid = 104;
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let trial: Trial;

beforeAll(async () => {
  simulator = await startSimulator({ state: `${checkout}/lab/lab.json`, timeScale: 10 });
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

const operate = (action: 'start' | 'stop' | 'shutdown' | 'restart', of = vmid) =>
  trial.get('operateContainer', { vmid: of, action });

test('a restart is pending at once, followed to its end, and its result told', async () => {
  const begun = await operate('restart');
  expect(begun).toMatchObject({ status: 'running', vmid, requestedBy: 'console', endedAt: null });
  const ended = await trial.operationEnded(begun.id);
  expect(ended).toMatchObject({
    status: 'ok',
    exitStatus: 'OK',
    upid: expect.stringMatching(/^UPID:pve:.*:vzreboot:104:/),
    result: expect.stringMatching(/^Running again after \d+\.\d s\.$/),
  });
  expect(ended.log.at(-1)).toBe('TASK OK');
  expect(await trial.writes(vmid)).toEqual(['POST /status/reboot']);
  const { items } = await trial.get('listActivity', { vmid });
  expect(items[0]).toMatchObject({
    actor: 'console',
    outcome: 'ok',
    text: expect.stringContaining('restarted alpine-vaultwarden. Running again'),
  });
});

test('the call to Proxmox is logged under the id that the click was given', async () => {
  const requestId = 'click-1234';
  const credential = { kind: 'console', key: trial.engine.consoleKey } as const;
  const begun = await dispatch(
    trial.engine,
    'operateContainer',
    credential,
    { vmid: 106, action: 'restart' },
    { requestId },
  );
  if (!begun.ok) throw new Error(begun.error.text);
  await trial.operationEnded(begun.value.id);
  const calls = trial.logged.filter(({ text, fields }) => text === 'asked Proxmox' && fields?.requestId === requestId);
  expect(calls.map(({ level, fields }) => [level, fields?.method, fields?.path])).toContainEqual([
    'info',
    'POST',
    '/nodes/pve/lxc/106/status/reboot',
  ]);
  const [row] = await trial.engine.db.read.audit.findMany({ where: { requestId, verb: 'operateContainer' }, take: 1 });
  expect(row).toMatchObject({ vmid: 106 });
});

test('a task of a node that there is not is not asked for', async () => {
  const upid = 'UPID:invented:00000001:00000001:00000001:vzstart:104:root@pam:';
  expect(await trial.call('getTaskLog', { upid })).toMatchObject({ ok: false, error: { kind: 'not-found' } });
});

test('twice in a row is refused with who holds it, and sent once', async () => {
  const [one, two] = await Promise.all([
    trial.call('operateContainer', { vmid, action: 'restart' }),
    trial.call('operateContainer', { vmid, action: 'restart' }),
  ]);
  const begun = one.ok ? one.value : two.ok ? two.value : null;
  expect([one.ok, two.ok].sort()).toEqual([false, true]);
  expect([one, two].find((result) => !result.ok)).toMatchObject({
    error: { kind: 'conflict', text: expect.stringMatching(/held by a restart that console asked for/) },
  });
  await until(
    'the live map shows who holds it',
    () => (trial.engine.view(`ct/${vmid}`) as { held: unknown }).held !== null,
  );
  await trial.operationEnded(begun?.id ?? 0);
  expect(await trial.writes(vmid)).toEqual(['POST /status/reboot']);
});

test('an operation holds its container against a change, and the other way round', async () => {
  const memoryMiB = ((await trial.get('getContainer', { vmid })).desired?.memoryMiB ?? 0) + 8;
  const change = await trial.get('proposeChange', { title: 'More', edits: [{ vmid, set: { memoryMiB } }] });
  const planHash = change.planHash ?? '';
  await trial.get('approveChange', { id: change.id, planHash });
  await trial.control('POST', '/faults', { taskHang: 'vzreboot', times: 1 });
  const begun = await operate('restart');
  expect(await trial.refusal('applyChange', { id: change.id, planHash })).toMatchObject({
    kind: 'conflict',
    text: expect.stringContaining('held by a restart'),
  });
  const upid = await new Promise<string>((resolve) => {
    void until('the task has begun', async () => {
      const now = await trial.get('getOperation', { id: begun.id });
      if (now.upid) resolve(now.upid);
      return now.upid !== null;
    });
  });
  // A person aborts the task in Proxmox itself.
  await trial.engine.proxmox.send('DELETE', `/nodes/pve/tasks/${encodeURIComponent(upid)}`);
  expect(await trial.operationEnded(begun.id)).toMatchObject({
    status: 'failed',
    result: expect.stringContaining('The task failed'),
  });

  await trial.control('POST', '/faults', { latencyMs: 600, match: 'PUT .*/config', times: 1 });
  await trial.get('applyChange', { id: change.id, planHash });
  expect(await trial.refusal('operateContainer', { vmid, action: 'restart' })).toMatchObject({
    kind: 'conflict',
    text: expect.stringContaining(`held by change ${change.id}`),
  });
  expect((await trial.ended(change.id)).status).toBe('applied');
});

test('stop and start, and what cannot be in the state it is in', async () => {
  expect(await trial.refusal('operateContainer', { vmid, action: 'start' })).toMatchObject({
    text: expect.stringContaining('already running'),
  });
  const stopped = await trial.operationEnded((await operate('stop')).id);
  expect(stopped).toMatchObject({ status: 'ok', result: expect.stringMatching(/^Stopped after/) });
  expect(await trial.refusal('operateContainer', { vmid, action: 'restart' })).toMatchObject({
    kind: 'conflict',
    text: expect.stringContaining('Start it instead'),
  });
  const started = await trial.operationEnded((await operate('start')).id);
  expect(started).toMatchObject({ status: 'ok', result: expect.stringMatching(/^Running after/) });
});

test('a task that fails says why, and the container is free again', async () => {
  await trial.control('POST', '/faults', {
    taskFail: { type: 'vzreboot', text: 'startup for container failed' },
    times: 1,
  });
  const ended = await trial.operationEnded((await operate('restart')).id);
  expect(ended).toMatchObject({ status: 'failed', exitStatus: 'startup for container failed' });
  expect(await trial.engine.db.read.lease.count()).toBe(0);
});

test('an answer that is lost: the task is found, nothing is sent again', async () => {
  // The failed restart before may have left it stopped.
  if ((await trial.get('getContainer', { vmid })).live?.status === 'stopped')
    await trial.operationEnded((await operate('start')).id);
  await trial.control('DELETE', '/mutations');
  await trial.control('POST', '/faults', { drop: 'after', match: 'POST .*/status/reboot', times: 1 });
  const ended = await trial.operationEnded((await operate('restart')).id);
  expect(ended).toMatchObject({ status: 'ok', result: expect.stringMatching(/^Running again after/) });
  expect(await trial.writes(vmid)).toEqual(['POST /status/reboot']);
});

test('a call that never arrived is not sent again, and ends as not done', async () => {
  await trial.control('POST', '/faults', { drop: 'before', match: 'POST .*/status/reboot', times: 1 });
  const ended = await trial.operationEnded((await operate('restart')).id);
  expect(ended).toMatchObject({ status: 'failed', result: expect.stringContaining('It was not sent again') });
  expect(await trial.writes(vmid)).toEqual([]);
});

test('a viewer may look and not touch', async () => {
  const { token } = await trial.get('createToken', { name: 'viewer', role: 'viewer' });
  const viewer = { kind: 'token', token } as const;
  expect((await trial.get('summary', {}, viewer)).containers.total).toBe(30);
  expect(await trial.refusal('operateContainer', { vmid, action: 'restart' }, viewer)).toMatchObject({
    kind: 'forbidden',
  });
  expect(await trial.writes(vmid)).toEqual([]);
});
