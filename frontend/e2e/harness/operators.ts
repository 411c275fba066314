import { expect, type Locator, type Page } from '@playwright/test';
import { call, request } from './rpc';
import { button, field, heading } from './steps';

/** Grace is let into the vaults of the tests by others. */
export const grace = {
  name: 'Grace Hopper',
  email: 'grace@example.com',
  first: 'first.word.of.grace.77',
  own: 'compiler.moth.relay.logbook.47',
};

/** row is an operator's line in the list. */
export const row = (page: Page, name: string): Locator =>
  page.getByRole('table', { name: 'Operators' }).getByRole('row').filter({ hasText: name });

/** pick chooses from the menu of an operator's line. */
export async function pick(page: Page, name: string, choice: string): Promise<void> {
  await button(page, `Actions for ${name}`).click();
  await page.getByRole('menuitem', { name: choice }).click();
}

/** add lets Grace in past the page. */
export async function add(page: Page, role: string): Promise<void> {
  const { name, email, first } = grace;
  await call(page, 'Operators', 'Add', { name, email, role, password: first, confirm: first });
}

/** unlockAs unlocks a vault of several operators. */
export async function unlockAs(page: Page, name: string, password: string): Promise<void> {
  await expect(heading(page, 'Unlock the vault')).toBeVisible();
  await field(page, 'Operator').fill(name);
  await field(page, 'Password').fill(password);
  await button(page, 'Unlock').click();
}

/** setOwn fills in the screen that replaces a first password, or a mailed one. */
export async function setOwn(
  page: Page,
  first: string,
  next: string,
  label = 'First password',
): Promise<void> {
  await field(page, label).fill(first);
  await field(page, 'New password').fill(next);
  await field(page, 'Repeat new password').fill(next);
  await button(page, 'Set password and go on').click();
}

/** enter opens the vault as Grace, who sets her own password. */
export async function enter(page: Page): Promise<void> {
  await request(page, 'Session.Lock');
  await unlockAs(page, grace.name, grace.first);
  await setOwn(page, grace.first, grace.own);
  await expect(page.getByRole('navigation')).toBeVisible();
}
