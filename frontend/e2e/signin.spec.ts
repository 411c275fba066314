import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import {
  addNew,
  aggregate,
  entityOf,
  fillOAuth,
  noProviders,
  rehearsalDraft,
} from './harness/providers';
import { button, field, heading, open, panel, value } from './harness/steps';
import { expect, test } from './harness/test';

const combobox = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true });
const dialog = (page: Page) => page.getByRole('dialog');
const chosen = (page: Page) =>
  dialog(page).getByRole('listbox').getByRole('option', { selected: true });
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

test('a provider is added, found again, changed and deleted', async ({ desk: page }) => {
  await fillOAuth(page, 'Code forge');
  await field(page, 'Sign-in message').fill('Sign in with the forge');
  await expect(page.getByRole('img', { name: /Preview of the button/ })).toHaveAccessibleName(
    'Preview of the button: Sign in with the forge',
  );
  await field(page, 'Allowed domains').fill('example.com, *.example.com');
  await field(page, 'Allowed domains').press('Enter');
  await expect(button(page, 'Remove *.example.com')).toBeVisible();
  await page.getByRole('switch', { name: 'Self-service sign-up' }).check();
  await button(page, 'Done').click();
  await expect(page.getByText('Saved Code forge.')).toBeVisible();
  await expect(value(page, 'Client secret')).toHaveText(/^Set/);
  await expect(value(page, 'Self-service sign-up')).toHaveText('On');

  await button(page, 'All providers').click();
  await expect(row(page, 'Code forge')).toContainText('OAuth 2.0');
  await expect(row(page, 'Code forge')).toContainText('https://provider.example/authorize');
  await expect(row(page, 'Code forge')).toContainText('2 domains');
  await expect(row(page, 'Code forge')).toContainText('Sign in with the forge');
  await expectAccessible(page, 'the list');

  await button(page, 'Edit Code forge').click();
  await expect(field(page, 'Name')).toBeFocused();
  await field(page, 'Name').fill('Another name');
  await button(page, 'Cancel').click();
  await expect(heading(page, 'Code forge')).toBeVisible();
  await button(page, 'Edit').click();
  await field(page, 'Name').fill('Code smithy');
  await button(page, 'Done').click();
  await expect(heading(page, 'Code smithy')).toBeVisible();

  await button(page, 'All providers').click();
  await button(page, 'Delete Code smithy').click();
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await button(page, 'Delete Code smithy').click();
  await dialog(page).getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('Deleted Code smithy.')).toBeVisible();
  await expect(row(page, 'Code smithy')).toBeHidden();
});

test('a provider that is cancelled is not there', async ({ desk: page }) => {
  await fillOAuth(page, 'Never saved');
  await button(page, 'Cancel').click();
  await expect(heading(page, 'Identity providers')).toBeVisible();
  await expect(row(page, 'Never saved')).toBeHidden();
});

test('every type has the fields of the sources', async ({ desk: page }) => {
  for (const type of ['SAML 2.0', 'OAuth 2.0', 'OpenID Connect']) {
    await addNew(page, type);
    for (const name of ['Auth URL', 'Sign-in message', 'Allowed domains', 'Callback URL']) {
      await expect(field(page, name), `${type}: ${name}`).toBeVisible();
    }
    await expect(page.getByRole('switch', { name: 'Self-service sign-up' })).not.toBeChecked();
    await expectAccessible(page, `a new provider, ${type}`);
    await button(page, 'Cancel').click();
  }
});

test('faults stand at their fields, and the first has the focus', async ({ desk: page }) => {
  await addNew(page, 'OpenID Connect');
  await button(page, 'Done').click();
  await expect(field(page, 'Name')).toBeFocused();
  for (const name of ['Name', 'Issuer', 'Client ID', 'Callback URL']) {
    await expect(field(page, name)).toHaveAttribute('aria-invalid', 'true');
  }
  await expect(button(page, 'Test sign-in')).toBeDisabled();
  await field(page, 'Issuer').fill('https://login.example.com/.well-known/openid-configuration');
  await field(page, 'Allowed domains').fill('ops@example.com');
  await field(page, 'Allowed domains').press('Enter');
  await expect(field(page, 'Allowed domains')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText(/without \/\.well-known/).first()).toBeVisible();
  await expectAccessible(page, 'a new provider with faults');

  await combobox(page, 'Auth type').selectOption({ label: 'SAML 2.0' });
  await expect(field(page, 'Metadata URL')).toHaveAttribute('aria-invalid', 'true');
  await expect(field(page, 'Entity ID of the target')).toHaveAttribute('aria-invalid', 'true');
});

test('what stands against a callback URL is said at the field', async ({ desk: page }) => {
  await fillOAuth(page, 'Linted');
  const callback = field(page, 'Callback URL');
  await expect(callback).not.toHaveAccessibleDescription(/https/);
  await callback.fill('http://app.example.com/oauth/callback');
  await expect(callback).toHaveAccessibleDescription(/https/);
  await callback.fill('https://app.example.com/oauth/callback#here');
  await button(page, 'Done').click();
  await expect(callback).toBeFocused();
  await expect(callback).toHaveAttribute('aria-invalid', 'true');
});

test('the list of domains is written by keys', async ({ desk: page }) => {
  await addNew(page, 'OpenID Connect');
  const domains = field(page, 'Allowed domains');
  await domains.pressSequentially('one.example,two.example;');
  await expect(button(page, 'Remove two.example')).toBeVisible();
  await domains.press('Backspace');
  await expect(domains).toHaveValue('two.example');
  await domains.press('Tab');
  await expect(button(page, 'Remove two.example')).toBeVisible();
  await button(page, 'Remove one.example').click();
  await expect(domains).toBeFocused();
  await expect(button(page, 'Remove one.example')).toBeHidden();
});

test('a known provider is filled in, and asks for the rest', async ({ desk: page }) => {
  await addNew(page, 'OpenID Connect');
  await button(page, 'Start from a known provider').click();
  await expect(dialog(page).getByRole('listbox')).toBeVisible();
  await page.keyboard.type('keycl');
  await expect(chosen(page)).toContainText('Keycloak');
  await expectAccessible(page, 'known providers');
  await button(page, 'Fill in').click();
  const server = dialog(page).getByRole('textbox', { name: 'Keycloak address' });
  await expect(server).toBeFocused();
  await expect(server).toHaveAttribute('aria-invalid', 'true');
  await server.fill('https://id.example.com');
  await dialog(page).getByRole('textbox', { name: 'Realm' }).fill('staff');
  await button(page, 'Fill in').click();
  await expect(dialog(page)).toBeHidden();
  await expect(field(page, 'Issuer')).toHaveValue('https://id.example.com/realms/staff');
  await expect(field(page, 'Name')).toHaveValue('Keycloak');
  // What is still missing has the focus.
  await expect(field(page, 'Client ID')).toBeFocused();
});

test('metadata is pasted, and one of its providers chosen', async ({ desk: page }) => {
  await addNew(page, 'SAML 2.0');
  const { fields } = await rehearsalDraft(page, 'saml');
  const metadata = await (
    await page.context().request.get(String(fields['metadataUrl']), {
      ignoreHTTPSErrors: true,
    })
  ).text();
  const certificate = /X509Certificate>([^<]+)</.exec(metadata)?.[1] ?? '';
  await button(page, 'Paste or open a file').click();
  await expectAccessible(page, 'metadata');
  await field(page, 'Metadata').fill(
    aggregate(
      entityOf('https://one.example', certificate),
      entityOf('https://two.example', certificate),
    ),
  );
  await button(page, 'Read it').click();
  await expect(heading(page, 'Which provider is it?')).toBeVisible();
  await page.keyboard.type('two');
  await expect(chosen(page)).toContainText('https://two.example');
  await expectAccessible(page, 'several providers');
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeHidden();
  await expect(field(page, 'Entity ID of the provider')).toHaveValue('https://two.example');
  await expect(
    page.getByRole('list', { name: 'Signing certificates' }).getByRole('listitem'),
  ).toHaveCount(1);
  await expectAccessible(page, 'a provider from metadata');
});

test('what is no metadata is refused where it was pasted', async ({ desk: page }) => {
  await addNew(page, 'SAML 2.0');
  await button(page, 'Paste or open a file').click();
  await dialog(page)
    .locator('input[type=file]')
    .setInputFiles({
      name: 'metadata.xml',
      mimeType: 'application/xml',
      buffer: Buffer.from('<html><body>Sign in</body></html>'),
    });
  await expect(page.getByText('It could not be read')).toBeVisible();
});

test('discovery fills in, and a check passes without a sign-in', async ({ desk: page }) => {
  await addNew(page, 'OpenID Connect');
  const { fields } = await rehearsalDraft(page, 'oidc');
  await page.getByText('Advanced', { exact: true }).click();
  await field(page, 'Additional authorities').fill(String(fields['caPem']));
  const issuer = String(fields['issuer']);
  await field(page, 'Issuer').fill(`${issuer}/`);
  await button(page, 'Read discovery').click();
  await expect(field(page, 'Issuer')).toHaveValue(issuer);

  await button(page, 'Cancel').click();
  await page.getByRole('link', { name: 'Rehearsal, OpenID Connect' }).click();
  await button(page, 'Check').click();
  await expect(panel(page).getByRole('status').first()).toHaveText(/^Passed/);
  await expect(panel(page)).toContainText('Discovery document');
  await expectAccessible(page, 'a provider that was checked');
});

test('the empty page leads to the rehearsal provider', async ({ desk: page }) => {
  await noProviders(page);
  await expectAccessible(page, 'no providers');
  await button(page, 'Try it with the rehearsal provider').click();
  await page.getByRole('menuitem', { name: 'SAML 2.0' }).click();
  await expect(page.getByText('Filled in with the rehearsal provider.')).toBeVisible();
  await expect(combobox(page, 'Auth type')).toHaveValue('saml');
  await button(page, 'Done').click();
  await expect(page.getByText(/^Saved /)).toBeVisible();
  await expect(value(page, 'Private key')).toHaveText(/^Set/);
});

test('a provider is switched off in the list', async ({ desk: page }) => {
  await open(page, 'Identity providers');
  const name = 'Rehearsal, OAuth 2.0';
  await page.getByRole('switch', { name: `${name} is enabled` }).click();
  await expect(page.getByText(`Disabled ${name}.`)).toBeVisible();
  await expect(page.getByRole('switch', { name: `${name} is enabled` })).not.toBeChecked();
  await expect(row(page, name)).toContainText('Switched off');
});

test('fields and actions are found by the names of the sources', async ({ desk: page }) => {
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('Identity Provider/Single Sign On');
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Identity providers')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('Call Back URL');
  await page.keyboard.press('Enter');
  await expect(field(page, 'Callback URL')).toBeFocused();
});

test('a stored secret is not sent to another provider', async ({ desk: page }) => {
  await open(page, 'Identity providers');
  await button(page, 'Edit Rehearsal, OAuth 2.0').click();
  await field(page, 'Token URL').fill('https://elsewhere.example/token');
  await expect(page.getByText('Enter the client secret again')).toBeVisible();
  await expectAccessible(page, 'a secret that is bound elsewhere');
  await button(page, 'Done').click();
  await expect(field(page, 'Client secret')).toHaveAttribute('aria-invalid', 'true');
});
