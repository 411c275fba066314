import type { Page } from '@playwright/test';
import { ada, button, field } from './harness/steps';
import { expect, test } from './harness/test';

/** sheet shows the recovery key of a new vault, and answers it. */
async function sheet(page: Page): Promise<string> {
  await field(page, 'Your name').fill(ada.name);
  await field(page, 'Your e-mail address').fill(ada.email);
  await field(page, 'Password').fill(ada.password);
  await field(page, 'Repeat password').fill(ada.password);
  await button(page, 'Create vault').click();
  return page.getByRole('group', { name: 'Recovery key' }).innerText();
}

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

test('the recovery key is taken out of a clipboard that may be read', async ({
  fresh: page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const key = await sheet(page);
  await page.clock.install();
  await button(page, 'Copy recovery key').click();
  await expect(page.getByText('Copied. Cleared from the clipboard in 20 s.')).toBeVisible();
  expect(await clipboard(page)).toBe(key);
  await page.clock.fastForward(20_000);
  await expect(page.getByText('Cleared from the clipboard.', { exact: true })).toBeVisible();
  expect(await clipboard(page)).toBe('');
});

test('what was copied since is left alone', async ({ fresh: page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await sheet(page);
  await page.clock.install();
  await button(page, 'Copy recovery key').click();
  await expect(page.getByText('Copied. Cleared from the clipboard in 20 s.')).toBeVisible();
  await page.evaluate(() => navigator.clipboard.writeText('something else'));
  await page.clock.fastForward(20_000);
  await expect(page.getByText('Something else has been copied since.')).toBeVisible();
  expect(await clipboard(page)).toBe('something else');
});

test('a page that may not read says that the key stays', async ({ fresh: page, context }) => {
  await context.grantPermissions(['clipboard-write']);
  await sheet(page);
  await button(page, 'Copy recovery key').click();
  await expect(
    page.getByText('It stays in the clipboard until you copy something else.'),
  ).toBeVisible();
});
