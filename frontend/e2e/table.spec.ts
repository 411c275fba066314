import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { cleared, csv, numbered, stored, table } from './harness/boxes';
import { expectFits } from './harness/fits';
import { button, field, heading, open } from './harness/steps';
import { expect, test } from './harness/test';

const grid = (page: Page) => page.getByRole('grid', { name: 'Mailboxes' });
const row = (page: Page, address: string) => grid(page).getByRole('row', { name: address });
const chosen = (page: Page) => grid(page).getByRole('row', { selected: true });
const dialog = (page: Page) => page.getByRole('dialog');
const result = (page: Page) => page.getByRole('region', { name: 'Result of the test' });
const notices = (page: Page) => page.getByRole('region', { name: 'Notices' });

async function openTable(page: Page, count: number): Promise<void> {
  await stored(page, numbered(count));
  await open(page, 'Mailboxes');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(count + 1));
}

test.beforeEach(async ({ desk: page }) => {
  await cleared(page);
});

test('an empty table says what it is for, and how to begin', async ({ desk: page }) => {
  await open(page, 'Mailboxes');
  await expect(heading(page, 'No mailboxes yet')).toBeVisible();
  await expectAccessible(page, 'empty');
  await button(page, 'Import').click();
  await expect(dialog(page)).toBeVisible();
  await expectAccessible(page, 'import');
  await page.keyboard.press('Escape');
  await expect(button(page, 'Import')).toBeFocused();
});

test('an import names its mistakes, and keeps the good rows when told to', async ({
  desk: page,
}) => {
  const rows = numbered(30).map((one, at) => (at === 7 ? { ...one, port: 'many' } : one));
  const file = await table(page, [...rows, { mailbox: 'nobody' }]);
  await open(page, 'Mailboxes');
  await button(page, 'Import').click();
  await dialog(page).locator('input[type=file]').setInputFiles(csv(file));
  const mistakes = dialog(page).getByRole('region', { name: /mistakes/ });
  await expect(mistakes.getByRole('listitem').first()).toContainText('port');
  await expect(mistakes).toContainText('box8@example.com');
  const go = button(page, 'Import the 29 good rows');
  await expect(go).toBeDisabled();
  await expectAccessible(page, 'preview');
  await dialog(page).getByRole('checkbox').check();
  await go.click();
  await expect(notices(page)).toContainText('Imported: 29 new, 0 changed, 0 unchanged');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '30');
});

test('what is discarded stores nothing', async ({ desk: page }) => {
  const file = await table(page, numbered(3));
  await open(page, 'Mailboxes');
  await button(page, 'Import').click();
  await dialog(page).locator('input[type=file]').setInputFiles(csv(file));
  await button(page, 'Discard').click();
  await expect(dialog(page)).toBeHidden();
  await expect(heading(page, 'No mailboxes yet')).toBeVisible();
});

test('a letter that is not UTF-8 is refused before anything is read', async ({ desk: page }) => {
  await open(page, 'Mailboxes');
  await button(page, 'Import').click();
  const latin = { ...csv(''), buffer: Buffer.from([0x61, 0xe4, 0x0a]) };
  await dialog(page).locator('input[type=file]').setInputFiles(latin);
  await expect(dialog(page).getByRole('alert')).toContainText('not written in UTF-8');
});

test('rows are searched, filtered and sorted', async ({ desk: page }) => {
  await openTable(page, 40);
  await expectAccessible(page, 'table');
  await expectFits(page, 'table');
  await page.getByRole('searchbox').fill('box3');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '12');
  await button(page, 'Never tested: 11').click();
  await expect(button(page, 'Never tested: 11')).toHaveAttribute('aria-pressed', 'true');
  await button(page, 'Show all').click();
  await grid(page).getByRole('button', { name: 'Mailbox', exact: true }).click();
  await expect(grid(page).getByRole('row').nth(1)).toContainText('box40@example.com');
  await expect(grid(page).getByRole('columnheader', { name: 'Mailbox' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await page.getByRole('searchbox').fill('nobody');
  await expect(page.getByText('No mailbox matches.')).toBeVisible();
});

test('rows are chosen and opened by keys alone', async ({ desk: page }) => {
  await openTable(page, 40);
  await grid(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(chosen(page)).toHaveCount(3);
  await expect(button(page, 'Test selected (3)')).toBeVisible();
  await page.keyboard.press('Control+a');
  await expect(button(page, 'Test selected (40)')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(button(page, 'Test all')).toBeVisible();
  await page.keyboard.press('End');
  await expect(row(page, 'box40@example.com')).toBeVisible();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'Open' })).toBeFocused();
  await expectAccessible(page, 'menu');
  await page.keyboard.press('Escape');
  await grid(page).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/mailboxes\/.+/);
});

test('all are tested in one run, which is summed up by cause', async ({ desk: page }) => {
  await openTable(page, 25);
  await button(page, 'Test all').click();
  await expect(result(page)).toContainText('25 mailboxes tested');
  await expect(result(page)).toContainText('25 passed');
  await expect(button(page, 'Proved: 25')).toBeVisible();
  await expectAccessible(page, 'passed');

  await open(page, 'Rehearsal');
  const fault = page.getByRole('combobox', { name: 'Chosen mailbox fault' });
  await fault.selectOption({ index: 1 });
  await expect(fault).toBeEnabled();
  await open(page, 'Mailboxes');
  await row(page, 'box3@example.com').getByRole('checkbox').click();
  await row(page, 'box5@example.com')
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] });
  await button(page, 'Test selected (3)').click();
  await expect(result(page)).toContainText('3 failed');
  await expectAccessible(page, 'failed');
  await button(page, 'Show failed').click();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '4');
  await result(page).getByRole('link', { name: 'box4@example.com' }).click();
  await expect(page).toHaveURL(/#\/mailboxes\/.+/);
});

test('an export comes in again, plain and sealed', async ({ desk: page }) => {
  await openTable(page, 5);
  await button(page, 'Export').click();
  await expectAccessible(page, 'export');
  const plain = page.waitForEvent('download');
  await dialog(page).getByRole('button', { name: 'Export' }).click();
  const text = await readFile(await (await plain).path(), 'utf8');
  expect(text).toContain('box5@example.com');

  await button(page, 'Export').click();
  await dialog(page).getByRole('radio', { name: 'With passwords, sealed' }).check();
  await field(page, 'Passphrase').fill('seven quiet patch cords');
  await field(page, 'Passphrase again').fill('seven quiet patch');
  await dialog(page).getByRole('button', { name: 'Export' }).click();
  await expect(field(page, 'Passphrase again')).toBeFocused();
  await field(page, 'Passphrase again').fill('seven quiet patch cords');
  const sealed = page.waitForEvent('download');
  await dialog(page).getByRole('button', { name: 'Export' }).click();
  const bytes = await readFile(await (await sealed).path());
  expect(bytes.toString('latin1')).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----/);

  await button(page, 'Import').click();
  const input = dialog(page).locator('input[type=file]');
  await input.setInputFiles({ ...csv('', 'boxes.csv.age'), buffer: bytes });
  await field(page, 'Passphrase').fill('another one');
  await button(page, 'Open the file').click();
  await expect(dialog(page).getByRole('alert')).toBeVisible();
  await field(page, 'Passphrase').fill('seven quiet patch cords');
  await button(page, 'Open the file').click();
  await expect(dialog(page)).toContainText('5 rows');
});
