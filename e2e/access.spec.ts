/** What everybody needs of a page, whatever they see it with: names, landmarks, no sideways scroll. */
import type { Page } from '@playwright/test';
import { expect, test } from '@/e2e/lab';

const pages = ['/', '/containers', '/containers/107', '/containers/107/edit', '/changes', '/findings', '/history'];

/** Controls and pictures without a name, doubled ids, and headings that skip a level. */
function faultsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const shown = (element: Element) => element.getClientRects().length > 0 && !element.closest('[aria-hidden="true"]');
    const nameOf = (element: Element) => {
      const labelled = element.getAttribute('aria-labelledby')?.split(/\s+/) ?? [];
      const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])] : [];
      return [
        element.getAttribute('aria-label'),
        ...labelled.map((id) => document.getElementById(id)?.textContent),
        ...labels.map((label) => label.textContent),
        element.textContent,
        element.getAttribute('title'),
        element.getAttribute('alt'),
      ].some((text) => text && text.trim() !== '');
    };
    const line = (element: Element) => element.outerHTML.slice(0, 160);
    const controls = [...document.querySelectorAll('button, a[href], input, select, textarea, [role="img"], img')];
    const nameless = controls.filter((element) => shown(element) && !nameOf(element)).map((e) => `no name: ${line(e)}`);
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    const doubled = ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `id twice: ${id}`);
    const levels = [...document.querySelectorAll('h1, h2, h3, h4')].filter(shown).map((h) => Number(h.tagName[1]));
    const skipped = levels
      .filter((level, index) => index > 0 && level > (levels[index - 1] ?? 0) + 1)
      .map((level) => `a heading skips to level ${level}`);
    // A field's target is its label where it stands in one; what is there for screen readers only has no size.
    const small = [...document.querySelectorAll('button, select, input')]
      .filter((element) => shown(element) && !element.classList.contains('sr-only'))
      .map((element) => ({ element, box: (element.closest('label') ?? element).getBoundingClientRect() }))
      .filter(({ box }) => box.width < 23.5 || box.height < 21.5)
      .map(({ element, box }) => `target of ${box.width} by ${box.height}: ${line(element)}`);
    const structure = [
      [...document.querySelectorAll('main')].filter(shown).length === 1 ? [] : ['not one main'],
      [...document.querySelectorAll('h1')].filter(shown).length === 1 ? [] : ['not one h1'],
      document.documentElement.lang ? [] : ['no language'],
      document.title ? [] : ['no title'],
    ].flat();
    return [...nameless, ...doubled, ...skipped, ...small, ...structure];
  });
}

for (const path of pages)
  test(`${path} has names, landmarks and an order`, async ({ admin }) => {
    await admin.goto(path);
    await admin.getByRole('heading', { level: 1 }).waitFor();
    expect(await faultsOf(admin)).toEqual([]);
    await expect(admin.getByRole('navigation', { name: 'Main', exact: true })).toBeVisible();
  });

for (const path of pages)
  test(`${path} does not scroll sideways on a phone`, async ({ admin }) => {
    await admin.setViewportSize({ width: 390, height: 844 });
    await admin.goto(path);
    await admin.getByRole('heading', { level: 1 }).waitFor();
    const wide = await admin.evaluate(() => ({
      page: document.documentElement.scrollWidth,
      window: document.documentElement.clientWidth,
    }));
    expect(wide.page).toBeLessThanOrEqual(wide.window);
    await expect(admin.getByRole('navigation', { name: 'Main, small screens' })).toBeVisible();
  });

test('the first Tab offers to skip to the content', async ({ admin }) => {
  await admin.goto('/');
  await admin.getByRole('heading', { level: 1 }).waitFor();
  await admin.keyboard.press('Tab');
  await expect(admin.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await admin.keyboard.press('Enter');
  await expect(admin.getByRole('main')).toBeFocused();
});

test('light and dark are both there, and the choice is kept', async ({ admin }) => {
  await admin.goto('/');
  const ground = () => admin.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const before = await ground();
  // The switch goes round: as the system has it, light, dark.
  await expect(async () => {
    await admin
      .getByRole('button', { name: / theme/ })
      .first()
      .click();
    await expect.poll(ground, { timeout: 1_000 }).not.toBe(before);
  }).toPass();
  const chosen = await ground();
  await admin.reload();
  expect(await ground()).toBe(chosen);
});

test('nothing is refused by the page’s own rules, and no error is in the console', async ({ admin }) => {
  const said: string[] = [];
  admin.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  admin.on('pageerror', (error) => said.push(String(error)));
  for (const path of pages) {
    await admin.goto(path);
    await admin.getByRole('heading', { level: 1 }).waitFor();
  }
  expect(said).toEqual([]);
});
