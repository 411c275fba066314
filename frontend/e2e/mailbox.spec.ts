import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { fillMailbox, keepMailbox, rehearsalPassword } from './harness/imap';
import { button, field, heading, open, panel, value } from './harness/steps';
import { expect, test } from './harness/test';

const connected = 'We were able to connect to your mailbox.';

const combobox = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true });
const secure = (page: Page) => page.getByRole('switch', { name: 'Use secure connection' });
const dialog = (page: Page) => page.getByRole('dialog');

test('a mailbox is tested, saved and found again', async ({ desk: page }) => {
  await fillMailbox(page);
  await button(page, 'Test connection').click();
  await expect(page.getByRole('status').filter({ hasText: connected })).toContainText(
    /folders? found/,
  );
  await expect(panel(page)).toContainText('List the folders');
  await expectAccessible(page, 'a mailbox that works');

  await button(page, 'Save').click();
  await expect(heading(page, 'rehearsal@example.com')).toBeVisible();
  // What was tested stays to be seen.
  await expect(page.getByText(connected, { exact: true })).toBeVisible();
  await expect(value(page, 'Password')).toHaveText(/^Set/);

  await button(page, 'All mailboxes').click();
  await expect(heading(page, 'Mailboxes')).toBeVisible();
  await expect(page.getByText('rehearsal@example.com', { exact: true })).toBeVisible();
});

test('Test connection waits for every required field', async ({ desk: page }) => {
  await fillMailbox(page);
  for (const name of ['Mailbox', 'Host', 'Password', 'Configuration name', 'Description']) {
    const before = await field(page, name).inputValue();
    await field(page, name).fill('');
    await expect(button(page, 'Test connection'), name).toBeDisabled();
    await field(page, name).fill(before);
    await expect(button(page, 'Test connection'), name).toBeEnabled();
  }
});

test('an empty form says what the source says', async ({ desk: page }) => {
  await open(page, 'Mailboxes');
  await button(page, 'Add mailbox').click();
  await expect(field(page, 'Mailbox')).toBeFocused();
  await expect(field(page, 'Port')).toHaveAttribute('placeholder', '993');
  await expect(secure(page)).toBeChecked();
  await expect(page.getByText('Multi-factor authentication (MFA) must be disabled')).toBeVisible();
  await button(page, 'Save').click();
  await expect(field(page, 'Mailbox')).toBeFocused();
  for (const name of ['Mailbox', 'Host', 'Configuration name', 'Description']) {
    await expect(field(page, name)).toHaveAttribute('aria-invalid', 'true');
  }
  await expectAccessible(page, 'a new mailbox with faults');
  await combobox(page, 'Sign-in').selectOption('oauth2');
  await expectAccessible(page, 'a new mailbox with OAuth 2.0');
});

test('the port follows the security, and without any the password is confirmed', async ({
  desk: page,
}) => {
  await fillMailbox(page);
  await field(page, 'Port').fill('');
  await page.getByText('Advanced').click();
  await combobox(page, 'Security').selectOption('starttls');
  await expect(field(page, 'Port')).toHaveAttribute('placeholder', '143');
  await expect(secure(page)).toBeChecked();
  await secure(page).uncheck();
  await expect(combobox(page, 'Security')).toHaveValue('none');
  await expect(page.getByRole('checkbox', { name: 'Unencrypted password' })).toBeVisible();
  await secure(page).check();
  await expect(combobox(page, 'Security')).toHaveValue('implicit-tls');
});

test('a changed password is tried by the next test', async ({ desk: page }) => {
  await keepMailbox(page);
  const right = await rehearsalPassword(page);
  await changePassword(page, 'wrong horse', 'wrong house');
  await expect(field(page, 'Confirm password')).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page, 'change password');
  await field(page, 'Confirm password').fill('wrong horse');
  await button(page, 'Ok').click();

  await expect(button(page, 'Test connection')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toContainText('Invalid Password');
  await expect(dialog(page)).toContainText('NO [AUTHENTICATIONFAILED]');
  await expect(button(page, 'Ok')).toBeFocused();
  await expectAccessible(page, 'invalid password');
  await button(page, 'Ok').click();

  await changePassword(page, right, right);
  await button(page, 'Ok').click();
  await expect(dialog(page)).toBeHidden();
  await button(page, 'Test connection').click();
  await expect(dialog(page)).toContainText('Connected Successfully');
  await expectAccessible(page, 'connected successfully');
  await button(page, 'Ok').click();
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByText(connected, { exact: true })).toBeVisible();
});

async function changePassword(page: Page, next: string, confirm: string): Promise<void> {
  await button(page, 'Change password').click();
  await field(page, 'New password').fill(next);
  await field(page, 'Confirm password').fill(confirm);
  if (next !== confirm) await button(page, 'Ok').click();
}

test('a stored password is bound to its destination', async ({ desk: page }) => {
  await keepMailbox(page);
  await button(page, 'Edit').click();
  await expect(field(page, 'Password')).toBeHidden();
  await field(page, 'Host').fill('imap.elsewhere.example');
  await expect(page.getByRole('alert')).toContainText('Enter the password again');
  await expect(field(page, 'Password')).toBeVisible();
  await expect(button(page, 'Test connection')).toBeDisabled();
  await field(page, 'Host').fill('127.0.0.1');
  await expect(page.getByText('Enter the password again')).toBeHidden();
});

test('a mailbox with aliases is not deleted, and names them', async ({ desk: page }) => {
  const address = await keepMailbox(page);
  await button(page, 'Add alias').click();
  await field(page, 'Address').fill('claims@example.com');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(field(page, 'Workspace')).toHaveAttribute('aria-invalid', 'true');
  await field(page, 'Workspace').fill('Claims');
  await field(page, 'Project type').fill('Case');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  const table = page.getByRole('table', { name: 'Aliases of this mailbox' });
  await expect(table).toContainText('claims@example.com');
  await expectAccessible(page, 'a mailbox with aliases');

  await button(page, 'Delete').click();
  await dialog(page).getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('alert')).toContainText(`${address} has an alias`);
  await page.getByRole('list', { name: 'Aliases of the mailbox' }).getByRole('button').click();
  await expect(button(page, 'Edit claims@example.com')).toBeFocused();

  await button(page, 'Remove claims@example.com').click();
  await dialog(page).getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No aliases yet.')).toBeVisible();
  await button(page, 'Delete').click();
  await dialog(page).getByRole('button', { name: 'Delete' }).click();
  await expect(heading(page, 'Mailboxes')).toBeVisible();
  await expect(page.getByText(address, { exact: true })).toBeHidden();

  await open(page, 'Audit');
  await expect(page.getByText(/tried to delete the mailbox/)).toBeVisible();
});

test('the palette finds a field by the name of its source', async ({ desk: page }) => {
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('Use Secure Connection (HTTPS)');
  await page.keyboard.press('Enter');
  await expect(heading(page, 'New mailbox')).toBeVisible();
  await expect(secure(page)).toBeFocused();
});

test('a provider fills in the side that is read', async ({ desk: page }) => {
  await page.evaluate(() => {
    location.hash = '#/mailboxes/new';
  });
  await field(page, 'Mailbox').fill('team@gmail.com');
  await button(page, 'Set up from a provider…').click();
  await expect(dialog(page)).toContainText('imap.gmail.com');
  await button(page, 'Use these settings').click();
  await expect(field(page, 'Host')).toHaveValue('imap.gmail.com');
  await expect(field(page, 'Port')).toHaveValue('');
  await expect(page.getByText('This is Gmail')).toBeVisible();
});
