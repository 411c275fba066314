import { expect, type Page } from '@playwright/test';

/** expectFits: nothing on the page can be scrolled sideways, nor can the page itself. */
export async function expectFits(page: Page, state: string): Promise<void> {
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => element.scrollWidth > element.clientWidth)
      // A clipped ellipsis is as wide, but nobody can scroll it.
      .filter(
        (element) =>
          element === document.documentElement ||
          ['auto', 'scroll'].includes(getComputedStyle(element).overflowX),
      )
      .map((element) => `${element.tagName} ${element.className} ${element.id}`),
  );
  expect(wide, state).toEqual([]);
}

/** The narrowest the window gets, and one at which the sidebar folds away. */
export const narrow = [
  { width: 960, height: 640 },
  { width: 720, height: 640 },
] as const;

/** expectFitsNarrow does so at both narrow sizes, and leaves the page at the first. */
export async function expectFitsNarrow(page: Page, state: string): Promise<void> {
  for (const size of [...narrow].reverse()) {
    await page.setViewportSize(size);
    await expectFits(page, `${state}, ${String(size.width)} pixels wide`);
  }
}
