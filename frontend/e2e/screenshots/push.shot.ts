import { button, field, open } from '../harness/steps';
import { answers, client, Target } from '../harness/target';
import { expect, test } from '../harness/test';
import { pictures, type Theme } from './picture';

for (const theme of ['light', 'dark'] as const satisfies Theme[]) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });

    test(`a push to a target, ${theme}`, async ({ desk: page }) => {
      const target = await Target.open();
      const dialog = page.getByRole('dialog', { name: 'Push to target' });
      await open(page, 'Outgoing mail');
      await button(page, 'Push to target').click();
      await expect(dialog.getByRole('region', { name: 'Request body' })).toBeVisible();
      await pictures(page, 'push-plan', theme);

      await dialog.getByRole('radio', { name: 'Another URL' }).check();
      await field(page, 'URL').fill(target.url);
      await dialog.getByRole('radio', { name: /^Obtain a token/ }).check();
      await field(page, 'Token URL').fill(target.tokenURL);
      await field(page, 'Client ID').fill(client.id);
      await field(page, 'Client secret').fill(client.secret);
      await dialog.getByText('Advanced').click();
      await field(page, 'Additional authority').fill(target.ca);
      await pictures(page, 'push-client', theme, field(page, 'Client secret'));

      await button(page, 'Push').click();
      await expect(dialog).toContainText(answers.ok.body);
      await pictures(
        page,
        'push-passed',
        theme,
        dialog.getByRole('heading', { name: /^The target has taken/ }),
      );
      target.answer = answers.rejected;
      await button(page, 'Push again').click();
      await expect(dialog).toContainText(answers.rejected.body);
      await pictures(
        page,
        'push-refused',
        theme,
        dialog.getByText('push.rejected', { exact: true }),
      );
      const exchange = dialog.getByRole('region', { name: 'Request and answer' });
      await pictures(page, 'push-exchange', theme, exchange);
      await dialog.getByRole('tab', { name: /^Receipts/ }).click();
      await pictures(page, 'push-receipts', theme);
      await target.close();
    });
  });
}
