import { ada, button, chooseFault, editMail, field, heading, open, panel } from '../harness/steps';
import { expect, test } from '../harness/test';
import { picture, quiet, type Theme } from './picture';

for (const theme of ['light', 'dark'] as const satisfies Theme[]) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });

    test(`first start, ${theme}`, async ({ fresh: page }) => {
      await field(page, 'Your name').fill(ada.name);
      await field(page, 'Your e-mail address').fill(ada.email);
      await field(page, 'Password').fill(ada.password);
      await expect(page.getByText('Password strength:')).toBeAttached();
      await picture(page, `first-start-${theme}`);
      await field(page, 'Repeat password').fill(ada.password);
      await button(page, 'Create vault').click();
      await expect(heading(page, 'Keep the recovery key')).toBeVisible();
      await picture(page, `recovery-key-${theme}`);
      await page.getByRole('checkbox').check();
      await button(page, 'Open the vault').click();
      await expect(heading(page, 'Add your first deployment')).toBeVisible();
      await expect(page.getByText('Vault created')).toBeVisible();
      await picture(page, `overview-empty-${theme}`);
      await button(page, 'Lock').click();
      await expect(heading(page, 'Unlock the vault')).toBeVisible();
      await picture(page, `lock-${theme}`);
    });

    test(`pages, ${theme}`, async ({ desk: page }) => {
      await expect(heading(page, /^Let somebody sign in at Rehearsal/)).toBeVisible();
      await picture(page, `overview-${theme}`);
      await open(page, 'Deployments');
      await picture(page, `deployments-${theme}`);
      await page.getByRole('table').getByRole('link', { name: 'Demo' }).click();
      await expect(heading(page, 'Demo')).toBeVisible();
      await picture(page, `deployment-${theme}`);
      await open(page, 'Encryption key');
      await button(page, 'Rotate encryption key').click();
      await expect(page.getByText(/^Rotated: /)).toBeVisible();
      await quiet(page);
      await picture(page, `keys-${theme}`);
      await open(page, 'Operators');
      await picture(page, `operators-${theme}`);
      await open(page, 'Your account');
      await picture(page, `operator-${theme}`);
      await open(page, 'Settings');
      await picture(page, `settings-${theme}`);
      await open(page, 'Rehearsal');
      const inbox = page.getByRole('region', { name: 'Inbox' });
      await inbox.getByRole('listitem').getByRole('button').first().click();
      await expect(page.getByRole('tabpanel')).toBeVisible();
      await picture(page, `rehearsal-${theme}`);
    });

    test(`outgoing mail, ${theme}`, async ({ desk: page }) => {
      const verdict = panel(page).getByRole('status');
      await editMail(page);
      await field(page, 'From name').fill('Acme portal');
      await page.keyboard.press('ControlOrMeta+Enter');
      await expect(verdict).toHaveText('Passed');
      await picture(page, `outgoing-${theme}`);
      await button(page, 'Cancel').click();
      await chooseFault(page, 'Refuses the password (535)');
      await open(page, 'Outgoing mail');
      await button(page, 'Test email').click();
      await expect(verdict).toHaveText('Failed: sign in');
      await picture(page, `outgoing-failed-${theme}`);
      await page.setViewportSize({ width: 960, height: 640 });
      const proved = page.waitForResponse(/Outgoing\.Prove$/);
      await button(page, 'Test email').click();
      await proved;
      await expect(verdict).toHaveText('Failed: sign in');
      await picture(page, `outgoing-failed-small-${theme}`);
      await open(page, 'Overview');
      await expect(heading(page, 'Mend outgoing mail')).toBeVisible();
      await picture(page, `overview-small-${theme}`);
    });
  });
}
