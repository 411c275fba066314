import { button, field, heading, open } from '../harness/steps';
import { expect, test } from '../harness/test';
import { pictures, quiet, type Theme } from './picture';

for (const theme of ['light', 'dark'] as const satisfies Theme[]) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });

    test(`notifications and messages, ${theme}`, async ({ desk: page }) => {
      await open(page, 'Notifications');
      await pictures(page, 'notifications', theme);
      await field(page, 'Message').fill('Approve the laptop of Nia');
      await button(page, 'Rehearse').click();
      const counts = page.getByRole('status', { name: 'What the event comes to' });
      await expect(counts).toBeVisible();
      await pictures(page, 'notifications-rehearsed', theme, counts);
      await button(page, 'Send into the rehearsal inbox').click();
      await page.getByRole('link', { name: 'Open the messages' }).click();
      await expect(heading(page, 'Messages')).toBeVisible();
      await quiet(page);
      const list = page.getByRole('list', { name: 'Messages, the newest first' });
      await expect(list.getByRole('listitem')).not.toHaveCount(0);
      await pictures(page, 'messages', theme);
      await list.getByRole('button').first().click();
      await pictures(page, 'message', theme);
    });
  });
}
