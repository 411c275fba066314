import type { Page } from '@playwright/test';
import { button } from '../harness/steps';
import { expect, test } from '../harness/test';
import { pictures, type Theme } from './picture';

const content = (page: Page) => page.getByRole('textbox', { name: 'Content of the mail' });
const mail = (page: Page) => page.frameLocator('iframe[title="The mail as it arrives"]');

for (const theme of ['light', 'dark'] as const satisfies Theme[]) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });

    test(`templates, ${theme}`, async ({ desk: page, watch }) => {
      watch.expect(/sandboxed/);
      await page.evaluate(() => {
        location.hash = '#/templates';
      });
      await expect(page.getByRole('link', { name: 'Default template' })).toBeVisible();
      await pictures(page, 'templates', theme);
      await page.getByRole('link', { name: 'Default template' }).click();
      await expect(mail(page).getByText('Anna Lindqvist').first()).toBeVisible();
      await page.getByRole('tab', { name: theme === 'dark' ? 'Dark' : 'Light' }).click();
      await pictures(page, 'template', theme);
      await content(page).getByText('a message is waiting for you:').click();
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await page.keyboard.type('For %nobody% or %per');
      await expect(page.getByRole('option').first()).toBeVisible();
      await expect(page.getByRole('button', { name: /%nobody% is no placeholder/ })).toBeVisible();
      await pictures(page, 'template-problem', theme);
      await page.keyboard.press('Escape');
      await button(page, 'Compare with default').click();
      await expect(page.getByRole('dialog').locator('iframe')).toHaveCount(2);
      await pictures(page, 'template-compare', theme);
      await page.keyboard.press('Escape');
      await button(page, 'Send to me').click();
      await pictures(page, 'template-send', theme);
    });
  });
}
