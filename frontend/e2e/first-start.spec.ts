import { ada, button, createVault, field, heading } from './harness/steps';
import { expect, test } from './harness/test';

test('a weak password is refused on its field', async ({ fresh: page }) => {
  await field(page, 'Your name').fill(ada.name);
  await field(page, 'Your e-mail address').fill(ada.email);
  await field(page, 'Password').fill('password1');
  await field(page, 'Repeat password').fill('password1');
  await button(page, 'Create vault').click();

  const password = field(page, 'Password');
  await expect(password).toHaveAttribute('aria-invalid', 'true');
  await expect(password).toHaveAccessibleDescription(/./);
  await expect(password).toBeFocused();
  await expect(field(page, 'Your name')).not.toHaveAttribute('aria-invalid');
});

test('passwords that differ are refused on the repetition', async ({ fresh: page }) => {
  await field(page, 'Your name').fill(ada.name);
  await field(page, 'Your e-mail address').fill(ada.email);
  await field(page, 'Password').fill(ada.password);
  await field(page, 'Repeat password').fill(`${ada.password}!`);
  await button(page, 'Create vault').click();
  await expect(field(page, 'Repeat password')).toHaveAccessibleDescription(/differ/);
  await expect(field(page, 'Repeat password')).toBeFocused();
});

test('the recovery key is shown once, and kept before anything else', async ({ fresh: page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', '');
  });
  await page.reload(); // the session outlives a reload
  await field(page, 'Your name').fill(ada.name);
  await field(page, 'Your e-mail address').fill(ada.email);
  await field(page, 'Password').fill(ada.password);
  await expect(page.getByText('Password strength:')).toBeAttached();
  await field(page, 'Repeat password').fill(ada.password);
  await button(page, 'Create vault').click();

  await expect(heading(page, 'Keep the recovery key')).toBeVisible();
  const key = await page.getByRole('group', { name: 'Recovery key' }).innerText();
  await expect(button(page, 'Open the vault')).toBeDisabled();

  await button(page, 'Copy recovery key').click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(key);
  const download = page.waitForEvent('download');
  await button(page, 'Save as file').click();
  expect((await download).suggestedFilename()).toMatch(/^patchbay-recovery-key-.+\.txt$/);
  await button(page, 'Print').click();
  await expect(page.locator('html')).toHaveAttribute('data-printed');

  await page.getByRole('checkbox', { name: /stored the recovery key/ }).check();
  await button(page, 'Open the vault').click();
  await expect(heading(page, 'Overview')).toBeVisible();
  await expect(page.getByText(key)).toHaveCount(0);
});

test('the empty vault says what is next', async ({ fresh: page }) => {
  await createVault(page);
  await expect(heading(page, 'Add your first deployment')).toBeVisible();
  await page.getByRole('link', { name: 'Add deployment' }).click();
  await expect(heading(page, 'New deployment')).toBeVisible();
});
