import type { Page } from '@playwright/test';
import { expect, test } from '@/e2e/lab';

/** Whatever says that something is well: the accessible names of tiles, and the words of the page. */
const healthy = (page: Page) => page.getByRole('article', { name: /, running|in sync/ });

test('cut from Proxmox, everything is stale within 10 s and nothing is healthy; then it recovers', async ({
  admin,
  lab,
}) => {
  await admin.goto('/');
  await expect(healthy(admin).first()).toBeVisible();
  await lab.control.cut();
  const cutAt = Date.now();
  await expect(admin.getByText(/No answer from pve/).first()).toBeVisible({ timeout: 10_000 });
  expect(Date.now() - cutAt).toBeLessThan(10_000);
  await expect(healthy(admin)).toHaveCount(0);
  await expect(admin.getByRole('article', { name: /unknown/ })).toHaveCount(30);
  for (const button of await admin.getByRole('button', { name: /^Restart / }).all())
    await expect(button).toBeDisabled();

  const summary = await lab.rest('viewer', 'GET', 'summary');
  expect(summary.body).toMatchObject({ source: { state: 'stale' } });

  await lab.control.mend();
  await expect(healthy(admin).first()).toBeVisible({ timeout: 30_000 });
  await expect(admin.getByText(/No answer from pve/)).toHaveCount(0);
});

test('a page opened while Proxmox is away says so at once', async ({ admin, lab }) => {
  await lab.control.cut();
  await expect.poll(async () => (await fetch(`${lab.url}/readyz`)).status, { timeout: 15_000 }).toBe(503);
  for (const path of ['/', '/containers', '/containers/107']) {
    await admin.goto(path);
    await expect(admin.getByText(/No answer from pve/).first(), path).toBeVisible();
    await expect(admin.getByText('in sync', { exact: true }), path).toHaveCount(0);
  }
  await lab.control.mend();
  await expect.poll(async () => (await fetch(`${lab.url}/readyz`)).status, { timeout: 30_000 }).toBe(200);
});

test('without the engine the web stays, says so, and goes on when it is back', async ({ admin, lab }) => {
  await admin.goto('/');
  await expect(healthy(admin).first()).toBeVisible();
  const { web } = lab.running();
  lab.kill('engine');
  await expect(admin.getByText('The engine does not answer.')).toBeVisible({ timeout: 10_000 });
  await expect(admin.getByText('The engine does not answer.')).toHaveCount(0, { timeout: 30_000 });
  await expect(healthy(admin).first()).toBeVisible({ timeout: 30_000 });
  expect(lab.running().web).toBe(web);
});

test('when the web restarts, the engine goes on and the page finds back by itself', async ({ admin, lab }) => {
  await admin.goto('/');
  await expect(healthy(admin).first()).toBeVisible();
  const { engine } = lab.running();
  lab.kill('web');
  await expect(admin.getByText(/does not answer/).first()).toBeVisible({ timeout: 15_000 });
  await expect(admin.getByText(/does not answer/)).toHaveCount(0, { timeout: 30_000 });
  expect(lab.running().engine).toBe(engine);
});
