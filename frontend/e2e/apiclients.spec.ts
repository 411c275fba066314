import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { addClient, generated } from './harness/api';
import { expectFitsNarrow } from './harness/fits';
import { Keyboard } from './harness/keyboard';
import { add, enter } from './harness/operators';
import { expectNowhere } from './harness/secrets';
import { button, field, heading, open, panel, value } from './harness/steps';
import { expect, test } from './harness/test';

const dialog = (page: Page) => page.getByRole('dialog');
const row = (page: Page, id: string) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name: id, exact: true }) });
const scope = (page: Page, name: string) =>
  page.getByRole('checkbox', { name: new RegExp(`^${name}`) });

test('a client is added, its secret is shown once, and it gets a token', async ({ desk: page }) => {
  await open(page, 'API clients');
  await expect(row(page, 'installer')).toContainText('Default');
  await button(page, 'Add API client').click();
  await expect(field(page, 'Client ID')).toBeFocused();
  await expectAccessible(page, 'a new client');
  await field(page, 'Client ID').fill('nightly');
  await field(page, 'Description').fill('Keeps the portal in step');
  await scope(page, 'mail:read').check();
  await button(page, 'Save').click();
  const secret = await generated(page).innerText();
  expect(secret).toMatch(/^pbcs_[0-9A-Za-z]{49}$/);
  await expect(button(page, 'Copy client secret')).toBeFocused();
  await expectAccessible(page, 'a generated secret');
  await button(page, 'Done').click();
  await expect(dialog(page)).toHaveCount(0);
  await expectNowhere(page, [secret]);
  await expect(heading(page, 'nightly')).toBeVisible();
  await expect(value(page, 'Client secret')).toHaveText(/^Set/);
  await expect(value(page, 'Default client')).toHaveText('Off');
  await expectAccessible(page, 'a client');

  await button(page, 'Test').click();
  await expect(panel(page).getByRole('status')).toHaveText(/^Passed/);
  await expect(panel(page)).toContainText('Ask for a token');
  await panel(page).getByText('Transcript').first().click();
  await expectAccessible(page, 'a tested client');
  await expectNowhere(page, [secret, 'pbat_']);

  await button(page, 'Make default').click();
  await expect(page.getByText('nightly is the default client now.')).toBeVisible();
  await button(page, 'All clients').click();
  await expect(row(page, 'nightly')).toContainText('Default');
  await expect(row(page, 'nightly')).toContainText('Keeps the portal in step');
  await expect(row(page, 'nightly')).toContainText('mail:read');
  await expect(row(page, 'nightly')).toContainText('Used just now');
  await expect(row(page, 'installer')).not.toContainText('Default');
  await expectAccessible(page, 'the clients');
});

test('a secret can be entered, and faults stand at their fields', async ({ desk: page }) => {
  await open(page, 'API clients');
  await button(page, 'Add API client').click();
  await field(page, 'Client ID').fill('two words');
  await page.getByRole('radio', { name: 'Enter a secret' }).check();
  await expect(field(page, 'Secret to store')).toBeFocused();
  await field(page, 'Secret to store').fill('short');
  await button(page, 'Save').click();
  await expect(field(page, 'Client ID')).toBeFocused();
  await expect(field(page, 'Client ID')).toHaveAttribute('aria-invalid', 'true');
  await expect(field(page, 'Secret to store')).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page, 'a client with faults');
  const secret = 'entered-by-hand-and-long-enough';
  await field(page, 'Client ID').fill('by-hand');
  await field(page, 'Secret to store').fill(secret);
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('Saved by-hand.')).toBeVisible();
  await expect(dialog(page)).toHaveCount(0); // nothing was generated
  await expectNowhere(page, [secret]);
});

test('a client ID that is taken is refused where it stands', async ({ desk: page }) => {
  await open(page, 'API clients');
  await button(page, 'Add API client').click();
  await field(page, 'Client ID').fill('installer');
  await button(page, 'Save').click();
  await expect(field(page, 'Client ID')).toHaveAttribute('aria-invalid', 'true');
  await field(page, 'Client ID').press('Escape');
  await expect(dialog(page)).toContainText('Discard the changes?');
  await button(page, 'Discard changes').click();
  await expect(heading(page, 'API clients')).toBeVisible();
});

test('a stored secret does not follow to another token URL', async ({ desk: page }) => {
  await addClient(page, 'bound');
  await button(page, 'Edit').click();
  await expect(page.getByRole('radio', { name: 'Keep the stored secret' })).toBeChecked();
  await field(page, 'Token URL').fill('https://127.0.0.1:9/token');
  const notice = page.getByRole('alert').filter({ hasText: 'The secret must be entered again' });
  await expect(notice).toContainText('the local API as the client bound');
  await expectAccessible(page, 'a secret that belongs elsewhere');
  await button(page, 'Save').click();
  await expect(page.getByText(/^Must be entered again: /)).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Generate a secret' })).toBeFocused();
  await page.getByRole('radio', { name: 'Enter a secret' }).check();
  await expect(notice).toHaveCount(0);
  await field(page, 'Secret to store').fill('entered-again-for-the-target');
  await button(page, 'Save').click();
  await expect(value(page, 'Token URL')).toHaveText('https://127.0.0.1:9/token');

  await button(page, 'Test').click(); // nobody is there
  await expect(panel(page).getByRole('status')).toHaveText('Failed: connect');
  await panel(page).getByRole('button', { name: 'Token URL' }).click();
  await expect(field(page, 'Token URL')).toBeFocused();
  await expectAccessible(page, 'a failed test');
});

test('another secret is generated for a stored client', async ({ desk: page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { secret } = await addClient(page, 'anew');
  await expect(button(page, 'Rotate secret')).toBeFocused();
  await button(page, 'Edit').click();
  await page.getByRole('radio', { name: 'Generate a secret' }).check();
  await button(page, 'Save').click();
  const next = await generated(page).innerText();
  expect(next).toMatch(/^pbcs_[0-9A-Za-z]{49}$/);
  expect(next).not.toBe(secret);
  await button(page, 'Copy client secret').click();
  await expect(dialog(page).getByRole('status')).toContainText('Copied');
  await page.keyboard.press('Escape'); // what was copied may be closed
  await expect(dialog(page)).toHaveCount(0);
  await expect(button(page, 'Rotate secret')).toBeFocused();
  await expectNowhere(page, [secret, next]);
});

test('a secret is rotated and a client removed, each after a question', async ({ desk: page }) => {
  const { secret } = await addClient(page, 'passing');
  await button(page, 'Rotate secret').click();
  await expect(dialog(page)).toContainText('The old secret ends at once');
  await page.keyboard.press('Escape');
  await expect(generated(page)).toHaveCount(0);
  await button(page, 'Rotate secret').click();
  await dialog(page).getByRole('button', { name: 'Rotate secret' }).click();
  const next = await generated(page).innerText();
  expect(next).not.toBe(secret);
  await page.keyboard.press('Escape');
  const question = page.getByRole('dialog', { name: 'Close without copying?' });
  await expectAccessible(page, 'a secret that was not copied');
  await question.getByRole('button', { name: 'Back to the secret' }).click();
  await expect(generated(page)).toHaveText(next);
  await page.keyboard.press('Escape');
  await question.getByRole('button', { name: 'Close anyway' }).click();
  await expect(dialog(page)).toHaveCount(0);
  await expect(button(page, 'Rotate secret')).toBeFocused();
  await expectNowhere(page, [secret, next]);

  await button(page, 'Remove').click();
  await dialog(page).getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('Removed passing.')).toBeVisible();
  await expect(heading(page, 'API clients')).toBeVisible();
  await expect(row(page, 'passing')).toHaveCount(0);
  await button(page, 'Remove installer').click();
  await dialog(page).getByRole('button', { name: 'Remove' }).click();
  await expect(heading(page, 'No API clients yet')).toBeVisible();
  await expectAccessible(page, 'no clients');
  await button(page, 'Add API client').click();
  await expect(page.getByRole('switch', { name: 'Default client' })).toBeChecked();
  await expect(page.getByRole('switch', { name: 'Default client' })).toBeDisabled();
  const unscoped = page.getByText('Choose at least one scope:');
  await expect(unscoped).toHaveCount(0);
  await expectAccessible(page, 'a first client');
  await field(page, 'Client ID').fill('first');
  await expect(unscoped).toBeVisible();
  await scope(page, 'mail:read').check();
  await expect(unscoped).toHaveCount(0);
  await button(page, 'Save').click();
  await button(page, 'Done').click();
  await expect(value(page, 'Default client')).toHaveText(/^Yes/);
});

test('a client is made by keyboard alone', async ({ desk: page }) => {
  const keys = new Keyboard(page);
  await keys.press('ControlOrMeta+k');
  await page.keyboard.type('Open API Configuration');
  await keys.press('Enter');
  await expect(heading(page, 'API clients')).toBeVisible();
  await keys.activate(button(page, 'Add API client'));
  await expect(field(page, 'Client ID')).toBeFocused();
  await page.keyboard.type('keys-only');
  await keys.tick(scope(page, 'mail:read'));
  await keys.press('ControlOrMeta+s');
  await expect(generated(page)).toBeVisible();
  await keys.activate(button(page, 'Done'));
  await expect(heading(page, 'keys-only')).toBeVisible();
  await keys.press('ControlOrMeta+Enter');
  await expect(panel(page).getByRole('status')).toHaveText(/^Passed/);
  await keys.press('ControlOrMeta+k');
  await page.keyboard.type('Client Secret');
  await keys.press('Enter');
  await expect(page.getByRole('radio', { name: 'Keep the stored secret' })).toBeFocused();
});

test('a viewer tests a client and changes nothing', async ({ desk: page }) => {
  await add(page, 'viewer');
  await enter(page);
  await open(page, 'API clients');
  await expect(button(page, 'Add API client')).toHaveCount(0);
  await page.getByRole('link', { name: 'installer' }).click();
  await expect(heading(page, 'installer')).toBeVisible();
  for (const name of ['Edit', 'Rotate secret', 'Revoke tokens', 'Remove']) {
    await expect(button(page, name)).toHaveCount(0);
  }
  await button(page, 'Test').click();
  await expect(panel(page).getByRole('status')).toHaveText(/^Passed/);
});

test('long names fit', async ({ desk: page }) => {
  await page.evaluate(() => {
    location.hash = '#/api/new';
  });
  await field(page, 'Client ID').fill('long-'.repeat(25));
  await field(page, 'Description').fill('What it is for, at great length. '.repeat(12));
  await field(page, 'Scopes of the target').fill(`${'scope-'.repeat(20)} another`);
  await field(page, 'Token URL').fill(`https://127.0.0.1:9/${'long-'.repeat(30)}`);
  await expectFitsNarrow(page, 'a new client');
  await button(page, 'Save').click();
  await expect(generated(page)).toBeVisible();
  await expectFitsNarrow(page, 'a generated secret');
  await button(page, 'Done').click();
  await expect(dialog(page)).toHaveCount(0);
  await expectFitsNarrow(page, 'a client');
  await button(page, 'All clients').click();
  await expect(heading(page, 'API clients')).toBeVisible();
  await expectFitsNarrow(page, 'the clients');
});
