import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { enterMail, test as prove } from './harness/mailbox';
import { expect, emptyMail, test, useResolver } from './harness/stage';
import { button, field, panel } from './harness/steps';

const verdict = (page: Page) => panel(page).getByRole('status').first();
const tried = (page: Page) => panel(page).getByRole('list', { name: 'Ports that were tried' });

test.beforeEach(async ({ desk: page, stage }) => {
  await useResolver(page, stage);
  await emptyMail(page);
});

test('a closed port: another one is seen to work, used, and proved', async ({
  desk: page,
  stage,
}) => {
  const { mail } = stage.bill;
  await enterMail(page, stage, { port: mail.dead, security: 'starttls' });
  await prove(page, 'Test sign-in');
  await expect(verdict(page)).toHaveText('Failed: connect');

  await button(page, 'Try other ports').click();
  // Without a credential: the one that works is offered with what it takes.
  const offer = panel(page).getByRole('button', {
    name: /^Port 2465 with implicit TLS works and offers .*PLAIN.*\. Use it$/,
  });
  await expect(offer).toBeVisible();
  await expect(tried(page)).toContainText('Port 2587, STARTTLS');
  await expect(tried(page)).toContainText(/Port 2525, STARTTLS\s*Certificate is from an authority/);
  await expectAccessible(page, 'other ports');

  await button(page, 'Use port 2587 with STARTTLS').click();
  await expect(field(page, 'Port')).toHaveValue('2587');
  // The same level again, at once.
  await expect(verdict(page)).toHaveText('Passed');
  await expect(panel(page)).toContainText('Sign in · mail.stage.test:2587');
});

test('a port in another mode is told apart from one that is closed', async ({
  desk: page,
  stage,
}) => {
  await enterMail(page, stage, { port: stage.bill.mail.oddPort, security: 'starttls' });
  await prove(page, 'Test connection');
  await expect(verdict(page)).toHaveText(/^Failed: /);
  await expect(panel(page).getByText(/tls\.expected_tls/)).toBeVisible();
  await button(page, 'Try other ports').click();
  await button(page, 'Use port 2626 with implicit TLS').click();
  await expect(verdict(page)).toHaveText('Passed');
  await expect(page.getByRole('combobox', { name: 'Security' })).toHaveValue('implicit-tls');
  await expect(field(page, 'Port')).toHaveValue('2626');
});
