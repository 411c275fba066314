import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { button, editMail, field, heading, open, value } from './harness/steps';
import { expect, test } from './harness/test';

const palette = (page: Page) => page.getByRole('dialog', { name: 'Search' });
const line = (page: Page) => palette(page).getByRole('combobox');
const options = (page: Page) => palette(page).getByRole('option');
const chosen = (page: Page) => palette(page).getByRole('option', { selected: true });

async function search(page: Page, query: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await expect(line(page)).toBeFocused();
  await page.keyboard.type(query);
}

test('a field is found by the name another system gives it', async ({ desk: page }) => {
  await search(page, 'SMTP Server Address');
  await expect(chosen(page)).toContainText('Host');
  await expect(chosen(page)).toContainText('“SMTP Server Address”');
  await expectAccessible(page, 'results');
  await page.keyboard.press('Enter');
  await expect(palette(page)).toBeHidden();
  await expect(field(page, 'Host')).toBeFocused();
  await search(page, 'Sender Name');
  await page.keyboard.press('Enter');
  await expect(field(page, 'From name')).toBeFocused();
});

test('a field is opened for editing, with the focus in it', async ({ desk: page }) => {
  await search(page, 'lock after');
  await page.keyboard.press('Enter');
  await expect(field(page, 'Lock after')).toBeFocused();
  await search(page, 'resolver');
  await page.keyboard.press('Enter');
  await expect(field(page, 'DNS server')).toBeFocused();
});

test('actions are carried out where they belong', async ({ desk: page }) => {
  await search(page, 'rotate');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Rotated: /)).toBeVisible();
  await search(page, 'edit demo');
  await page.keyboard.press('Enter');
  await expect(field(page, 'Name')).toBeFocused();
  await search(page, 'change password');
  await page.keyboard.press('Enter');
  await expect(field(page, 'Current password')).toBeFocused();
  await search(page, 'rehearsal fault');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Chosen fault' })).toBeFocused();
  await search(page, 'theme dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('keys move through the results and around the ends', async ({ desk: page }) => {
  await page.getByRole('button', { name: /^Search/ }).click();
  await expect(options(page).first()).toHaveAttribute('aria-selected', 'true');
  await expectAccessible(page, 'opened');
  const last = await options(page).last().innerText();
  await page.keyboard.press('ArrowUp');
  await expect(chosen(page)).toHaveText(last, { useInnerText: true });
  await expect(chosen(page)).toBeInViewport();
  await page.keyboard.press('ArrowDown');
  await expect(options(page).first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('End');
  await expect(options(page).last()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Home');
  await expect(options(page).first()).toHaveAttribute('aria-selected', 'true');
  await expect(line(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(palette(page)).toBeHidden();
  await expect(page.getByRole('button', { name: /^Search/ })).toBeFocused();
});

test('what was chosen lately comes first', async ({ desk: page }) => {
  await search(page, 'settings');
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Settings')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(palette(page).getByRole('group', { name: 'Recent' })).toContainText('Settings');
  await page.keyboard.type('qqqq');
  await expect(palette(page).getByRole('status')).toHaveText('Nothing matches “qqqq”.');
  await expectAccessible(page, 'nothing found');
});

test('unsaved changes are asked about, and the page behind stays out of it', async ({
  desk: page,
}) => {
  await editMail(page);
  await field(page, 'From name').fill('Changed');
  await search(page, 'encryption key');
  await page.keyboard.press('ControlOrMeta+s'); // saves nothing behind the palette
  await page.keyboard.press('Escape');
  await expect(field(page, 'From name')).toHaveValue('Changed');
  await expect(field(page, 'From name')).toBeFocused();
  await search(page, 'change password');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: /Save the changes/ })).toBeVisible();
  await button(page, 'Discard changes').click();
  await expect(field(page, 'Current password')).toBeFocused();
});

test('what is edited can be cancelled, and what is kept deleted', async ({ desk: page }) => {
  await editMail(page);
  await field(page, 'From name').fill('Changed');
  await search(page, 'cancel');
  await expect(chosen(page)).toContainText('Discard the changes');
  await page.keyboard.press('Enter');
  await expect(value(page, 'From name')).toHaveText('Rehearsal');
  await search(page, 'delete mail server');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Remove outgoing mail?' })).toBeVisible();
  await button(page, 'Cancel').click();
  await expect(button(page, 'Edit')).toBeVisible();
});

test('opening it asks the program nothing', async ({ desk: page }) => {
  await open(page, 'Deployments');
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/rpc/') && !request.url().endsWith('Session.Touch')) {
      asked.push(request.url());
    }
  });
  await search(page, 'port');
  await expect(options(page).first()).toBeVisible();
  expect(asked).toEqual([]);
});

/** holdPalette loads the page anew, and keeps the palette from it until the answer is called. */
async function holdPalette(page: Page): Promise<() => void> {
  let arrive: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(/assets\/Palette-.*\.js/, async (route) => {
    await held;
    await route.continue();
  });
  await page.reload();
  return arrive;
}

test('what is typed before the palette is there arrives in its field', async ({ desk: page }) => {
  const arrive = await holdPalette(page);
  await editMail(page);
  await field(page, 'From name').fill('Changed');
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('mai');
  await page.keyboard.press('ControlOrMeta+s'); // saves nothing behind it
  await page.keyboard.press('Escape');
  await page.keyboard.type(' twice'); // closed: the field has the keys again
  await expect(field(page, 'From name')).toHaveValue('Changed twice');
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('encryptx');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('ion key');
  arrive();
  await expect(line(page)).toBeFocused();
  await expect(line(page)).toHaveValue('encryption key');
  await page.keyboard.press('Escape');
  await expect(field(page, 'From name')).toHaveValue('Changed twice');
});

test('Enter typed before the palette is there chooses once it is', async ({ desk: page }) => {
  const arrive = await holdPalette(page);
  await expect(heading(page, 'Overview')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('lock after');
  await page.keyboard.press('Enter');
  arrive();
  await expect(field(page, 'Lock after')).toBeFocused();
  await expect(palette(page)).toBeHidden();
});
