import type { Page } from '@playwright/test';
import { expect, type Lab, test } from '@/e2e/lab';

/** Proposes by REST, for the tests that are about what comes after. */
async function propose(lab: Lab, title: string, vmid: number, set: Record<string, unknown>) {
  const { status, body } = await lab.rest('operator', 'POST', 'changes', { title, edits: [{ vmid, set }] });
  expect(status, JSON.stringify(body)).toBe(201);
  return body as { id: number; planHash: string; status: string };
}

const changeOf = async (lab: Lab, id: number) =>
  (await lab.rest('viewer', 'GET', `changes/${id}`)).body as {
    status: string;
    commit: string | null;
    planHash: string;
  };

const decision = (page: Page) => page.getByRole('region', { name: 'Decision', exact: true });

test('edit, plan, propose, approve, apply, commit: one write, and the trailers in git', async ({ admin, lab }) => {
  const before = await lab.control.mutations();
  const commitsBefore = Number(await lab.git('rev-list', '--count', 'HEAD'));

  await admin.goto('/containers/118');
  await admin.getByRole('link', { name: 'Edit spec' }).click();
  await expect(admin).toHaveURL(/\/containers\/118\/edit$/);
  await admin.getByRole('textbox', { name: /^Memory/ }).fill('1536');
  const plan = admin.getByRole('list', { name: 'Steps' });
  await expect(plan).toContainText('autobrr');
  await expect(plan).toContainText(/1,536 MiB|1.5 GiB/);
  await expect(plan).toContainText('nothing stops');
  expect(await lab.control.mutations(), 'a plan writes nothing').toEqual(before);

  await admin.getByRole('button', { name: 'Propose' }).click();
  await expect(admin).toHaveURL(/\/changes\/\d+$/);
  const id = Number(admin.url().split('/').at(-1));
  const { planHash } = await changeOf(lab, id);
  await expect(decision(admin)).toContainText(planHash.slice(0, 4));
  await decision(admin).getByRole('button', { name: 'Approve and run' }).click();

  await expect(admin.getByRole('list', { name: 'Steps of the run' })).toContainText('reads back', { timeout: 30_000 });
  await expect(admin.getByRole('region', { name: 'Outcome' })).toContainText('Applied', { timeout: 30_000 });
  const { commit } = await changeOf(lab, id);
  await expect(admin.getByText(String(commit).slice(0, 7)).first()).toBeVisible();

  const writes = (await lab.control.mutations()).slice(before.length);
  expect(writes).toHaveLength(1);
  expect(writes[0]).toMatchObject({ method: 'PUT', path: expect.stringMatching(/lxc\/118\/config$/) });

  expect(Number(await lab.git('rev-list', '--count', 'HEAD'))).toBe(commitsBefore + 1);
  expect(await lab.git('show', '--name-only', '--format=', 'HEAD')).toBe('lxc/118.yaml');
  const message = await lab.git('log', '-1', '--format=%B');
  expect(message).toContain(`Change-Id: ${id}`);
  expect(message).toContain(`Plan-Hash: ${planHash}`);
  expect(message).toMatch(/Approved-by: \S+/);
  expect(message).toMatch(/Run-Id: \d+/);
  expect(await lab.git('show', 'HEAD:lxc/118.yaml')).toMatch(/memoryMiB: 1536/);
  await lab.git('fsck', '--strict');

  await admin.goto('/');
  await expect(admin.getByRole('article', { name: /^118 autobrr, .*in sync/ })).toBeVisible({ timeout: 30_000 });
  const again = await lab.rest('operator', 'POST', 'changes', {
    title: 'The same again',
    edits: [{ vmid: 118, set: { memoryMiB: 1536 } }],
  });
  expect(JSON.stringify(again.body), 'an applied change plans to nothing').not.toMatch(/"method":"PUT"/);
});

test('several fields at once: each step is sent once, in the order of the plan', async ({ lab }) => {
  const { id } = await propose(lab, 'alertmanager, all of it', 131, {
    memoryMiB: 640,
    cores: 2,
    tags: ['monitoring', 'alerts'],
    description: 'Wakes people up',
    onboot: true,
  });
  const { planHash } = await changeOf(lab, id);
  const before = await lab.control.mutations();
  expect((await lab.rest('admin', 'POST', `changes/${id}/approve`, { planHash })).status).toBe(200);
  expect((await lab.rest('admin', 'POST', `changes/${id}/apply`, { planHash })).status).toBeLessThan(300);
  await expect.poll(async () => (await changeOf(lab, id)).status, { timeout: 30_000 }).toBe('applied');

  const { body } = await lab.rest('viewer', 'GET', `changes/${id}/plan`);
  const planned = (body as { steps: { call: { method: string; path: string } }[] }).steps.map(({ call }) => call);
  const writes = (await lab.control.mutations()).slice(before.length);
  expect(writes.map(({ method, path }) => ({ method, path }))).toEqual(
    planned.map(({ method, path }) => ({ method, path })),
  );
  expect(await lab.git('log', '-1', '--format=%B')).toContain(`Change-Id: ${id}`);
});

test('reject: nothing is sent, and the reason is told', async ({ admin, lab }) => {
  const before = await lab.control.mutations();
  const { id } = await propose(lab, 'grafana gets 4 GiB', 110, { memoryMiB: 4096 });
  await admin.goto(`/changes/${id}`);
  await decision(admin).getByRole('button', { name: 'Reject' }).click();
  await admin.getByLabel(/^Why/).fill('It has enough');
  await admin.getByRole('button', { name: 'Reject the change' }).click();
  await expect(admin.getByRole('region', { name: 'Outcome' })).toContainText('It has enough');
  expect((await changeOf(lab, id)).status).toBe('rejected');
  expect(await lab.control.mutations()).toEqual(before);
});

test('a plan gone stale is refused with what moved, and nothing is done', async ({ admin, lab }) => {
  const { id, planHash } = await propose(lab, 'loki gets 3 GiB', 130, { memoryMiB: 3072 });
  await admin.goto(`/changes/${id}`);
  await expect(decision(admin).getByRole('button', { name: 'Approve and run' })).toBeEnabled();
  const before = await lab.control.mutations();
  await lab.control.edit(130, { memory: '1111' });

  await expect(admin.getByRole('region', { name: 'The plan moved' })).toContainText(/1,?111/, { timeout: 30_000 });
  await expect(decision(admin).getByRole('button', { name: 'Approve and run' })).toHaveCount(0);
  await expect(decision(admin).getByRole('button', { name: 'Plan anew' })).toBeVisible();
  const refused = await lab.rest('admin', 'POST', `changes/${id}/approve`, { planHash });
  expect(refused.status).toBe(409);
  expect(JSON.stringify(refused.body)).toMatch(/1,?111/);
  expect(await lab.control.mutations()).toEqual(before);
  await lab.rest('operator', 'POST', `changes/${id}/reject`, {});
});

test('approval of another hash is refused', async ({ lab }) => {
  const { id } = await propose(lab, 'promtail gets words', 133, { description: 'Ships logs' });
  const refused = await lab.rest('admin', 'POST', `changes/${id}/approve`, { planHash: 'f'.repeat(64) });
  expect(refused.status).toBe(409);
  expect((await changeOf(lab, id)).status).toBe('proposed');
});

test('a wrong value is said beside its field, and a right one plans', async ({ operator }) => {
  await operator.goto('/containers/124/edit');
  const memory = operator.getByRole('textbox', { name: /^Memory/ });
  await memory.fill('4');
  await expect(memory).toHaveAccessibleDescription(/16/);
  await expect(operator.getByRole('button', { name: 'Propose' })).toBeDisabled();
  await memory.fill('600');
  await expect(operator.getByRole('list', { name: 'Steps' })).toContainText('600');
});
