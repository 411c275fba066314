import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type axe from 'axe-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// What the colours decide. All other rules read what is the same in both: the
// scheme is a set of colours on one and the same page.
const colours = ['color-contrast', 'link-in-text-block'];

/** expectAccessible: axe finds nothing on the page as it is now, light and dark. */
export async function expectAccessible(page: Page, state: string): Promise<void> {
  for (const [colorScheme, rules] of [
    ['light', []],
    ['dark', colours],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    expect(await violations(page, rules), `${state}, ${colorScheme}`).toEqual([]);
  }
}

/** violations are what breaks one of the rules, or any of all without them. */
async function violations(page: Page, rules: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(source);
  return page.evaluate(async (rules) => {
    const { run } = (window as unknown as { axe: typeof axe }).axe;
    // Frames hold foreign mail, which is not ours to judge.
    const { violations } = await run(document, {
      iframes: false,
      resultTypes: ['violations'],
      ...(rules.length > 0 ? { runOnly: [...rules] } : {}),
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
    );
  }, rules);
}
