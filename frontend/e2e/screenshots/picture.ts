import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';

const root = join(import.meta.dirname, '../../..');
const folder = process.env['PATCHBAY_PICTURES'] ?? join(root, 'docs/screenshots');
// What only the eye of whoever changes a page needs is not kept with the project.
const aside = process.env['PATCHBAY_PICTURES'] ?? join(root, 'build/cache/pictures');

/** The sizes that pages are drawn for: the usual one, and the smallest. */
const sizes = [
  { suffix: '', width: 1280, height: 800 },
  { suffix: '-small', width: 960, height: 640 },
];

export type Theme = 'light' | 'dark';

/** picture keeps what the window shows now, once everything in it is drawn. */
export async function picture(page: Page, name: string, into: string = folder): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.mouse.move(0, 0); // off everything that changes under it
  await page.screenshot({
    path: join(into, `${name}.png`),
    animations: 'disabled',
    caret: 'hide',
  });
}

/**
 * pictures keeps the same in every size, with what it is about in view. Of these
 * only the usual size in light goes into the documentation.
 */
export async function pictures(
  page: Page,
  name: string,
  theme: Theme,
  about?: Locator,
): Promise<void> {
  for (const { suffix, ...size } of sizes) {
    await page.setViewportSize(size);
    await about?.scrollIntoViewIfNeeded();
    const kept = suffix === '' && theme === 'light';
    await picture(page, `${name}${suffix}-${theme}`, kept ? folder : aside);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** quiet closes the notices that would cover a page's corner. */
export async function quiet(page: Page): Promise<void> {
  const notices = page.getByRole('region', { name: 'Notices' }).getByRole('button');
  while ((await notices.count()) > 0) await notices.first().click();
}
