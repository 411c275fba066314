import { type Browser, expect, type Locator, type Page } from '@playwright/test';
import { call } from './rpc';
import { button, heading, open } from './steps';

/** The demo's own identity providers, one of each type. */
export const rehearsed = {
  oidc: 'Rehearsal, OpenID Connect',
  oauth2: 'Rehearsal, OAuth 2.0',
  saml: 'Rehearsal, SAML 2.0',
} as const;

export type Rehearsed = keyof typeof rehearsed;

export const dialog = (page: Page): Locator => page.getByRole('dialog');

/** outcome is what is said of a sign-in, from its first moment to its end. */
export const outcome = (page: Page): Locator => dialog(page).getByRole('status').first();

/** check is the row of a check, by its number in the catalogue. */
export const check = (page: Page, id: string): Locator =>
  dialog(page).getByRole('list', { name: 'Checks' }).getByRole('listitem').filter({ hasText: id });

/** openProvider opens the page of one of the demo's identity providers. */
export async function openProvider(page: Page, type: Rehearsed): Promise<void> {
  await open(page, 'Identity providers');
  await page.getByRole('link', { name: rehearsed[type], exact: true }).click();
  await expect(heading(page, rehearsed[type])).toBeVisible();
  await expect(button(page, 'Test sign-in')).toBeEnabled();
}

/** act has the rehearsal's provider act out a fault; "" for none. */
export async function act(page: Page, fault: string): Promise<void> {
  await call(page, 'Rehearsal', 'SetFault', 'idp', fault);
}

/** begin starts a test sign-in, and answers the link that is to be opened. */
export async function begin(page: Page): Promise<string> {
  await button(page, 'Test sign-in').click();
  return linkOf(page);
}

export async function linkOf(page: Page): Promise<string> {
  const link = dialog(page).getByRole('link', { name: 'Open in browser' });
  await expect(link).toBeFocused();
  await expect(link).toHaveAttribute('rel', /noopener/);
  return (await link.getAttribute('href')) ?? '';
}

/**
 * atProvider gives somebody a browser of their own at the rehearsal's provider,
 * whose certificate nobody there knows.
 */
export async function atProvider<T>(
  browser: Browser,
  address: string,
  does: (provider: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  try {
    const provider = await context.newPage();
    await provider.goto(address);
    return await does(provider);
  } finally {
    await context.close();
  }
}

/** choose signs in as one of the provider's people; "Refuse" is nobody. */
export async function choose(provider: Page, person: string): Promise<void> {
  await provider.getByRole('button', { name: person }).click();
}

/** signIn has somebody sign in and come back. */
export async function signIn(browser: Browser, address: string, person: string): Promise<void> {
  await atProvider(browser, address, async (provider) => {
    await choose(provider, person);
    await expect(provider.getByText('You can close this window.')).toBeVisible();
  });
}
