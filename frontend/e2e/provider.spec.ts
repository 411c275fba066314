import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { call } from './harness/rpc';
import { expectNowhere } from './harness/secrets';
import { button, editMail, field, open } from './harness/steps';
import { expect, test } from './harness/test';

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Set up from a provider' });
const list = (page: Page, name: string) =>
  dialog(page).getByRole('combobox', { name, exact: true });
const providers = (page: Page) => dialog(page).getByRole('listbox').getByRole('option');

async function choose(page: Page, query: string): Promise<void> {
  await button(page, 'Set up from a provider…').click();
  await expect(list(page, 'Search')).toBeFocused();
  await list(page, 'Search').fill(query);
}

test.beforeEach(async ({ desk: page }) => {
  await editMail(page);
});

test('a provider fills in server and sign-in, by keyboard', async ({ desk: page }) => {
  await button(page, 'Set up from a provider…').press('Enter');
  await expect(list(page, 'Search')).toBeFocused();
  await expectAccessible(page, 'providers');
  const options = providers(page);
  expect(await options.count()).toBeGreaterThanOrEqual(40);

  await page.keyboard.press('ArrowDown');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.type('mailbox.org');
  await expect(options).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByText('Filled in for mailbox.org')).toBeVisible();
  await expect(field(page, 'Host')).toHaveValue('smtp.mailbox.org');
  // The stored password stays where it belongs; the focus goes to it.
  await expect(page.getByRole('alert')).toContainText('Enter the password again');
  await expect(field(page, 'Password')).toBeFocused();
});

test('a provider’s dated warnings stand at its settings', async ({ desk: page }) => {
  await choose(page, 'Microsoft 365');
  await expect(providers(page).first()).toHaveAttribute('aria-selected', 'true');
  await expect(dialog(page)).toContainText(/Last verified \d{4}-\d\d-\d\d/);
  await expect(dialog(page)).toContainText('Source:');
  await list(page, 'Sign-in').selectOption('Password');
  await button(page, 'Use these settings').click();

  await expect(field(page, 'Host')).toHaveValue('smtp.office365.com');
  await expect(page.getByRole('combobox', { name: 'Security' })).toHaveValue('starttls');
  await expect(page.getByText('This is Microsoft 365')).toBeVisible();
  await expect(page.getByText(/^(Until 2026-12-31|Since 2027-01-01)$/)).toBeVisible();
  await expectAccessible(page, 'a provider’s warnings');
});

test('an application names its organisation, and gets its commands', async ({ desk: page }) => {
  await choose(page, 'Microsoft 365');
  await list(page, 'Sign-in').selectOption('OAuth 2.0: the application signs in itself');
  await button(page, 'Use these settings').click();
  await expect(field(page, 'Organisation')).toBeFocused();
  await expect(field(page, 'Organisation')).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page, 'a missing organisation');
  await field(page, 'Organisation').fill('contoso.example');
  await field(page, 'Organisation').press('Enter');

  await expect(field(page, 'Token URL')).toHaveValue(
    'https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token',
  );
  await field(page, 'Client ID').fill('0f5c1f4e-1d2b-4d6a-9a52-31c1d1a7b0aa');
  await field(page, 'From address').fill('notify@contoso.example');
  await page.getByText('At the provider', { exact: true }).click();
  const command = page.getByRole('region', { name: 'Let the application into the mailbox' });
  await expect(command).toContainText('0f5c1f4e-1d2b-4d6a-9a52-31c1d1a7b0aa');
  await expectAccessible(page, 'commands for the provider');
});

test('Escape gives the focus back, the second time too', async ({ desk: page }) => {
  const opener = button(page, 'Set up from a provider…');
  for (let time = 0; time < 2; time++) {
    await opener.press('Enter');
    await expect(list(page, 'Search')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toBeHidden();
    await expect(opener).toBeFocused();
  }
});

test('what is not verified says so', async ({ desk: page }) => {
  await choose(page, 'High Volume');
  await expect(providers(page).first()).toContainText('Not verified');
  await expect(dialog(page)).toContainText('could not be confirmed');
});

test('nobody is asked when a provider is chosen', async ({ desk: page }) => {
  const calls: string[] = [];
  page.on('request', (request) => calls.push(new URL(request.url()).pathname));
  await choose(page, 'Gmail');
  await button(page, 'Use these settings').click();
  await expect(field(page, 'Host')).toHaveValue('smtp.gmail.com');
  expect(calls.filter((path) => /Discover|Prove|SignIn|Alternatives/.test(path))).toEqual([]);
});

test('an app password is pasted with its blanks, and loses them', async ({ desk: page }) => {
  await choose(page, 'Gmail');
  await list(page, 'Sign-in').selectOption('App password');
  await button(page, 'Use these settings').click();
  await field(page, 'App password').fill('abcd efgh ijkl mnop');
  await expectAccessible(page, 'a secret of the wrong shape');
  await button(page, 'Remove the blanks').click();
  await expect(field(page, 'App password')).toHaveValue('abcdefghijklmnop');
  await expect(button(page, 'Remove the blanks')).toBeHidden();
});

test('the password of SES is derived, and never shown', async ({ desk: page }) => {
  // The pair of AWS's own documentation; its SMTP password is known.
  const key = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const derived = 'BO4O+pbvCqWyqZk0H6mBTOVqHFoaZsVzUPUVXpbTjL2I';
  await choose(page, 'Amazon SES');
  await list(page, 'Region').selectOption('Europe (Frankfurt)');
  await button(page, 'Use these settings').click();
  await expect(field(page, 'Host')).toHaveValue('email-smtp.eu-central-1.amazonaws.com');
  await field(page, 'User name').fill('AKIAIOSFODNN7EXAMPLE');
  await field(page, 'SMTP password').fill(key);
  await button(page, 'Derive the SES password for region eu-central-1').click();
  await expect(
    page.getByText('Derived from the AWS secret access key for eu-central-1'),
  ).toBeVisible();
  await expectNowhere(page, [key, derived]);

  await button(page, 'Save').click();
  await expect(page.getByText('Successfully updated SMTP Details.')).toBeVisible();
  await expect(page.getByRole('group', { name: 'SMTP password' })).toHaveText(/^Set/);
  await expectNowhere(page, [key, derived]);
  const [demo] = await call<[{ id: string }]>(page, 'Deployments', 'List');
  const stored = JSON.stringify(await call(page, 'Outgoing', 'Get', demo.id));
  expect(stored).not.toContain(key);
  await open(page, 'Overview');
});
