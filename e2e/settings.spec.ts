import { expect, test } from '@/e2e/lab';

test('a viewer sees which Proxmox this is, by what it is trusted, and that its token lacks nothing', async ({
  viewer,
}) => {
  await viewer.goto('/');
  await viewer.getByRole('navigation').getByRole('link', { name: 'Settings' }).first().click();
  await expect(viewer.getByRole('heading', { level: 1 })).toHaveText(
    'The token may do all that Wheelhouse asks of it.',
  );
  await expect(viewer.getByText('wheelhouse@pve!engine')).toBeVisible();
  await expect(viewer.getByText(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)).toBeVisible();
  await expect(
    viewer.getByRole('row', { name: /Start, shut down, stop and restart VM\.PowerMgmt on \/vms ok/ }),
  ).toBeVisible();
  await expect(viewer.getByRole('heading', { name: 'Give it what is missing' })).toHaveCount(0);
});
