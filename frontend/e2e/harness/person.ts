import { type Browser, expect, type Page } from '@playwright/test';

/**
 * inBrowser gives somebody a browser of their own, in which they do one thing at
 * their provider: it shares nothing with the one that shows the pages.
 */
export async function inBrowser<T>(
  browser: Browser,
  address: string,
  does: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(address);
    return await does(page);
  } finally {
    await context.close();
  }
}

/** agree signs in under the name and agrees to what is asked for, until that is done. */
export async function agree(page: Page, name: string, done: string | RegExp): Promise<void> {
  await enter(page, name);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: done })).toBeVisible();
}

/** enter signs in, up to the question of what the client may do. */
export async function enter(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Enter any login' }).fill(name);
  await page.getByRole('textbox', { name: 'and password' }).fill('any password');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await expect(page.getByRole('button', { name: 'Continue' })).toBeVisible();
}

/** refuse leaves the provider's page without agreeing. */
export async function refuse(page: Page, done: string | RegExp): Promise<void> {
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { name: done })).toBeVisible();
}
