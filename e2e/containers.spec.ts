import { expect, test } from '@/e2e/lab';

test('the table filters as one types, and the URL holds it', async ({ viewer }) => {
  await viewer.goto('/containers');
  const rows = viewer.getByRole('row').filter({ has: viewer.getByRole('rowheader') });
  await expect(rows).toHaveCount(30);
  const filter = viewer.getByRole('searchbox');
  await filter.fill('category:media status:running');
  await expect(viewer.getByRole('link', { name: 'qbittorrent', exact: true })).toBeVisible();
  await expect(viewer.getByRole('link', { name: 'grafana', exact: true })).toHaveCount(0);
  await expect(viewer).toHaveURL(/q=category%3Amedia/);
  const count = await rows.count();

  await viewer.reload();
  await expect(filter).toHaveValue('category:media status:running');
  await expect(rows).toHaveCount(count);

  await filter.fill('nothing is called this');
  await expect(rows).toHaveCount(0);
  await expect(viewer.getByText(/No container is meant by this/)).toBeVisible();
});

test('it sorts by a column, and says by which', async ({ viewer }) => {
  await viewer.goto('/containers');
  const header = viewer.getByRole('columnheader', { name: /Memory/ });
  await header.getByRole('button').or(header.getByRole('link')).first().click();
  await expect(header).toHaveAttribute('aria-sort', /ascending|descending/);
  await expect(viewer).toHaveURL(/sort=/);
});

test('it is driven by keyboard', async ({ viewer }) => {
  await viewer.goto('/containers');
  await expect(viewer.getByRole('row').nth(5)).toBeVisible();
  await viewer.keyboard.press('/');
  await expect(viewer.getByRole('searchbox')).toBeFocused();
  await viewer.keyboard.type('plex');
  await expect(viewer.getByRole('row', { name: /plex/ })).toBeVisible();
  await viewer.keyboard.press('ArrowDown');
  await viewer.keyboard.press('Enter');
  await expect(viewer).toHaveURL(/\/containers\/120$/);
});

test('⌘K finds a container and a page', async ({ viewer }) => {
  await viewer.goto('/changes');
  const finder = viewer.getByRole('dialog', { name: /Find/ });
  // The key is heard once the page has come alive.
  await expect(async () => {
    await viewer.keyboard.press('Control+k');
    await expect(finder).toBeVisible({ timeout: 500 });
  }).toPass();
  await viewer.keyboard.type('qbit');
  await viewer.keyboard.press('Enter');
  await expect(viewer).toHaveURL(/\/containers\/107$/);
});

test('the page of a container: charts, asked for against live, network, storage', async ({ viewer, lab }) => {
  await viewer.goto('/containers/107');
  await expect(viewer.getByRole('heading', { level: 1, name: /qbittorrent/ })).toBeVisible();
  const table = viewer.getByRole('region', { name: 'Asked for, and live' });
  await expect(table.getByRole('rowheader', { name: 'Memory' })).toBeVisible();
  await expect(viewer.getByRole('region', { name: 'Network' })).toContainText('net0');
  await expect(viewer.getByRole('region', { name: 'Storage' })).toContainText('rootfs');
  await expect(viewer.getByRole('img', { name: /CPU/ }).first()).toBeVisible();

  await lab.control.edit(107, { cores: '1' });
  await expect(table.getByRole('row', { name: /cores/i }).first()).toContainText('drift', { timeout: 30_000 });
});

test('the charts show the last hour, and a day, week and month from Proxmox', async ({ viewer }) => {
  await viewer.goto('/containers/107');
  const usage = viewer.getByRole('region', { name: 'Usage' });
  for (const range of ['Day', 'Week', 'Month']) {
    const button = usage.getByRole('button', { name: range });
    // It works once the page has come alive.
    await expect(async () => {
      await button.click();
      await expect(button).toHaveAttribute('aria-pressed', 'true', { timeout: 500 });
    }).toPass();
    await expect(usage.getByRole('img', { name: new RegExp(`^CPU.*${range}`, 'i') })).toBeVisible();
  }
  await expect(usage.getByRole('img', { name: /^CPU/ })).not.toHaveAccessibleName(/nothing was measured/);
});

test('a container that is not there says so', async ({ viewer }) => {
  const answer = await viewer.goto('/containers/99999');
  expect(answer?.status()).toBe(404);
  await expect(viewer.getByRole('heading', { level: 1 })).toBeVisible();
});

test('garbage from Proxmox for one container leaves the other 29', async ({ viewer, lab }) => {
  await lab.control.fault({ garbage: 121 });
  await lab.control.edit(121, { memory: '999' });
  await viewer.goto('/');
  await expect(viewer.getByRole('article', { name: /^121 .*unreadable/ })).toBeVisible({ timeout: 40_000 });
  await expect(viewer.getByRole('article', { name: /, running/ })).not.toHaveCount(0);
  await expect(viewer.getByRole('article')).toHaveCount(30);
  await lab.control.mend();
});
