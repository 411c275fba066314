import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { emptyMail, expect, type Stage, test } from './harness/stage';
import { button, field, open, value } from './harness/steps';

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Find settings from an address' });
const servers = (page: Page) =>
  dialog(page).getByRole('table', { name: 'Servers for outgoing mail' });

async function find(page: Page, address: string): Promise<void> {
  await button(page, 'Find settings from an address…').click();
  await field(page, 'E-mail address').fill(address);
}

/** useProxy sends everything through the stage's proxy, by the page for it. */
async function useProxy(page: Page, stage: Stage): Promise<void> {
  await open(page, 'Settings');
  await page.getByRole('region', { name: 'Network' }).getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('combobox', { name: 'Proxy', exact: true }).selectOption('The proxy below');
  await page.getByRole('combobox', { name: 'Kind of proxy' }).selectOption('HTTP, by CONNECT');
  await field(page, 'Proxy address').fill(stage.bill.proxy);
  await field(page, 'DNS server').fill(stage.bill.resolver);
  await button(page, 'Save').click();
  await expect(value(page, 'Proxy address')).toHaveText(stage.bill.proxy);
}

test('what is known by itself asks nobody', async ({ desk: page, stage }) => {
  await useProxy(page, stage);
  await emptyMail(page);
  const before = await stage.asked();
  await find(page, 'somebody@gmail.com');
  await expect(servers(page)).toContainText('smtp.gmail.com:465');
  await expect(servers(page)).toContainText('Patchbay’s own list');
  await expectAccessible(page, 'found without asking');
  await field(page, 'E-mail address').fill('alice@stage.test');
  await expect(
    dialog(page).getByText('Nothing is known of this domain without asking it.'),
  ).toBeVisible();
  await expect(dialog(page).getByText('autoconfig.stage.test')).toBeVisible();
  await expectAccessible(page, 'nothing known');
  await dialog(page).getByRole('button', { name: 'Close' }).click();
  expect(await stage.asked()).toEqual(before);
});

test('a domain is asked on request, through the proxy and the resolver of the settings', async ({
  desk: page,
  stage,
}) => {
  await useProxy(page, stage);
  await emptyMail(page);
  await find(page, stage.bill.mail.user);
  await button(page, 'Ask the domain').click();
  await expect(dialog(page).getByText('Asked about stage.test')).toBeVisible();

  // The most trusted source first, encrypted from the start first.
  const rows = servers(page).getByRole('row');
  await expect(rows.nth(1)).toContainText('mail.stage.test:2465');
  await expect(rows.nth(1)).toContainText('implicit TLS');
  await expect(rows.nth(1)).toContainText('The domain’s autoconfig');
  await expect(rows.nth(2)).toContainText('mail.stage.test:2587');
  await expect(rows.nth(3)).toContainText('smtp.elsewhere.test:2587');
  await expect(rows.nth(3)).toContainText('SRV record');
  await expect(rows.nth(3)).toContainText('Look first');
  await expect(dialog(page)).toContainText('Found for mailboxes');
  await dialog(page)
    .getByText(/^What was asked/)
    .click();
  await expectAccessible(page, 'found by asking');

  const asked = await stage.asked();
  const of = (who: string) => asked.filter((one) => one.of === who).map((one) => one.said);
  expect(of('dns')).toContain('SRV _submissions._tcp.stage.test');
  expect(of('proxy')).toContain('CONNECT autoconfig.stage.test:443');
  expect(of('web')).toContain(
    'autoconfig.stage.test/mail/config-v1.1.xml?emailaddress=alice%40stage.test',
  );
  expect(of('proxy').filter((said) => said.includes('thunderbird'))).toEqual([]);

  await button(page, 'Use mail.stage.test, port 2587').click();
  await expect(dialog(page)).toBeHidden();
  await expect(field(page, 'Host')).toHaveValue('mail.stage.test');
  await expect(field(page, 'Port')).toHaveValue('2587');
  await expect(page.getByRole('combobox', { name: 'Security' })).toHaveValue('starttls');
  await expect(field(page, 'From address')).toHaveValue(stage.bill.mail.user);
  await expect(field(page, 'Password')).toBeFocused();
});

test('a host outside the domain is looked at before it is used', async ({ desk: page, stage }) => {
  await useProxy(page, stage);
  await emptyMail(page);
  await find(page, stage.bill.mail.user);
  await button(page, 'Ask the domain').click();
  await button(page, 'Use smtp.elsewhere.test, port 2587').click();
  const question = page.getByRole('dialog', { name: 'Use smtp.elsewhere.test?' });
  await expect(question).toContainText('outside stage.test');
  await expect(question).toContainText('SRV _submission._tcp.stage.test');
  await expectAccessible(page, 'a host outside the domain');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog(page)).toBeVisible();
  await button(page, 'Use smtp.elsewhere.test, port 2587').click();
  await question.getByRole('button', { name: 'Use this server' }).click();
  await expect(field(page, 'Host')).toHaveValue('smtp.elsewhere.test');
});
