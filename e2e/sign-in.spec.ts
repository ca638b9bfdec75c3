import { expect, signIn, test } from '@/e2e/lab';

test('everything is behind sign-in, and one comes back to where one was going', async ({ page, lab }) => {
  await page.goto('/containers?q=tag%3Avpn');
  await expect(page).toHaveURL(/\/sign-in\?from=/);
  await page.getByLabel('Name').fill(lab.account('viewer').name);
  await page.getByLabel('Password').fill(lab.account('viewer').password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(/\/containers\?q=tag%3Avpn$/);
});

test('the demo is entered in one click', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByRole('button', { name: /demo/i }).click();
  await expect(page.getByRole('heading', { name: 'Fleet' })).toBeVisible();
});

test('a wrong password says so, and does not say which half was wrong', async ({ page, lab }) => {
  await signIn(page, { name: lab.account('viewer').name, password: 'not the password' });
  const wrongPassword = (await page.getByRole('alert').filter({ hasText: /./ }).textContent()) ?? '';
  await signIn(page, { name: 'nobody', password: 'not the password' });
  await expect(page.getByRole('alert').filter({ hasText: /./ })).toHaveText(wrongPassword);
  await expect(page).toHaveURL(/sign-in/);
});

test('signing out ends the session', async ({ page, lab }) => {
  await signIn(page, lab.account('viewer'));
  await expect(page.getByRole('heading', { name: 'Fleet' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).first().click();
  await expect(page).toHaveURL(/sign-in/);
  await page.goto('/');
  await expect(page).toHaveURL(/sign-in/);
});
