import { expect, test } from '@/e2e/lab';

test('restart in one click: pending at once, followed to its end, and it was done once', async ({ operator, lab }) => {
  await operator.goto('/');
  const before = await lab.control.mutations();
  await operator.getByRole('button', { name: 'Restart glance' }).click();
  const tile = operator.getByRole('article', { name: /^119 glance/ });
  await expect(tile).toHaveAccessibleName(/in motion/, { timeout: 1_000 });
  const told = operator.getByRole('region', { name: 'What was asked for' });
  await expect(told).toContainText('Restarting glance');
  await expect(told).toContainText('glance restarted', { timeout: 30_000 });
  await expect(tile).toHaveAccessibleName(/running/);
  await expect(operator.getByRole('region', { name: /recent/i })).toContainText(/restarted glance/);
  const after = await lab.control.mutations();
  expect(after.length - before.length).toBe(1);
  expect(after.at(-1)).toMatchObject({ method: 'POST', path: expect.stringMatching(/lxc\/119\/status\/reboot$/) });
});

test('its task is on the page of the container, with its log', async ({ operator }) => {
  await operator.goto('/containers/119/tasks');
  const task = operator
    .getByRole('list', { name: 'Tasks' })
    .getByRole('listitem')
    .filter({ hasText: 'Restart' })
    .first();
  const log = task.getByRole('region', { name: 'Task log' });
  // The button works once the page has come alive.
  await expect(async () => {
    if (!(await log.isVisible())) await task.getByRole('button').click();
    await expect(log).toContainText('TASK OK', { timeout: 2_000 });
  }).toPass();
});

test('a second restart while the first runs is refused with the reason', async ({ operator, lab }) => {
  const first = await lab.rest('operator', 'POST', 'containers/124/actions/restart');
  expect(first.status).toBe(202);
  const second = await lab.rest('operator', 'POST', 'containers/124/actions/restart');
  expect(second.status).toBe(409);
  expect(JSON.stringify(second.body)).toMatch(/ntfy|124/);
  const { id } = first.body as { id: number };
  await expect
    .poll(async () => ((await lab.rest('operator', 'GET', `operations/${id}`)).body as { status: string }).status, {
      timeout: 30_000,
    })
    .toBe('ok');
  await operator.goto('/');
  await expect(operator.getByRole('article', { name: /^124 ntfy, running/ })).toBeVisible();
});

test('a task that fails is told as failed, with Proxmox’s words', async ({ operator, lab }) => {
  await operator.goto('/');
  await lab.control.failTask('vzreboot', 'container did not stop');
  await operator.getByRole('button', { name: 'Restart grafana' }).click();
  const told = operator.getByRole('region', { name: 'What was asked for' });
  await expect(told).toContainText('grafana was not restarted', { timeout: 30_000 });
  await expect(told).toContainText('container did not stop');
  await lab.control.mend();
});
