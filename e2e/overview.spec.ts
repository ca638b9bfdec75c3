import { expect, test } from '@/e2e/lab';

test('the lab is on one screen: sentence, host, queue, fleet by category, activity', async ({ admin }) => {
  await admin.goto('/');
  await expect(admin.getByRole('heading', { level: 1 })).toHaveText(/\d+ of 30 running/);
  const host = admin.getByRole('region', { name: 'Host pve' });
  await expect(host).toContainText('GiB used');
  await expect(host).toContainText('promised on boot');
  await expect(host).toContainText('PVE 8');
  await expect(host.getByRole('img', { name: /GiB promised on boot, .* GiB physical/ })).toBeVisible();
  await expect(admin.getByRole('article')).toHaveCount(30);
  for (const category of ['media', 'monitoring', 'business', 'security'])
    await expect(admin.getByRole('region', { name: category }), category).toBeVisible();
  await expect(admin.getByRole('region', { name: /needs/i }).getByRole('listitem').first()).toBeVisible();
  await expect(admin.getByRole('region', { name: /recent/i })).toBeVisible();
});

test('values move by the stream, without a reload', async ({ viewer }) => {
  await viewer.goto('/');
  const fleet = viewer.getByRole('region', { name: 'Fleet' });
  await expect(fleet.getByRole('article')).toHaveCount(30);
  await viewer.evaluate(() => Object.assign(window, { sameDocument: true }));
  const before = await fleet.textContent();
  await expect.poll(() => fleet.textContent(), { timeout: 30_000 }).not.toBe(before);
  expect(await viewer.evaluate(() => 'sameDocument' in window)).toBe(true);
});

test('the age of the data is visible and counts', async ({ viewer }) => {
  await viewer.goto('/');
  const bar = viewer.getByRole('banner');
  await expect(bar).toContainText(/\d+\s*s\s*ago/);
  const before = await bar.textContent();
  await expect.poll(() => bar.textContent()).not.toBe(before);
});

test('a drift that somebody made behind the back is on the tile and in the queue', async ({ viewer, lab }) => {
  await viewer.goto('/');
  await lab.control.edit(123, { memory: '777' });
  await expect(viewer.getByRole('article', { name: /^123 uptimekuma, .*drift/ })).toBeVisible({ timeout: 30_000 });
  await expect(viewer.getByRole('region', { name: /needs/i })).toContainText('uptimekuma');
});

test('it keeps its look: the picture in the README', async ({ admin }) => {
  await admin.goto('/');
  await expect(admin.getByRole('article')).toHaveCount(30);
  await expect(admin.getByRole('banner')).toContainText(/\d+\s*s\s*ago/);
  await admin.evaluate(() => document.fonts.ready);
  const picture = await admin.screenshot({ animations: 'disabled' });
  expect(picture.length).toBeGreaterThan(50_000);
  if (process.env.SCREENSHOTS) {
    const { writeFile } = await import('node:fs/promises');
    await writeFile('docs/screenshots/overview-dark.png', picture);
  }
});
