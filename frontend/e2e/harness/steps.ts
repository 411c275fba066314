import { expect, type Locator, type Page } from '@playwright/test';

/** Ada owns the vaults of the tests. */
export const ada = {
  name: 'Ada Example',
  email: 'ada@example.com',
  password: 'cord.jack.panel.signal.42',
};

export type Section =
  | 'Overview'
  | 'Outgoing mail'
  | 'Mailboxes'
  | 'Identity providers'
  | 'API clients'
  | 'Notifications'
  | 'Templates'
  | 'People'
  | 'Messages'
  | 'Local API'
  | 'Deployments'
  | 'Encryption key'
  | 'Operators'
  | 'E-mail gateway'
  | 'Audit'
  | 'Backup'
  | 'Your account'
  | 'Rehearsal'
  | 'Settings';

export const sections: readonly Section[] = [
  'Overview',
  'Outgoing mail',
  'Mailboxes',
  'Identity providers',
  'API clients',
  'Notifications',
  'Templates',
  'People',
  'Messages',
  'Local API',
  'Deployments',
  'Encryption key',
  'Operators',
  'E-mail gateway',
  'Audit',
  'Backup',
  'Your account',
  'Rehearsal',
  'Settings',
];

export const button = (page: Page, name: string): Locator =>
  page.getByRole('button', { name, exact: true });

export const field = (page: Page, name: string): Locator =>
  page.getByRole('textbox', { name, exact: true });

export const heading = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('heading', { name, exact: true });

/** value is what read mode shows for a field. */
export const value = (page: Page, name: string): Locator =>
  page.getByRole('group', { name, exact: true });

/** panel is the proof beside the form. */
export const panel = (page: Page): Locator => page.getByRole('region', { name: 'Proof' });

/** sidebar holds the sections, and the operator's own page at its foot. */
export const sidebar = (page: Page): Locator => page.getByRole('complementary').first();

/** link leads to a section; what its light says may hold the name of another one. */
export const link = (page: Page, section: string): Locator =>
  sidebar(page).getByRole('link', { name: new RegExp(`^${section}`) });

export async function open(page: Page, section: Section): Promise<void> {
  await link(page, section).click();
  await expect(heading(page, section)).toBeVisible();
}

/** createVault goes from the first page to the overview, and answers the recovery key. */
export async function createVault(page: Page): Promise<string> {
  await field(page, 'Your name').fill(ada.name);
  await field(page, 'Your e-mail address').fill(ada.email);
  await field(page, 'Password').fill(ada.password);
  await field(page, 'Repeat password').fill(ada.password);
  await button(page, 'Create vault').click();
  const key = await page.getByRole('group', { name: 'Recovery key' }).innerText();
  await page.getByRole('checkbox').check();
  await button(page, 'Open the vault').click();
  await expect(heading(page, 'Overview')).toBeVisible();
  return key;
}

export async function unlock(page: Page, password: string): Promise<void> {
  // The page that is left may have a field of the same name.
  await expect(page.getByRole('heading', { name: 'Unlock the vault' })).toBeVisible();
  await field(page, 'Password').fill(password);
  await button(page, 'Unlock').click();
  await expect(page.getByRole('navigation')).toBeVisible();
}

/** edit opens the outgoing mail page of the demo in edit mode. */
export async function editMail(page: Page): Promise<void> {
  await open(page, 'Outgoing mail');
  await button(page, 'Edit').click();
  await expect(field(page, 'Host')).toBeVisible();
}

/** chooseFault makes the built-in rehearsal server fail. */
export async function chooseFault(page: Page, label: string): Promise<void> {
  await open(page, 'Rehearsal');
  await page.getByRole('combobox', { name: 'Chosen fault' }).selectOption({ label });
  await expect(page.getByRole('combobox', { name: 'Chosen fault' })).toBeEnabled();
}
