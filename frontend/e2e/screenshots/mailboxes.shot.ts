import type { Page } from '@playwright/test';
import { cleared, csv, numbered, stored, table } from '../harness/boxes';
import { fillMailbox } from '../harness/imap';
import { call } from '../harness/rpc';
import { button, heading, open, panel } from '../harness/steps';
import { expect, test } from '../harness/test';
import { pictures, quiet, type Theme } from './picture';

const dialog = (page: Page) => page.getByRole('dialog');
const result = (page: Page) => page.getByRole('region', { name: 'Result of the test' });

// Long, wide, short and wrong ones side by side.
const several = [
  ...numbered(36),
  { mailbox: 'a.very.long.address.of.a.department.that.nobody.ever.shortened@example.com' },
  { mailbox: 'wrong@example.com', password: 'not the password', name: 'An archive' },
];

for (const theme of ['light', 'dark'] as const satisfies Theme[]) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });

    test(`mailboxes, ${theme}`, async ({ desk: page }) => {
      await cleared(page);
      await open(page, 'Mailboxes');
      await expect(heading(page, 'No mailboxes yet')).toBeVisible();
      await pictures(page, 'mailboxes-empty', theme);
      await stored(page, several);
      await button(page, 'Test all').click();
      await expect(result(page)).toBeVisible({ timeout: 60_000 });
      await quiet(page);
      await pictures(page, 'mailboxes', theme);
      const file = await table(page, [...numbered(20), { mailbox: 'nobody' }, { port: 'many' }]);
      await button(page, 'Import').click();
      await dialog(page).locator('input[type=file]').setInputFiles(csv(file));
      await expect(dialog(page).getByRole('region', { name: /mistakes/ })).toBeVisible();
      await pictures(page, 'mailboxes-import', theme);
      await button(page, 'Discard').click();
      await button(page, 'Export').click();
      await pictures(page, 'mailboxes-export', theme);
    });

    test(`a mailbox, ${theme}`, async ({ desk: page }) => {
      await cleared(page);
      await fillMailbox(page);
      await pictures(page, 'mailbox-edit', theme);
      await button(page, 'Test connection').click();
      await expect(panel(page)).toContainText('folders');
      await pictures(page, 'mailbox-proved', theme);
      await button(page, 'Save').click();
      await expect(heading(page, 'rehearsal@example.com')).toBeVisible();
      await quiet(page);
      await pictures(page, 'mailbox', theme);
      await call(page, 'Rehearsal', 'SetFault', 'imap', 'browser-required');
      await button(page, 'Test connection').click();
      await expect(panel(page)).toContainText('browser');
      await pictures(page, 'mailbox-failed', theme);
      await button(page, 'Change password').click();
      await pictures(page, 'mailbox-password', theme);
    });

    test(`a round trip, ${theme}`, async ({ desk: page }) => {
      await open(page, 'Outgoing mail');
      await button(page, 'More tests').click();
      await page.getByRole('menuitem', { name: 'Test round trip' }).click();
      await pictures(page, 'round-trip-ask', theme);
      await dialog(page).getByText('support@demo.example.com').click();
      await button(page, 'Send and read back').click();
      await expect(
        panel(page)
          .getByText(/Inbox|INBOX/)
          .first(),
      ).toBeVisible({ timeout: 60_000 });
      await pictures(page, 'round-trip', theme);
    });
  });
}
