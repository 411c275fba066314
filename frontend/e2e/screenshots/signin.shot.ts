import type { Page } from '@playwright/test';
import { addNew, noProviders } from '../harness/providers';
import { button, field, heading, open, panel } from '../harness/steps';
import { expect, test } from '../harness/test';
import { pictures, quiet, type Theme } from './picture';

const dialog = (page: Page) => page.getByRole('dialog');
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });

for (const theme of ['light', 'dark'] as const satisfies Theme[]) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });

    test(`identity providers, ${theme}`, async ({ desk: page }) => {
      await open(page, 'Identity providers');
      await expect(link(page, 'Rehearsal, SAML 2.0')).toBeVisible();
      await pictures(page, 'identity-providers', theme);
      await noProviders(page);
      await pictures(page, 'identity-providers-empty', theme);
    });

    test(`an identity provider, ${theme}`, async ({ desk: page }) => {
      await open(page, 'Identity providers');
      await link(page, 'Rehearsal, SAML 2.0').click();
      await button(page, 'Check').click();
      await expect(panel(page).getByRole('status').first()).toHaveText(/^Passed/);
      await pictures(page, 'identity-provider-checked', theme);
      await button(page, 'Edit').click();
      await pictures(page, 'identity-provider-edit', theme, field(page, 'Callback URL'));
    });

    test(`a new identity provider, ${theme}`, async ({ desk: page }) => {
      await addNew(page, 'OpenID Connect');
      await button(page, 'Start from a known provider').click();
      await expect(dialog(page).getByRole('listbox')).toBeVisible();
      await pictures(page, 'identity-provider-known', theme);
      await page.keyboard.press('Escape');
      await button(page, 'Done').click();
      await expect(heading(page, 'New identity provider')).toBeVisible();
      await quiet(page);
      await pictures(page, 'identity-provider-faults', theme);
    });
  });
}
