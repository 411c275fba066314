import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { expectFits } from './harness/fits';
import { button, field, heading, open } from './harness/steps';
import { expect, test } from './harness/test';

const grid = (page: Page) => page.getByRole('grid', { name: 'People' });
const row = (page: Page, name: string) => grid(page).getByRole('row').filter({ hasText: name });
const dialog = (page: Page) => page.getByRole('dialog');
const notices = (page: Page) => page.getByRole('region', { name: 'Notices' });

async function choose(page: Page, buffer: Buffer): Promise<void> {
  await button(page, 'Import').click();
  const file = { name: 'people.csv', mimeType: 'text/csv', buffer };
  await dialog(page).locator('input[type=file]').setInputFiles(file);
}

test('people come in from a file, are found, mended and deleted', async ({ desk: page }) => {
  await open(page, 'People');
  const many = Array.from({ length: 2500 }, (_, at) => {
    const name = `person${String(at + 1).padStart(4, '0')}`;
    return `Person ${String(at + 1).padStart(4, '0')};${name};${name}@example.com;${String(at)}`;
  });
  const text = ['name;userName;email;employeeId', 'Zoë Größe;zoe;zoe@example.com;47', ...many];
  const bad = ['Broken;broken;no address;1', 'Nobody at all;nobody;;48'];

  await test.step('a file in UTF-16 with a bad row says which, and who gets no mail', async () => {
    const file = [...text, ...bad, ''].join('\r\n');
    await choose(page, Buffer.from(`\uFEFF${file}`, 'utf16le'));
    await expect(dialog(page)).toContainText('Read as UTF-16. Columns: name, userName, email');
    const mistakes = dialog(page).getByRole('region', { name: '1 mistake' });
    await expect(mistakes).toContainText('Line 2,503');
    await expect(mistakes).toContainText('email');
    await expect(dialog(page)).toContainText('1 person would have no usable address');
    const go = button(page, 'Import the 2,502 good rows');
    await expect(go).toBeDisabled();
    await expectAccessible(page, 'preview');
    await dialog(page).getByRole('checkbox').check();
    await go.click();
    await expect(notices(page)).toContainText('Imported: 2,502 new, 0 changed, 0 unchanged.');
  });

  await test.step('rows are found, and those far below are read when they are reached', async () => {
    await expect(row(page, 'Person 0001')).toBeVisible();
    await expectAccessible(page, 'table');
    await expectFits(page, 'table');
    await grid(page).focus();
    await page.keyboard.press('End');
    await expect(row(page, 'Zoë Größe')).toBeVisible();
    await page.getByRole('searchbox').fill('person2345@');
    await expect(row(page, 'Person 2345')).toBeVisible();
    await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
    await button(page, 'Show all').click();
    await page.getByRole('button', { name: /^Without a usable address/ }).click();
    await expect(row(page, 'Nobody at all')).toContainText('has no attribute email');
  });

  await test.step('who has no address gets one', async () => {
    await row(page, 'Nobody at all').getByRole('link').click();
    await expect(heading(page, 'Nobody at all')).toBeVisible();
    await button(page, 'Edit').click();
    await expect(field(page, 'Name')).toBeFocused();
    await field(page, 'E-mail address').fill('zoe@example.com');
    await button(page, 'Save').click();
    // Somebody else has it.
    await expect(field(page, 'E-mail address')).toHaveAttribute('aria-invalid', 'true');
    await field(page, 'E-mail address').fill('nobody@example.com');
    await button(page, 'Add attribute').click();
    await page.keyboard.type('9 lives');
    await page.keyboard.press('Tab');
    await page.keyboard.type('x');
    await button(page, 'Save').click();
    await expect(page.getByText('Must begin with a letter')).toBeVisible();
    await expectAccessible(page, 'a person with a fault');
    await field(page, 'Attribute').last().fill('upn');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(page.getByText('Mail goes to nobody@example.com')).toBeVisible();
  });

  await test.step('many are deleted at once', async () => {
    await button(page, 'All people').click();
    await page.getByRole('searchbox').fill('Person');
    await expect(grid(page)).toHaveAttribute('aria-rowcount', '2501');
    await page.getByRole('checkbox', { name: 'Select all that are shown' }).check();
    await button(page, 'Delete 2,500').click();
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await expect(notices(page)).toContainText('2,500 people deleted.');
    await expect(page.getByText('Nobody matches.')).toBeVisible();
    await button(page, 'Show all').click();
    await expect(row(page, 'Zoë Größe')).toBeVisible();
  });
});
