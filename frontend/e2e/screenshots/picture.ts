import { join } from 'node:path';
import type { Page } from '@playwright/test';

const folder = join(import.meta.dirname, '../../../docs/screenshots');

export type Theme = 'light' | 'dark';

/** picture keeps what the window shows now, once everything in it is drawn. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.mouse.move(0, 0); // off everything that changes under it
  await page.screenshot({
    path: join(folder, `${name}.png`),
    animations: 'disabled',
    caret: 'hide',
  });
}

/** quiet closes the notices that would cover a page's corner. */
export async function quiet(page: Page): Promise<void> {
  const notices = page.getByRole('region', { name: 'Messages' }).getByRole('button');
  while ((await notices.count()) > 0) await notices.first().click();
}
