import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { enterMail } from './harness/mailbox';
import { emptyMail, expect, test, useResolver } from './harness/stage';
import { button, field, panel } from './harness/steps';

const tab = (page: Page, name: string) => page.getByRole('tab', { name });
const row = (page: Page, address: string) =>
  page
    .getByRole('table', { name: 'Answers of the server' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: address }) });

test.beforeEach(async ({ desk: page, stage }) => {
  const { starttls } = stage.bill.mail;
  await useResolver(page, stage);
  await emptyMail(page);
  await enterMail(page, stage, { port: starttls, security: 'starttls' });
});

test('the server says from which addresses the account may send', async ({ desk: page, stage }) => {
  const { user, owned, denied } = stage.bill.mail;
  await field(page, 'Reply-to address').fill(owned);
  await button(page, 'More tests').click();
  await field(page, 'Send the test to').fill(user);
  await page.keyboard.press('Escape');
  await tab(page, 'Addresses').click();
  await field(page, 'Further addresses').fill(`${denied}; ${owned}`);
  await expect(page.getByText('2 addresses read')).toBeVisible();
  await button(page, 'Check addresses').click();
  await expect(page.getByText('2 of 3 allowed')).toBeVisible();
  await expect(row(page, user)).toContainText('Allowed');
  await expect(row(page, owned)).toContainText('Allowed');
  await expect(row(page, owned)).toContainText('Reply-to, Further');
  await expect(row(page, denied)).toContainText('Refused');
  // The server's own words, and what to do.
  await expect(page.getByText(/^553 5\.7\.1 .*not owned by user/)).toBeVisible();
  await expect(page.getByText('What to do')).toBeVisible();
  await expectAccessible(page, 'addresses');
});

test('a server that cannot be asked says why', async ({ desk: page, stage }) => {
  await field(page, 'Port').fill(String(stage.bill.mail.dead));
  await tab(page, 'Addresses').click();
  await button(page, 'Check addresses').click();
  await expect(page.getByText('net.refused')).toBeVisible();
  await expect(page.getByText('0 of 1 allowed')).toBeVisible();
  await expectAccessible(page, 'addresses, not asked');
});

test('the sender’s domain is looked at through the resolver of the settings', async ({
  desk: page,
  stage,
}) => {
  await page.getByText('Advanced', { exact: true }).click();
  await field(page, 'EHLO name').fill('portal.stage.example.com');
  await tab(page, 'Sender domain').click();
  await expect(panel(page)).toHaveCount(0);
  const domain = page.getByRole('region', { name: 'Sender domain' });
  await field(page, 'DKIM selectors').fill(stage.bill.mail.selector);
  await field(page, 'DKIM selectors').press('Enter');
  await expect(domain.getByRole('status')).toHaveText('Passed');
  await expect(domain).toContainText('stage.test: mail.stage.test');
  await expectAccessible(page, 'a sender’s domain');

  await field(page, 'From address').fill('alice@broken.test');
  await button(page, 'Check sender domain').click();
  await expect(domain.getByRole('status')).toHaveText(/^Failed/);
  for (const record of ['no_mx', 'spf_missing', 'dkim_missing', 'dmarc_missing']) {
    await expect(domain).toContainText(`domain.${record}`);
  }
  await expectAccessible(page, 'a broken sender’s domain');
});
