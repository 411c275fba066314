import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { expectFits } from './harness/fits';
import { call } from './harness/rpc';
import { expectNowhere } from './harness/secrets';
import { button, field, heading, open } from './harness/steps';
import { answers, client, Target } from './harness/target';
import { expect, test as base } from './harness/test';

const test = base.extend<{ target: Target }>({
  // eslint-disable-next-line no-empty-pattern
  target: async ({}, use) => {
    const target = await Target.open();
    await use(target);
    await target.close();
  },
});

const taken = 'The target has taken the configuration · 200 OK';
const token = 'a-token-that-was-pasted';
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Push to target' });
const tab = (page: Page, name: string) =>
  dialog(page).getByRole('tab', { name: new RegExp(`^${name}`) });
const verdict = (page: Page) =>
  dialog(page).getByRole('region', { name: 'Push', exact: true }).getByRole('status');
const exchange = (page: Page) => dialog(page).getByRole('region', { name: 'Request and answer' });
const choose = (page: Page, name: string | RegExp) =>
  dialog(page).getByRole('radio', { name }).check();

async function openPush(page: Page): Promise<void> {
  await open(page, 'Outgoing mail');
  await button(page, 'Push to target').click();
  await expect(dialog(page).getByRole('radio').first()).toBeFocused();
}

/** enterTarget fills in where to push to; the target is trusted. */
async function enterTarget(page: Page, target: Target): Promise<void> {
  await choose(page, 'Another URL');
  await field(page, 'URL').fill(target.url);
  await dialog(page).getByText('Advanced').click();
  await field(page, 'Additional authority').fill(target.ca);
}

async function pushWithToken(page: Page, target: Target): Promise<void> {
  await openPush(page);
  await enterTarget(page, target);
  await field(page, 'Bearer token').fill(token);
  await button(page, 'Push').click();
}

test('what will be written is shown before, and once more with the answer', async ({
  desk: page,
  target,
}) => {
  await openPush(page);
  await expect(field(page, 'URL')).toHaveValue(/\/digitanium\/v4\/mail\/config$/);
  await choose(page, 'SHIFT');
  await expect(field(page, 'URL')).toHaveValue(/\/auth\/realms\/demo\/mail\/setup$/);
  const body = dialog(page).getByRole('region', { name: 'Request body' });
  await expect(body).toContainText('"host": "127.0.0.1"');
  await expect(body).toContainText('"password": "[redacted]"');
  await expect(dialog(page)).toContainText('Secrets that go along: Password.');
  // The demo's own authority is what the target does not get.
  await expect(dialog(page)).toContainText('Without it, mail does not work at the target');
  await expect(dialog(page)).toContainText('127.0.0.1 is this machine');
  await expectAccessible(page, 'the plan of a push');

  await button(page, 'Push').click();
  await expect(field(page, 'Bearer token')).toBeFocused();
  await expect(field(page, 'Bearer token')).toHaveAttribute('aria-invalid', 'true');
  expect(target.pushed).toEqual([]);

  await enterTarget(page, target);
  await field(page, 'Bearer token').fill(token);
  await button(page, 'Push').click();
  await expect(verdict(page)).toHaveText(taken);
  await expect(exchange(page)).toContainText(`POST ${target.url}`);
  await expect(exchange(page)).toContainText('"password": "[redacted]"');
  await expect(exchange(page)).toContainText(answers.ok.body);
  await expectAccessible(page, 'a push that passed');

  const [pushed] = target.pushed;
  expect(pushed).toMatchObject({
    path: '/digitanium/v4/mail/config',
    authorization: `Bearer ${token}`,
    contentType: 'application/json',
    body: { host: '127.0.0.1', starttls: 'true' },
  });
  const password = String(pushed?.body['password']);
  expect(password).not.toBe('');
  await expectNowhere(page, [password]); // the token stands in its field, for another push

  await tab(page, 'Receipts').click();
  const receipt = dialog(page).getByRole('row').nth(1);
  await expect(receipt).toContainText('Ada Example');
  await expect(receipt).toContainText('Current');
  await expectAccessible(page, 'receipts');
  await page.keyboard.press('Escape');
  await expect(heading(page, 'Close without remembering the target?')).toBeVisible();
  await expectAccessible(page, 'a target that is kept nowhere');
  await button(page, 'Close anyway').click();
  await expect(dialog(page)).toBeHidden();
  await expect(button(page, 'Push to target')).toBeFocused();
  // The next push goes to the same place.
  await button(page, 'Push to target').click();
  await expect(dialog(page).getByRole('radio', { name: 'Another URL' })).toBeFocused();
  await expect(field(page, 'URL')).toHaveValue(target.url);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden(); // nothing is lost by that
  await expectNowhere(page, [password, token]);
});

test('each answer is explained, and nothing is sent again by itself', async ({
  desk: page,
  target,
}) => {
  const told = [
    ['rejected', 'Failed: push the configuration', 'push.rejected'],
    ['unauthorized', 'Failed: push the configuration', 'push.unauthorized'],
    ['redirect', 'Failed: push the configuration', 'push.unexpected_answer'],
    ['garbage', 'Passed with warnings', 'push.unexpected_answer'],
  ] as const;
  target.answer = answers.rejected;
  await pushWithToken(page, target);
  for (const [index, [name, headline, code]] of told.entries()) {
    target.answer = answers[name];
    if (index > 0) await button(page, 'Push again').click();
    await expect(dialog(page)).toContainText(code);
    await expect(verdict(page)).toHaveText(headline);
    await expect(exchange(page)).toContainText(String(answers[name].status));
    expect(target.pushed).toHaveLength(index + 1); // neither repeated nor redirected
  }
  await expectAccessible(page, 'an answer that is none');
  await expectFits(page, 'a push');
  await tab(page, 'Receipts').click();
  await expect(dialog(page).getByRole('row')).toHaveCount(told.length + 1);

  target.answer = answers.unauthorized;
  await button(page, 'Push again').click();
  await expect(dialog(page)).toContainText('HTTP 401 Unauthorized.');
  await dialog(page).getByRole('button', { name: 'Bearer token' }).click();
  await expect(field(page, 'Bearer token')).toBeFocused();

  target.answer = answers.rejected;
  await button(page, 'Push again').click();
  await expect(dialog(page)).toContainText('push.rejected');
  await expectAccessible(page, 'a push that was refused');
  await dialog(page).getByRole('button', { name: 'Host', exact: true }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(field(page, 'Host')).toBeFocused();
});

test('a token is obtained by a client whose secret is bound to the target', async ({
  desk: page,
  target,
}) => {
  await openPush(page);
  await enterTarget(page, target);
  await choose(page, /^Obtain a token/);
  await field(page, 'Token URL').fill(target.tokenURL);
  await field(page, 'Client ID').fill(client.id);
  await field(page, 'Client secret').fill('not the secret');
  await button(page, 'Push').click();
  await expect(verdict(page)).toHaveText('Failed: ask for a token');
  await expect(dialog(page)).toContainText('token.client_rejected');
  expect(target.pushed).toEqual([]);
  await dialog(page).getByRole('button', { name: 'Client secret', exact: true }).click();
  await expect(field(page, 'Client secret')).toBeFocused();
  await field(page, 'Client secret').fill(client.secret);
  await button(page, 'Remember this target').click();
  await expect(dialog(page)).toContainText('Target remembered.');
  await button(page, 'Push again').click();
  await expect(verdict(page)).toHaveText(taken);
  expect(target.pushed[0]?.authorization).toBe(`Bearer ${client.token}`);

  await button(page, 'Close').click();
  await expectNowhere(page, [client.secret, client.token]);
  await button(page, 'Push to target').click();
  await expect(field(page, 'URL')).toHaveValue(target.url);
  await expect(button(page, 'Change client secret')).toBeVisible();
  await button(page, 'Push').click(); // with the stored one
  await expect(verdict(page)).toHaveText(taken);
  expect(target.tokens).toBe(2);

  await tab(page, 'Target').click();
  await field(page, 'Client ID').fill('somebody-else');
  // At once, with nothing saved or sent.
  await expect(dialog(page).getByRole('alert')).toContainText('Enter the client secret again');
  await expect(dialog(page).getByRole('alert')).toContainText(target.tokenURL);
  await expectAccessible(page, 'a secret that is bound elsewhere');
  await button(page, 'Push again').click();
  await expect(field(page, 'Client secret')).toBeFocused();
  expect(target.tokens).toBe(2);
  await page.keyboard.press('Escape');
  await expect(heading(page, 'Discard the target?')).toBeVisible();
  await button(page, 'Discard changes').click();
  await expect(dialog(page)).toBeHidden();
});

test('an authority is trusted from the certificate, and the push is tried again', async ({
  desk: page,
  target,
}) => {
  await openPush(page);
  await choose(page, 'Another URL');
  await field(page, 'URL').fill(target.url);
  await field(page, 'Bearer token').fill(token);
  await button(page, 'Push').click();
  await expect(verdict(page)).toHaveText('Failed: agree on encryption');
  expect(target.pushed).toEqual([]);
  await dialog(page).getByText('Certificate details').click();
  await button(page, 'Trust this authority for this server').click();
  await button(page, 'Trust it').click();
  await expect(dialog(page)).toContainText('The authority is trusted for this target.');
  await button(page, 'Push again').click();
  await expect(verdict(page)).toHaveText(taken);
});

test('cancelling closes the connection, and says that what was sent stays sent', async ({
  desk: page,
  target,
}) => {
  target.answer = undefined;
  await pushWithToken(page, target);
  await expect(verdict(page)).toHaveText('Pushing');
  await expect.poll(() => target.pushed.length).toBe(1);
  await expectAccessible(page, 'a push that runs');
  await page.keyboard.press('Escape');
  await expect(verdict(page)).toHaveText('Cancelled');
  await expect(dialog(page)).toContainText('What was sent before that stays sent');
  await expect(exchange(page)).toContainText('No answer came.');
  await tab(page, 'Receipts').click();
  await expect(dialog(page).getByRole('row').nth(1)).toContainText('no answer');
});

test('production is asked about, and what is not saved is not pushed', async ({
  desk: page,
  target,
}) => {
  const [demo] = await call<[Record<string, unknown>]>(page, 'Deployments', 'List');
  await call(page, 'Deployments', 'Save', { ...demo, environment: 'production' });
  await open(page, 'Outgoing mail');
  await button(page, 'Edit').click();
  await field(page, 'From name').fill('Never saved');
  await button(page, 'Push to target').click();
  await expect(dialog(page)).toContainText('The saved configuration is pushed');
  await enterTarget(page, target);
  await field(page, 'Bearer token').fill(token);
  await button(page, 'Push').click();
  await expect(heading(page, 'Push to production?')).toBeVisible();
  await expectAccessible(page, 'a push to production');
  await button(page, 'Cancel').last().click();
  expect(target.pushed).toEqual([]);
  await button(page, 'Push').click();
  await button(page, 'Push to production').click();
  await expect(verdict(page)).toHaveText(taken);
  expect(target.pushed[0]?.body['fromDisplayName']).not.toBe('Never saved');
  await button(page, 'Close').click();
  await button(page, 'Close anyway').click();
  await expect(field(page, 'From name')).toHaveValue('Never saved');
});

test('the search leads to a push, and the longest names fit', async ({ desk: page }) => {
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('mail/setup');
  await page.keyboard.press('Enter');
  await field(page, 'Bearer token').fill(token);
  // The URL follows the deployment's names, and what was typed stays.
  const [demo] = await call<[Record<string, unknown>]>(page, 'Deployments', 'List');
  const long = 'very-long-name-'.repeat(3);
  const hostname = `${long}.${long}.example.com`.replaceAll('-.', '.');
  await call(page, 'Deployments', 'Save', { ...demo, hostname, tenantId: 'a-long-tenant-id' });
  await expect(field(page, 'URL')).toHaveValue(/very-long-name/);
  await expect(field(page, 'Bearer token')).toHaveValue(token);
  for (const width of [1280, 960, 720]) {
    await page.setViewportSize({ width, height: 640 });
    for (const name of ['Result', 'Receipts', 'Target']) {
      await tab(page, name).click();
      await expectFits(page, `${name} at ${String(width)}`);
    }
    await choose(page, /^Obtain a token/);
    await expectFits(page, `a client at ${String(width)}`);
  }
});
