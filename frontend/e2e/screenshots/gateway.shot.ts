import { add, grace, pick } from '../harness/operators';
import { button, heading, open } from '../harness/steps';
import { expect, test } from '../harness/test';
import { pictures, type Theme } from './picture';

for (const theme of ['light', 'dark'] as const satisfies Theme[]) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });

    test(`people, ${theme}`, async ({ desk: page }) => {
      await open(page, 'People');
      await expect(page.getByRole('grid', { name: 'People' })).toBeVisible();
      await pictures(page, 'people', theme);
      await button(page, 'Import').click();
      const rows = ['name;userName;email;upn', 'Ada;ada;ada@example.com;', 'Bob;bob;no address;'];
      const buffer = Buffer.from([...rows, 'Eve;eve;;eve@corp'].join('\r\n'), 'utf16le');
      const file = { name: 'people.csv', mimeType: 'text/csv', buffer };
      await page.locator('input[type=file]').setInputFiles(file);
      await expect(page.getByText(/^Read as UTF-16/)).toBeVisible();
      await pictures(page, 'people-import', theme);
    });

    test(`gateway, ${theme}`, async ({ desk: page }) => {
      await add(page, 'editor');
      await open(page, 'E-mail gateway');
      await button(page, 'Edit').click();
      await pictures(page, 'gateway', theme);
      await button(page, 'Cancel').click();
      await open(page, 'Operators');
      await pick(page, grace.name, 'Reset password');
      await expect(button(page, 'Mail a new password')).toBeVisible();
      await pictures(page, 'operator-reset', theme);
      await button(page, 'Mail a new password').click();
      await expect(heading(page, /^A new password is on its way/)).toBeVisible();
      await pictures(page, 'operator-reset-mailed', theme);
    });
  });
}
