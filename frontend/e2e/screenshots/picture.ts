import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';

const folder =
  process.env['PATCHBAY_PICTURES'] ?? join(import.meta.dirname, '../../../docs/screenshots');

/** The sizes that pages are drawn for: the usual one, and the smallest. */
const sizes = [
  { suffix: '', width: 1280, height: 800 },
  { suffix: '-small', width: 960, height: 640 },
];

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

/** pictures keeps the same in every size, with what it is about in view. */
export async function pictures(
  page: Page,
  name: string,
  theme: Theme,
  about?: Locator,
): Promise<void> {
  for (const { suffix, ...size } of sizes) {
    await page.setViewportSize(size);
    await about?.scrollIntoViewIfNeeded();
    await picture(page, `${name}${suffix}-${theme}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** quiet closes the notices that would cover a page's corner. */
export async function quiet(page: Page): Promise<void> {
  const notices = page.getByRole('region', { name: 'Messages' }).getByRole('button');
  while ((await notices.count()) > 0) await notices.first().click();
}
