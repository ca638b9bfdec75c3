import { expect, test } from '@/e2e/lab';

test('a viewer sees everything and can restart nothing', async ({ viewer, lab }) => {
  await viewer.goto('/');
  const restarts = viewer.getByRole('button', { name: /^(Restart|Start) / });
  await expect(restarts).toHaveCount(30);
  for (const button of await restarts.all()) await expect(button).toBeDisabled();

  const before = await lab.control.mutations();
  await restarts.first().click({ force: true });
  const refused = await lab.rest('viewer', 'POST', 'containers/119/actions/restart');
  expect(refused).toMatchObject({ status: 403, body: { status: 403 } });
  expect(await lab.control.mutations()).toEqual(before);
});

test('an operator proposes and may not approve, not even past the page', async ({ operator, lab }) => {
  const proposed = await lab.rest('operator', 'POST', 'changes', {
    title: 'More words for grafana',
    edits: [{ vmid: 110, set: { description: 'Dashboards' } }],
  });
  expect(proposed.status).toBe(201);
  const { id, planHash } = proposed.body as { id: number; planHash: string };

  await operator.goto(`/changes/${id}`);
  await expect(operator.getByRole('button', { name: 'Approve and run' }).first()).toBeDisabled();
  const refused = await lab.rest('operator', 'POST', `changes/${id}/approve`, { planHash });
  expect(refused.status).toBe(403);
  expect((await lab.rest('operator', 'POST', `changes/${id}/reject`, { reason: 'only a test' })).status).toBe(200);
});

test('without a token nothing is answered', async ({ lab }) => {
  for (const path of ['summary', 'containers', 'changes', 'live']) {
    const answer = await fetch(`${lab.url}/api/v1/${path}`);
    expect(answer.status, path).toBe(401);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  }
});
