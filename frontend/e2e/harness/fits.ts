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
