import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { enterMail, test as prove } from './harness/mailbox';
import { emptyMail, expect, test, useResolver } from './harness/stage';
import { button, field, panel } from './harness/steps';

const verdict = (page: Page) => panel(page).getByRole('status').first();

test('a private authority is looked at, trusted, and proved; then the name is corrected', async ({
  desk: page,
  stage,
}) => {
  const { mail } = stage.bill;
  await useResolver(page, stage);
  await emptyMail(page);
  await enterMail(page, stage, {
    host: mail.otherHost,
    port: mail.privatePort,
    security: 'starttls',
  });
  await prove(page, 'Test sign-in');
  await expect(verdict(page)).toHaveText('Failed: switch to encryption');
  await expect(panel(page)).toContainText('tls.unknown_authority');
  await expect(panel(page)).toContainText('tls.hostname_mismatch');

  await panel(page).getByText('Certificate details').click();
  await expect(panel(page)).toContainText('Not trusted');
  await expect(panel(page)).toContainText('CN=mail.stage.test');
  await expect(panel(page)).toContainText('CN=Stage private CA');
  await expect(panel(page).getByText('Fingerprint (SHA-256)')).toHaveCount(2);
  await expectAccessible(page, 'a certificate');

  const question = page.getByRole('dialog', {
    name: `Trust this authority for ${mail.otherHost}?`,
  });
  await button(page, 'Trust this authority for this server').click();
  await expect(question).toContainText('CN=Stage private CA');
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await expectAccessible(page, 'trusting an authority');
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(verdict(page)).toHaveText('Failed: switch to encryption');
  await button(page, 'Trust this authority for this server').click();
  await button(page, 'Trust it and test again').click();

  // Trust in the authority mends only what it was about.
  await expect(panel(page)).not.toContainText('tls.unknown_authority');
  await expect(panel(page)).toContainText('tls.hostname_mismatch');
  await expect(button(page, 'Trust this authority for this server')).toBeHidden();
  await button(page, 'Use mail.stage.test as host').click();
  await expect(verdict(page)).toHaveText('Passed');
  await expect(field(page, 'Host')).toHaveValue(mail.host);
  await expect(panel(page)).toContainText('Sign in · mail.stage.test:2525');

  await button(page, 'Save').click();
  await expect(page.getByText('Successfully updated SMTP Details.')).toBeVisible();
  await page.getByText('Advanced').click();
  await expect(page.getByRole('group', { name: 'Additional authority' })).toContainText(
    '-----BEGIN CERTIFICATE-----',
  );
});
