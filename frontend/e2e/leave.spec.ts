import type { Page } from '@playwright/test';
import { button, editMail, field, heading, open, value } from './harness/steps';
import { expect, test } from './harness/test';

const dialog = (page: Page) => page.getByRole('dialog', { name: /Save the changes/ });

test.beforeEach(async ({ desk: page }) => {
  await editMail(page);
  await field(page, 'From name').fill('Changed');
  await page.getByRole('navigation').getByRole('link', { name: 'Deployments' }).click();
  await expect(dialog(page)).toBeVisible();
});

test('leaving a changed page: stay', async ({ desk: page }) => {
  await button(page, 'Stay').click();
  await expect(dialog(page)).toBeHidden();
  await expect(field(page, 'From name')).toHaveValue('Changed');
  await expect(page).toHaveURL(/#\/outgoing$/);
});

test('leaving a changed page: Escape stays', async ({ desk: page }) => {
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(field(page, 'From name')).toHaveValue('Changed');
});

test('leaving a changed page: discard', async ({ desk: page }) => {
  await button(page, 'Discard changes').click();
  await expect(heading(page, 'Deployments')).toBeVisible();
  await open(page, 'Outgoing mail');
  await expect(value(page, 'From name')).not.toHaveText('Changed');
});

test('leaving a changed page: save', async ({ desk: page }) => {
  await button(page, 'Save and leave').click();
  await expect(heading(page, 'Deployments')).toBeVisible();
  await open(page, 'Outgoing mail');
  await expect(value(page, 'From name')).toHaveText('Changed');
});

test('leaving with a fault: the page stays, at the fault', async ({ desk: page }) => {
  await button(page, 'Stay').click();
  await field(page, 'Port').fill('70000');
  await page.getByRole('navigation').getByRole('link', { name: 'Deployments' }).click();
  await button(page, 'Save and leave').click();
  await expect(field(page, 'Port')).toBeFocused();
  await expect(field(page, 'Port')).toHaveAttribute('aria-invalid', 'true');
  await expect(page).toHaveURL(/#\/outgoing$/);
});

test('locking asks too', async ({ desk: page }) => {
  await button(page, 'Stay').click();
  await page.keyboard.press('ControlOrMeta+l');
  await expect(dialog(page)).toBeVisible();
  await button(page, 'Discard changes').click();
  await expect(heading(page, 'Unlock the vault')).toBeVisible();
});
