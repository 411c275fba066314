import type { Page, Response } from '@playwright/test';
import { test as prove } from './harness/mailbox';
import { agree, inBrowser } from './harness/person';
import { expectNowhere } from './harness/secrets';
import { emptyMail, expect, test, useResolver } from './harness/stage';
import { button, field, open, panel, value } from './harness/steps';

/** Wire keeps everything that goes between a page and its program. */
class Wire {
  readonly asked: { call: string; body: string }[] = [];
  readonly said: string[] = [];
  #answers: Promise<string>[] = [];

  constructor(page: Page) {
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      this.asked.push({ call: pathname + search, body: request.postData() ?? '' });
    });
    page.on('response', (response) => {
      if (response.url().includes('/rpc/')) this.#answers.push(answered(response));
    });
    page.on('console', (message) => this.said.push(message.text()));
  }

  async answers(): Promise<string> {
    return (await Promise.all(this.#answers)).join('\n');
  }

  /** callsWith are the methods that were told a secret. */
  callsWith(secret: string): readonly string[] {
    const told = this.asked.filter(({ call, body }) => (call + body).includes(secret));
    return [...new Set(told.map(({ call }) => call.replace('/rpc/app.', '')))].sort();
  }
}

// An answer that was overtaken by leaving the page is none.
async function answered(response: Response): Promise<string> {
  return response.text().catch(() => '');
}

test('what is typed goes into one draft, and comes back from nowhere', async ({
  desk: page,
  stage,
  browser,
}) => {
  const { mail, oauth2 } = stage.bill;
  await useResolver(page, stage);
  await emptyMail(page);
  const wire = new Wire(page);

  await button(page, 'Set up outgoing mail').click();
  await field(page, 'Host').fill(mail.host);
  await field(page, 'Port').fill(String(mail.implicitTls));
  await page.getByRole('combobox', { name: 'Sign-in', exact: true }).selectOption('OAuth 2.0');
  await field(page, 'User name').fill(mail.user);
  await page.getByRole('combobox', { name: 'Who signs in' }).selectOption('A person, once');
  await field(page, 'Token URL').fill(oauth2.tokenUrl);
  await field(page, 'Authorization URL').fill(oauth2.authUrl);
  await field(page, 'Client ID').fill(oauth2.clientId);
  await field(page, 'Client secret').fill(oauth2.clientSecret);
  await field(page, 'Scope').fill(oauth2.scope);
  await field(page, 'From address').fill(mail.user);
  await button(page, 'Sign in through the browser').click();
  const link = page.getByRole('link', { name: 'Open the provider’s page' });
  const address = (await link.getAttribute('href')) ?? '';
  expect(address).not.toContain(oauth2.clientSecret);
  await inBrowser(browser, address, (provider) => agree(provider, mail.user, 'Signed in'));
  await expect(page.getByText('Obtained now, stored on Save')).toBeVisible();
  await prove(page, 'Test sign-in');
  await expect(panel(page).getByRole('status').first()).toHaveText('Passed');
  await button(page, 'Save').click();
  await expect(value(page, 'Client secret')).toHaveText(/^Set/);

  await expectNowhere(page, [oauth2.clientSecret]);
  const drafts = ['Outgoing.Check', 'Outgoing.Prove', 'Outgoing.Save', 'Outgoing.SignIn'];
  expect(wire.callsWith(oauth2.clientSecret)).toEqual(drafts);
  const answers = await wire.answers();
  expect(answers).not.toContain(oauth2.clientSecret);
  // No token crosses: those of the provider are JWTs, and the page has a handle.
  expect(answers).not.toMatch(/eyJ[\w-]{8,}\./);
  await expectNowhere(page, ['eyJ']);
  expect(wire.said.join('\n')).not.toContain(oauth2.clientSecret);
});

test('the password of a proxy goes to the network settings alone', async ({ desk: page }) => {
  const canary = 'canary-of-the-proxy-7f3a';
  await open(page, 'Settings');
  const wire = new Wire(page);
  await page.getByRole('region', { name: 'Network' }).getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('combobox', { name: 'Proxy', exact: true }).selectOption('The proxy below');
  await field(page, 'Proxy address').fill('127.0.0.1:9');
  await field(page, 'User name').fill('ada');
  await field(page, 'Password').fill(canary);
  await button(page, 'Save').click();
  await expect(value(page, 'Password')).toHaveText(/^Set/);
  await open(page, 'Overview');
  await expectNowhere(page, [canary]);
  expect(wire.callsWith(canary)).toEqual(['Network.Check', 'Network.Save']);
  expect(await wire.answers()).not.toContain(canary);
  expect(wire.said.join('\n')).not.toContain(canary);
});
