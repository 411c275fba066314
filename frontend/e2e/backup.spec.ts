import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { Keyboard } from './harness/keyboard';
import { call } from './harness/rpc';
import { expectNowhere } from './harness/secrets';
import { button, field, heading, open, unlock } from './harness/steps';
import { expect, test } from './harness/test';

/** save makes a backup as the browser does, and answers where it is. */
async function save(page: Page): Promise<string> {
  await open(page, 'Backup');
  const download = page.waitForEvent('download');
  await button(page, 'Back up now').click();
  return (await download).path();
}

const upload = (page: Page) => page.locator('input[type=file]');
const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

test('a backup is a file that holds nothing readable, and is remembered', async ({
  desk: page,
  demo,
}) => {
  await open(page, 'Backup');
  await expect(page.getByText('There is no backup of this vault yet.')).toBeVisible();
  await expectAccessible(page, 'no backup yet');

  const download = page.waitForEvent('download');
  await button(page, 'Back up now').click();
  expect((await download).suggestedFilename()).toMatch(/^patchbay-.+\.backup$/);
  const content = await readFile(await (await download).path());
  for (const canary of [demo.started.password, 'Ada Example', 'demo.example.com', 'acme']) {
    expect(content.includes(canary), canary).toBe(false);
  }
  await expect(page.getByText('The backup is with the browser as a download')).toBeVisible();
  await expect(region(page, 'Last backup')).toContainText('just now');
  await expect(region(page, 'Last backup')).toContainText('nothing was saved since');
  await expectAccessible(page, 'a backup was made');

  const settings = await call<object>(page, 'Session', 'Preferences');
  await call(page, 'Session', 'SavePreferences', settings);
  await open(page, 'Overview');
  await open(page, 'Backup');
  await expect(region(page, 'Last backup')).toContainText('Changes were saved since.');
});

test('verifying says how many records open', async ({ desk: page }) => {
  await open(page, 'Backup');
  await button(page, 'Verify the vault').click();
  await expect(region(page, 'Verify')).toContainText(
    /Every one of \d+ records and \d+ secrets? opens\./,
  );
  await expectAccessible(page, 'verified');
});

test('restoring by keyboard alone: what would change is shown, then everything locks', async ({
  desk: page,
  demo,
}) => {
  const keys = new Keyboard(page);
  const file = await save(page);
  await call(page, 'Deployments', 'Save', {
    id: '',
    revision: 0,
    name: 'Made after the backup',
    tenantId: 'later',
    hostname: 'later.example.com',
    environment: 'production',
    portalUrl: '',
    messagesUrl: '',
    notes: '',
    variables: [],
    changedAt: '',
  });
  await keys.activate(button(page, 'Restore…'));
  await expect(upload(page)).toBeFocused();
  await expectAccessible(page, 'choosing a file');
  const chooser = page.waitForEvent('filechooser');
  await keys.press('Enter');
  await (await chooser).setFiles(file);

  await expect(field(page, 'Password')).toBeFocused();
  await expect(region(page, 'The file')).toContainText('The same vault as the one here');
  await keys.type(field(page, 'Password'), 'not the password');
  await keys.press('Enter');
  await expect(field(page, 'Password')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('alert')).toContainText(/password is wrong/);
  await expect(field(page, 'Password')).toBeFocused();
  await expectAccessible(page, 'a wrong password');
  await keys.type(field(page, 'Password'), demo.started.password);
  await keys.press('Enter');

  const row = page.getByRole('table', { name: 'What would change' }).getByRole('row', {
    name: /Made after the backup/,
  });
  await expect(row.getByRole('cell').nth(2)).toHaveText('1'); // is lost
  await expect(button(page, 'Restore')).toBeDisabled();
  await expectAccessible(page, 'what would change');
  await expectNowhere(page, [demo.started.password]);
  await keys.tick(page.getByRole('checkbox', { name: /^Replace the vault by the backup of/ }));
  await keys.activate(button(page, 'Restore'));

  await expect(heading(page, 'Unlock the vault')).toBeVisible();
  await expect(page.getByText('The folder that was there before is kept at')).toBeVisible();
  await expect(page.getByText(/vault\.replaced-\d{8}-\d{6}/)).toBeVisible();
  await expectAccessible(page, 'restored');
  await unlock(page, demo.started.password);
  await open(page, 'Deployments');
  await expect(page.getByRole('table').getByRole('link', { name: 'Demo' })).toBeVisible();
  await expect(page.getByText('Made after the backup')).toHaveCount(0);
  await open(page, 'Audit');
  await expect(button(page, 'Ada Example restored the vault from a backup')).toBeVisible();
});

test('what is no backup is refused with the next step', async ({ desk: page }) => {
  const whole = await readFile(await save(page));
  await button(page, 'Restore…').click();
  const choose = (buffer: Buffer) =>
    upload(page).setInputFiles({ name: 'file', mimeType: 'application/octet-stream', buffer });
  await choose(Buffer.from('only a text\n'.repeat(500)));
  await expect(page.getByRole('alert')).toContainText(/no backup/);
  await choose(Buffer.alloc(0));
  await expect(page.getByRole('alert')).toContainText('The file is empty.');
  await choose(whole.subarray(0, whole.length / 2));
  await expect(page.getByRole('alert')).toContainText(/damaged/);
  await expectAccessible(page, 'a damaged backup');
  const bent = Buffer.from(whole);
  bent[bent.length - 40] = (bent[bent.length - 40] ?? 0) ^ 1;
  await choose(bent);
  await expect(page.getByRole('alert')).toContainText(/damaged/);

  await choose(whole);
  await expect(field(page, 'Password')).toBeFocused();
  await page.getByRole('combobox', { name: 'Open it with' }).selectOption('Recovery key');
  await field(page, 'Recovery key').fill('ABCDE-FGHIJ');
  await page.keyboard.press('Enter');
  await expect(field(page, 'Recovery key')).toHaveAttribute('aria-invalid', 'true');
  await button(page, 'Choose another file').click();
  await expect(upload(page)).toBeAttached();
  await region(page, 'Restore').getByRole('button', { name: 'Cancel' }).click();
  await expect(button(page, 'Restore…')).toBeFocused();
});
