import type { Page } from '@playwright/test';
import { field } from './steps';
import { expect } from './test';

/** content is what is written into. */
export const content = (page: Page) => page.getByRole('textbox', { name: 'Content of the mail' });

/** tool is a button over it. */
export const tool = (page: Page, name: string) =>
  page.getByRole('toolbar', { name: 'Format' }).getByRole('button', { name, exact: true });

/** tab is a form of the content, or of the preview. */
export const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });

/** mail is the preview. */
export const mail = (page: Page) => page.frameLocator('iframe[title="The mail as it arrives"]');

/** openDefault opens the default template. */
export async function openDefault(page: Page): Promise<void> {
  await page.evaluate(() => {
    location.hash = '#/templates';
  });
  await page.getByRole('link', { name: 'Default template' }).click();
  await expect(content(page)).toBeVisible();
  await expect(mail(page).getByText('Anna Lindqvist').first()).toBeVisible();
}

/** newLine begins a line behind the greeting. */
export async function newLine(page: Page): Promise<void> {
  await content(page).getByText('a message is waiting for you:').click();
  await nextLine(page);
}

/** nextLine begins a line behind the one that the cursor is in. */
export async function nextLine(page: Page): Promise<void> {
  await page.keyboard.press('End');
  // The editor hears of the cursor's place a moment after the key.
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => setTimeout(resolve));
      }),
  );
  await page.keyboard.press('Enter');
}

/** source is the HTML as it stands, by a look that comes back to the editor. */
export async function source(page: Page): Promise<string> {
  await tab(page, 'HTML').click();
  const html = await field(page, 'HTML of the mail').inputValue();
  await tab(page, 'Editor').click();
  await expect(content(page)).toBeVisible();
  return html;
}
