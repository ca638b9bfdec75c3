import type { Page } from '@playwright/test';
import { expect, test } from '@/e2e/lab';

/** The banner over stale data. */
const silence = (page: Page) => page.getByRole('region', { name: 'Stale data' });

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
  await expect(silence(admin)).toContainText('No answer from', { timeout: 10_000 });
  expect(Date.now() - cutAt).toBeLessThan(10_000);
  await expect(healthy(admin)).toHaveCount(0);
  await expect(admin.getByRole('article', { name: /unknown/ })).toHaveCount(30);
  for (const button of await admin.getByRole('button', { name: /^Restart / }).all())
    await expect(button).toBeDisabled();

  const summary = await lab.rest('viewer', 'GET', 'summary');
  expect(summary.body).toMatchObject({ source: { state: 'stale' } });

  await lab.control.mend();
  await expect(healthy(admin).first()).toBeVisible({ timeout: 30_000 });
  await expect(silence(admin)).toHaveCount(0);
});

test('a page opened while Proxmox is away says so at once', async ({ admin, lab }) => {
  await lab.control.cut();
  await expect.poll(async () => (await fetch(`${lab.url}/readyz`)).status, { timeout: 15_000 }).toBe(503);
  for (const path of ['/', '/containers', '/containers/107']) {
    await admin.goto(path);
    await expect(silence(admin), path).toContainText('No answer from');
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
  await expect(silence(admin)).toContainText('The engine does not answer.', { timeout: 10_000 });
  await expect(silence(admin)).toHaveCount(0, { timeout: 30_000 });
  await expect(healthy(admin).first()).toBeVisible({ timeout: 30_000 });
  expect(lab.running().web).toBe(web);
});

test('when the web restarts, the engine goes on and the page finds back by itself', async ({ admin, lab }) => {
  await admin.goto('/');
  await expect(healthy(admin).first()).toBeVisible();
  const { engine, web } = lab.running();
  lab.kill('web');
  await expect.poll(() => lab.running().web, { timeout: 15_000 }).not.toBe(web);
  const fleet = admin.getByRole('region', { name: 'Fleet' });
  const before = await fleet.textContent();
  await expect.poll(() => fleet.textContent(), { timeout: 30_000 }).not.toBe(before);
  await expect(silence(admin)).toHaveCount(0);
  expect(lab.running().engine).toBe(engine);
});
