import type { Page } from '@playwright/test';
import { button, chooseFault, field, open, panel } from './harness/steps';
import { expect, test } from './harness/test';

const step = (page: Page, name: string) =>
  panel(page).getByRole('list', { name: 'Steps' }).getByRole('listitem').filter({ hasText: name });

const verdict = (page: Page) => panel(page).getByRole('status');

test('steps arrive as they happen, and the test can be cancelled', async ({ desk: page }) => {
  await chooseFault(page, 'Accepts the connection and says nothing');
  await open(page, 'Outgoing mail');
  await button(page, 'Test email').click();

  await expect(verdict(page)).toHaveText('Testing');
  await expect(step(page, 'Connect')).toContainText('Passed');
  await expect(step(page, 'Server greeting')).toContainText('Running');
  await button(page, 'Cancel test').click();
  await expect(verdict(page)).toHaveText('Cancelled');
  await expect(step(page, 'Connect')).toContainText('Passed');
  await expect(button(page, 'Test email')).toBeEnabled();
});

test('Escape cancels a running test, and nothing else', async ({ desk: page }) => {
  await chooseFault(page, 'Accepts the connection and says nothing');
  await open(page, 'Outgoing mail');
  await button(page, 'Edit').click();
  await field(page, 'From name').fill('Kept');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(step(page, 'Server greeting')).toContainText('Running');
  await page.keyboard.press('Escape');
  await expect(verdict(page)).toHaveText('Cancelled');
  await expect(field(page, 'From name')).toHaveValue('Kept');
});

test('a failed step says cause, remedy and the words of the server', async ({ desk: page }) => {
  await chooseFault(page, 'Refuses the password (535)');
  await open(page, 'Outgoing mail');
  await button(page, 'Test email').click();

  await expect(verdict(page)).toHaveText('Failed: sign in');
  const failed = step(page, 'Sign in');
  for (const part of ['What happened', 'The server’s words', 'What to do', 'Fields to look at']) {
    await expect(failed.getByRole('term').filter({ hasText: part })).toBeVisible();
  }
  await expect(failed.getByText(/^535 5\.7\.8 /)).toBeVisible();
  await expect(step(page, 'Hand over the message')).toContainText('Skipped');

  // The link opens the form and goes to the field.
  await failed.getByRole('button', { name: 'Password', exact: true }).click();
  await expect(button(page, 'Change password')).toBeFocused();
});

test('an unknown authority can be looked at, and trusted', async ({ desk: page }) => {
  await chooseFault(page, 'Shows a self-signed certificate');
  await open(page, 'Outgoing mail');
  await button(page, 'Test email').click();
  await expect(verdict(page)).toHaveText(/^Failed: /);

  await panel(page).getByText('Certificate details').click();
  await expect(panel(page).getByText('Fingerprint (SHA-256)').first()).toBeVisible();
  await expect(panel(page).getByText('Not trusted')).toBeVisible();
});

test('the transcript shows who said what, and no password', async ({ desk: page, demo }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, 'Outgoing mail');
  await button(page, 'Test email').click();
  await expect(verdict(page)).toHaveText('Passed');
  await panel(page).getByText('Transcript', { exact: false }).first().click();
  const lines = panel(page).getByRole('region', { name: 'Transcript' });
  await expect(lines).toContainText('EHLO');
  await button(page, 'Copy transcript').click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/C: EHLO[^]+S: 250/);
  expect(await page.evaluate(() => navigator.clipboard.readText())).not.toContain(
    demo.started.password,
  );
});

test('the other levels, and another recipient', async ({ desk: page }) => {
  await open(page, 'Outgoing mail');
  await button(page, 'More tests').click();
  await page.getByRole('menuitem', { name: 'Test sign-in' }).click();
  await expect(verdict(page)).toHaveText('Passed');
  await expect(step(page, 'Sign in')).toContainText('Passed');
  await expect(panel(page).getByText('What it does not show')).toBeVisible();

  await button(page, 'More tests').click();
  await field(page, 'Send the test to').fill('not an address');
  await page.keyboard.press('Escape');
  await button(page, 'Test email').click();
  await expect(verdict(page)).toHaveText('Failed: check the settings');
  await panel(page).getByRole('button', { name: 'Recipient' }).click();
  await expect(field(page, 'Send the test to')).toBeFocused();
});
