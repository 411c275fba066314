import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { button, field, open, value } from './harness/steps';
import { expect, test } from './harness/test';

const card = (page: Page) => page.getByRole('region', { name: 'Network' });
const list = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true });

async function edit(page: Page): Promise<void> {
  await open(page, 'Settings');
  await card(page).getByRole('button', { name: 'Edit' }).click();
  await expect(list(page, 'Proxy')).toBeFocused();
}

async function enterProxy(page: Page): Promise<void> {
  await edit(page);
  await list(page, 'Proxy').selectOption('The proxy below');
  await field(page, 'Proxy address').fill('proxy.example.com:1080');
  await field(page, 'User name').fill('ada');
  await field(page, 'Password').fill('a proxy’s password');
}

test('a proxy is kept, and its password is not shown again', async ({ desk: page }) => {
  await enterProxy(page);
  await field(page, 'DNS server').fill('192.0.2.53');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('Network settings saved.')).toBeVisible();
  await expect(value(page, 'Proxy address')).toHaveText('proxy.example.com:1080');
  await expect(value(page, 'Password')).toHaveText(/^Set/);
  await expect(value(page, 'DNS server')).toHaveText('192.0.2.53');
  await expectAccessible(page, 'a saved proxy');
});

test('a stored password belongs to its proxy', async ({ desk: page }) => {
  await enterProxy(page);
  await page.keyboard.press('ControlOrMeta+s');
  await card(page).getByRole('button', { name: 'Edit' }).click();
  await field(page, 'Proxy address').fill('other.example.com:1080');
  await expect(page.getByText('Enter the password again')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+s');
  await expect(field(page, 'Password')).toHaveAttribute('aria-invalid', 'true');
  await expect(field(page, 'Password')).toBeFocused();
  await expectAccessible(page, 'an unbound password');
});

test('what is wrong stands at its field', async ({ desk: page }) => {
  await edit(page);
  await field(page, 'DNS server').fill('dns.example.com');
  await button(page, 'Save').click();
  await expect(field(page, 'DNS server')).toHaveAttribute('aria-invalid', 'true');
  await expect(field(page, 'DNS server')).toBeFocused();
});

test('leaving asks once for both forms, and saves both', async ({ desk: page }) => {
  await edit(page);
  await field(page, 'DNS server').fill('192.0.2.54');
  await page.getByRole('region', { name: 'Safety' }).getByRole('button', { name: 'Edit' }).click();
  await field(page, 'Lock after').fill('25');
  await page.getByRole('navigation').getByRole('link', { name: 'Overview' }).click();
  await button(page, 'Save and leave').click();
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  await open(page, 'Settings');
  await expect(value(page, 'DNS server')).toHaveText('192.0.2.54');
  await expect(value(page, 'Lock after')).toHaveText('25 minutes');
});

test('a field that is found by its name shows what is stored', async ({ desk: page }) => {
  await edit(page);
  await field(page, 'DNS server').fill('192.0.2.55');
  await button(page, 'Save').click();
  await expect(page.getByText('Network settings saved.')).toBeVisible();
  await open(page, 'Overview');
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('DNS server');
  await page.keyboard.press('Enter');
  await expect(field(page, 'DNS server')).toBeFocused();
  await expect(field(page, 'DNS server')).toHaveValue('192.0.2.55');
  await field(page, 'DNS server').fill('192.0.2.56');
  await button(page, 'Save').click();
  await expect(value(page, 'DNS server')).toHaveText('192.0.2.56');
});
