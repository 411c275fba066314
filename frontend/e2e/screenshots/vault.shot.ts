import { add, enter, grace, pick, unlockAs } from '../harness/operators';
import { call, request } from '../harness/rpc';
import { button, field, heading, open } from '../harness/steps';
import { expect, test } from '../harness/test';
import { pictures, quiet, type Theme } from './picture';

for (const theme of ['light', 'dark'] as const satisfies Theme[]) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });

    test(`operators, ${theme}`, async ({ desk: page }) => {
      await add(page, 'editor');
      await open(page, 'Operators');
      await pictures(page, 'operators-several', theme);
      await pick(page, grace.name, 'Remove');
      await expect(page.getByRole('dialog')).toBeVisible();
      await pictures(page, 'operator-remove', theme);
      await page.keyboard.press('Escape');
      await request(page, 'Session.Lock');
      await unlockAs(page, grace.name, grace.first);
      await expect(field(page, 'First password')).toBeVisible();
      await pictures(page, 'first-password', theme);
    });

    test(`journal, ${theme}`, async ({ desk: page, demo }) => {
      await add(page, 'viewer');
      await enter(page);
      await request(page, 'Keys.Rotate');
      await request(page, 'Session.Lock');
      await unlockAs(page, demo.started.operator, demo.started.password);
      await open(page, 'Audit');
      await button(page, 'Verify journal').click();
      await expect(page.getByText(/fit together/)).toBeVisible();
      await pictures(page, 'audit', theme);
    });

    test(`backup, ${theme}`, async ({ desk: page, demo }) => {
      await open(page, 'Backup');
      const download = page.waitForEvent('download');
      await button(page, 'Back up now').click();
      const file = await (await download).path();
      await button(page, 'Verify the vault').click();
      await expect(page.getByText(/^Every one of \d+ records/)).toBeVisible();
      await quiet(page);
      await pictures(page, 'backup', theme);
      await call(page, 'Deployments', 'Save', {
        ...{ id: '', revision: 0, name: 'Made after the backup', tenantId: 'later' },
        ...{ hostname: 'later.example.com', environment: 'production', portalUrl: '' },
        ...{ messagesUrl: '', notes: '', variables: [], changedAt: '' },
      });
      await button(page, 'Restore…').click();
      await page.locator('input[type=file]').setInputFiles(file);
      await field(page, 'Password').fill(demo.started.password);
      await button(page, 'Open and verify').click();
      await expect(page.getByRole('checkbox', { name: /^Replace the vault/ })).toBeVisible();
      await pictures(page, 'restore', theme, heading(page, 'What would change'));
    });
  });
}
