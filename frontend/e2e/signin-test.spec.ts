import { expectAccessible } from './harness/accessible';
import { expectFits } from './harness/fits';
import {
  act,
  atProvider,
  begin,
  check,
  choose,
  dialog,
  linkOf,
  openProvider,
  outcome,
  type Rehearsed,
  signIn,
} from './harness/signin';
import { button, field, heading, open, panel } from './harness/steps';
import { expect, test } from './harness/test';

const counted: Record<Rehearsed, string> = { oidc: 'O30', oauth2: 'O30', saml: 'S35' };

for (const type of ['oidc', 'oauth2', 'saml'] as const) {
  test(`a person signs in, and every check is shown: ${type}`, async ({ desk: page, browser }) => {
    await openProvider(page, type);
    const link = await begin(page);
    await expect(outcome(page)).toHaveText('Waiting for the sign-in');
    await expect(dialog(page).getByRole('timer')).toHaveText(/^[45]:\d\d left$/);
    await signIn(browser, link, 'Anna Example');

    await expect(outcome(page)).toHaveText('Signed in as anna@example.com');
    await expect(dialog(page)).toContainText('Admitted only with an account');
    await expect(check(page, counted[type])).toBeVisible();
    await expectAccessible(page, 'signed in');
    await dialog(page).getByRole('button', { name: 'Close', exact: true }).last().click();

    // The same stands beside the form, and holds.
    await expect(panel(page).getByRole('status').first()).toHaveText(
      'Signed in as anna@example.com',
    );
    await expect(page.getByRole('main').getByText('Proved: somebody has signed in')).toBeVisible();
    await page.reload();
    await expect(panel(page).getByRole('region', { name: 'Who signed in' })).toContainText(
      'anna@example.com',
    );
  });
}

test('what the provider said of the person can be looked at', async ({ desk: page, browser }) => {
  await openProvider(page, 'oidc');
  await signIn(browser, await begin(page), 'Ben Example');
  await expect(outcome(page)).toHaveText('Signed in as ben@example.com');
  await expect(dialog(page)).toContainText('not verified');
  await dialog(page).getByText('Claims', { exact: false }).first().click();
  const claims = dialog(page).getByRole('table', { name: 'Claims' });
  await expect(claims.getByRole('row', { name: 'email_verified' })).toContainText('false');
  await expectAccessible(page, 'claims');
  await expectFits(page, 'claims');
});

test('who is not admitted has signed in all the same', async ({ desk: page, browser }) => {
  await openProvider(page, 'oidc');
  await signIn(browser, await begin(page), 'Chris Elsewhere');
  await expect(outcome(page)).toHaveText('Signed in as chris@example.net, but not admitted');
  await expect(dialog(page)).toContainText('Refused');
  await expect(check(page, 'O24')).toContainText('idp.domain_not_allowed');
  await check(page, 'O24').getByRole('button', { name: 'Allowed domains' }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(field(page, 'Allowed domains')).toBeFocused();
});

for (const [type, fault, id] of [
  ['oidc', 'wrong-audience', 'O17'],
  ['oidc', 'wrong-issuer', 'O16'],
  ['saml', 'wrong-destination', 'S06'],
  ['saml', 'weak-hash', 'S15'],
] as const) {
  test(`the check that ${fault} fails stands open: ${id}`, async ({ desk: page, browser }) => {
    await openProvider(page, type);
    await act(page, fault);
    await signIn(browser, await begin(page), 'Anna Example');
    await expect(outcome(page)).not.toHaveText(/^Waiting/);
    await expect(check(page, id)).toContainText('What to do');
    await expect(check(page, id)).toContainText('Expected');

    // What passed is one click away.
    const only = dialog(page).getByRole('checkbox', { name: 'Only what is not passed' });
    await expect(only).toBeChecked();
    const before = await dialog(page)
      .getByRole('list', { name: 'Checks' })
      .getByRole('listitem')
      .count();
    await only.uncheck();
    const all = dialog(page).getByRole('list', { name: 'Checks' }).getByRole('listitem');
    await expect.poll(() => all.count()).toBeGreaterThan(before);
    await expectAccessible(page, fault);
  });
}

test('the characters that differ are marked', async ({ desk: page, browser }) => {
  await openProvider(page, 'oidc');
  await act(page, 'issuer-differs');
  await signIn(browser, await begin(page), 'Anna Example');
  await expect(check(page, 'O02').locator('mark')).toHaveText('/');
  await check(page, 'O02')
    .getByRole('button', { name: /^Use the provider’?'?s spelling/ })
    .click();
  // The change is in the draft, and is checked at once.
  await expect(dialog(page)).toBeHidden();
  await expect(field(page, 'Issuer')).toHaveValue(/\/$/);
});

test('refused at the provider, cancelled there and cancelled here are three ends', async ({
  desk: page,
  browser,
}) => {
  await openProvider(page, 'oidc');
  await atProvider(browser, await begin(page), async (provider) => {
    await choose(provider, 'Refuse');
    await expect(provider.getByText('You can close this window.')).toBeVisible();
  });
  await expect(outcome(page)).toHaveText(/^(The provider refused|The sign-in was cancelled)$/);
  await expect(dialog(page)).toContainText('access_denied');
  await expect(dialog(page)).toContainText('checks not made');
  await expectAccessible(page, 'refused');

  await button(page, 'Try again').click();
  await linkOf(page);
  await button(page, 'Cancel sign-in').click();
  await expect(outcome(page)).toHaveText('The sign-in was cancelled here. Nothing was recorded.');
  await expectAccessible(page, 'cancelled here');
});

test('Escape cancels a sign-in, and the listener is gone', async ({ desk: page }) => {
  await openProvider(page, 'oidc');
  const link = await begin(page);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(button(page, 'Test sign-in')).toBeFocused();
  await expect
    .poll(() =>
      fetch(link).then(
        () => 'answers',
        () => 'gone',
      ),
    )
    .toBe('gone');
});

for (const type of ['oidc', 'saml'] as const) {
  test(`the answer is pasted that went to the production callback URL: ${type}`, async ({
    desk: page,
    browser,
  }) => {
    await openProvider(page, type);
    await begin(page);
    await button(page, 'Try by the production callback URL').click();
    await expect(heading(page, 'Test sign-in by the production callback URL')).toBeVisible();
    const answered = atProvider(browser, await linkOf(page), async (provider) => {
      const asked = provider.waitForRequest(/^https:\/\/(?!127\.0\.0\.1)/);
      await choose(provider, 'Anna Example');
      const request = await asked;
      return request.method() === 'POST' ? (request.postData() ?? '') : request.url();
    });
    await field(page, 'Answer').fill('nothing of the kind');
    await button(page, 'Check the answer').click();
    await expect(dialog(page).getByRole('alert')).toBeVisible();
    await expect(outcome(page)).toHaveText('Waiting for the sign-in');
    await expectAccessible(page, 'an answer that cannot be read');

    await field(page, 'Answer').fill(await answered);
    await button(page, 'Check the answer').click();
    await expect(outcome(page)).toHaveText('Signed in as anna@example.com');
  });
}

test('a page that never comes back is explained', async ({ desk: page, browser }) => {
  await openProvider(page, 'oidc');
  await act(page, 'client-unknown');
  await page.clock.install();
  const shown = await atProvider(browser, await begin(page), (provider) =>
    provider.getByRole('main').innerText(),
  );
  // Whoever waits for long is asked what the browser shows.
  await expect(dialog(page).getByText('Nothing has come back yet')).toBeHidden();
  await page.clock.fastForward('00:46');
  await expect(dialog(page).getByText('Nothing has come back yet')).toBeVisible();
  await expectAccessible(page, 'nothing has come back');
  await field(page, 'Text or address of the page').fill(shown);
  await button(page, 'Explain').click();
  await expect(dialog(page).getByText(/^(This is what it means|It may mean)/)).toBeVisible();
  await expectAccessible(page, 'explained');
  await dialog(page).getByRole('button', { name: 'Client ID', exact: true }).first().click();
  await expect(dialog(page)).toBeHidden();
  await expect(field(page, 'Client ID')).toBeFocused();
});

test('the simulator says who would get in', async ({ desk: page }) => {
  await openProvider(page, 'oidc');
  await page.getByText('Who would get in?').click();
  const email = field(page, 'E-mail address of person 1');
  await email.fill('Someone@EXAMPLE.com.');
  await expect(page.getByText('Read as someone@example.com')).toBeVisible();
  await email.press('Enter'); // sends no form
  await expect(heading(page, 'Rehearsal, OpenID Connect')).toBeVisible();
  await email.fill('someone@elsewhere.example');
  const people = page.getByRole('list', { name: 'People' }).getByRole('listitem');
  await expect(people.first()).toContainText('Refused');
  await button(page, 'Add person').click();
  await expect(field(page, 'E-mail address of person 4')).toBeFocused();
  await page.keyboard.type('anna@example.com');
  await people.last().getByRole('checkbox', { name: 'Has an account' }).check();
  await expect(people.last()).toContainText('Admitted');
  await expect(people.last()).toContainText('An existing account is used.');
  await expectAccessible(page, 'the simulator');
});

test('a person is signed in by keys alone', async ({ desk: page, browser }) => {
  await openProvider(page, 'oidc');
  await button(page, 'Test sign-in').focus();
  await page.keyboard.press('Enter');
  await signIn(browser, await linkOf(page), 'Anna Example');
  await expect(outcome(page)).toHaveText('Signed in as anna@example.com');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(button(page, 'Test sign-in')).toBeFocused();
});

for (const [item, type] of [
  ['What does the browser show?', 'oidc'],
  ['What to enter at the provider', 'oidc'],
  ['Metadata of the target', 'saml'],
  ['Find the ambiguous settings', 'oidc'],
] as const) {
  test(`beside the sign-in: ${item}`, async ({ desk: page }) => {
    await openProvider(page, type);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    await expect(dialog(page)).toBeVisible();
    await expect(dialog(page).getByText('Loading')).toBeHidden();
    await expect(dialog(page).getByRole('alert')).toBeHidden();
    await expectAccessible(page, item);
    await page.setViewportSize({ width: 960, height: 640 });
    await expectFits(page, item);
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toBeHidden();
  });
}

test('the rehearsal says who can sign in, and acts out what it is told', async ({
  desk: page,
  browser,
}) => {
  await open(page, 'Rehearsal');
  const provider = page.getByRole('region', { name: 'Sign-in provider' });
  await expect(provider).toContainText('anna@example.com');
  const faults = page.getByRole('combobox', { name: 'Chosen sign-in fault' });
  await faults.selectOption({ label: 'Tells no e-mail address' });
  await expect(faults).toBeEnabled();
  await expectAccessible(page, 'the rehearsal');
  await openProvider(page, 'oidc');
  await signIn(browser, await begin(page), 'Anna Example');
  await expect(check(page, 'O23')).toContainText('idp.email_missing');
});
