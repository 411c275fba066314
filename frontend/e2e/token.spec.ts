import type { Browser, Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { test as prove } from './harness/mailbox';
import { agree, enter, inBrowser, refuse } from './harness/person';
import { expectNowhere } from './harness/secrets';
import { emptyMail, expect, type Stage, test, useResolver } from './harness/stage';
import { button, field, panel, value } from './harness/steps';

const verdict = (page: Page) => panel(page).getByRole('status').first();
const list = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true });
const link = (page: Page) => page.getByRole('link', { name: 'Open the provider’s page' });

test.beforeEach(async ({ desk: page, stage }) => {
  await useResolver(page, stage);
  await emptyMail(page);
});

/** enterTokens types the stage's mail server and a client of its provider. */
async function enterTokens(page: Page, stage: Stage, who: string): Promise<void> {
  const { mail, oauth2 } = stage.bill;
  await button(page, 'Set up outgoing mail').click();
  await field(page, 'Host').fill(mail.host);
  await field(page, 'Port').fill(String(mail.implicitTls));
  await list(page, 'Sign-in').selectOption('OAuth 2.0');
  await field(page, 'User name').fill(mail.user);
  await list(page, 'Who signs in').selectOption(who);
  await field(page, 'Token URL').fill(oauth2.tokenUrl);
  await field(page, 'Client ID').fill(oauth2.clientId);
  await field(page, 'Client secret').fill(oauth2.clientSecret);
  await field(page, 'Scope').fill(oauth2.scope);
  await field(page, 'From address').fill(mail.user);
}

async function enterPerson(page: Page, stage: Stage): Promise<void> {
  await enterTokens(page, stage, 'A person, once');
  await field(page, 'Authorization URL').fill(stage.bill.oauth2.authUrl);
  await field(page, 'Device code URL').fill(stage.bill.oauth2.deviceUrl);
}

/** follow opens what the prompt's link names in a browser of somebody's own. */
async function follow(
  page: Page,
  browser: Browser,
  does: (provider: Page) => Promise<void>,
): Promise<void> {
  await expect(link(page)).toBeFocused();
  await expect(link(page)).toHaveAttribute('rel', /noopener/);
  await inBrowser(browser, (await link(page).getAttribute('href')) ?? '', does);
}

test('a person signs in through the browser, and mail goes out with the token', async ({
  desk: page,
  stage,
  browser,
}) => {
  const { mail, oauth2 } = stage.bill;
  await enterPerson(page, stage);
  await button(page, 'Sign in through the browser').click();
  await expect(page.getByText('Waiting for the sign-in')).toBeVisible();
  await follow(page, browser, async (provider) => {
    await expectAccessible(page, 'waiting for a sign-in');
    await agree(provider, mail.user, 'Signed in');
  });
  await expect(page.getByText(`Signed in as ${mail.user}`)).toBeVisible();
  await expect(page.getByText('Obtained now, stored on Save')).toBeVisible();
  await expect(button(page, 'Sign in through the browser')).toBeFocused();
  await expectAccessible(page, 'signed in');

  await prove(page, 'Test sign-in');
  await expect(verdict(page)).toHaveText('Passed');
  await expect(panel(page)).toContainText('XOAUTH2');
  await button(page, 'Save').click();
  await expect(page.getByText('Successfully updated SMTP Details.')).toBeVisible();
  await expect(value(page, 'Refresh token')).toHaveText(/^Set/);
  await expectNowhere(page, [oauth2.clientSecret]);

  // The handle is gone with the page; what was stored works on.
  await page.reload();
  await expect(value(page, 'Refresh token')).toHaveText(/^Set/);
  await expect(value(page, 'Client secret')).toHaveText(/^Set/);
  // Twice: the provider gives another refresh token each time.
  for (let again = 0; again < 2; again++) {
    const proved = page.waitForResponse(/Outgoing\.Prove$/);
    await prove(page, 'Test sign-in');
    await proved;
    await expect(verdict(page)).toHaveText('Passed');
  }
});

test('refusing at the provider and cancelling here are two ends', async ({
  desk: page,
  stage,
  browser,
}) => {
  await enterPerson(page, stage);
  await button(page, 'Sign in through the browser').click();
  await follow(page, browser, async (provider) => {
    await enter(provider, stage.bill.mail.user);
    await refuse(provider, 'Not signed in');
  });
  await expect(page.getByText('The provider refused', { exact: true })).toBeVisible();
  await expect(page.getByText(/^access_denied/)).toBeVisible();
  await expectAccessible(page, 'refused at the provider');

  await button(page, 'Sign in through the browser').click();
  await expect(link(page)).toBeFocused();
  await button(page, 'Cancel sign-in').click();
  await expect(page.getByText('The sign-in was cancelled. Nothing was obtained.')).toBeVisible();
  await expect(page.getByText('The provider refused', { exact: true })).toBeHidden();
  await expect(button(page, 'Sign in through the browser')).toBeFocused();
  await expect(page.getByText('Obtained now, stored on Save')).toBeHidden();
});

test('a person signs in on another machine, with a code', async ({
  desk: page,
  stage,
  browser,
}) => {
  await enterPerson(page, stage);
  await button(page, 'Sign in with a code').click();
  const code = page.getByRole('status', { name: 'Code' });
  await expect(code).toHaveText(/^[A-Z-]{8,}$/);
  await expect(page.getByRole('timer')).toHaveText(/^\d+:\d\d left$/);
  await expectAccessible(page, 'a code');
  const typed = await code.innerText();
  await follow(page, browser, async (provider) => {
    await provider.getByRole('textbox', { name: 'Enter code' }).fill(typed);
    await provider.getByRole('button', { name: 'Continue' }).click();
    await provider.getByRole('button', { name: 'Continue' }).click();
    await agree(provider, stage.bill.mail.user, 'Sign-in Success');
  });
  await expect(page.getByText(`Signed in as ${stage.bill.mail.user}`)).toBeVisible();
  await prove(page, 'Test sign-in');
  await expect(verdict(page)).toHaveText('Passed');
});

test('an application signs in itself; a token for nobody is explained', async ({
  desk: page,
  stage,
}) => {
  await enterTokens(page, stage, 'The application itself');
  await field(page, 'Scope').fill('mail.send');
  await prove(page, 'Test sign-in');
  // The provider gives a token, but not one of the mailbox's user.
  await expect(verdict(page)).toHaveText('Failed: sign in');
  await expect(panel(page)).toContainText('auth.token_rejected');
  await panel(page).getByText('What the token says').click();
  await expect(panel(page)).toContainText('https://mail.stage.test');
  await expectAccessible(page, 'what a token says');

  await field(page, 'Client secret').fill('not the secret');
  await prove(page, 'Test sign-in');
  await expect(panel(page)).toContainText('invalid_client');
  await panel(page).getByRole('button', { name: 'Client secret' }).click();
  await expect(field(page, 'Client secret')).toBeFocused();
});
