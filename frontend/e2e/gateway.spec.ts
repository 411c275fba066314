import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { add, enter, grace, pick, row, setOwn, unlockAs } from './harness/operators';
import { call } from './harness/rpc';
import { expectNowhere } from './harness/secrets';
import { button, chooseFault, heading, open, panel } from './harness/steps';
import { expect, test } from './harness/test';

const dialog = (page: Page) => page.getByRole('dialog');

/** withoutGateway takes the demo's own gateway away. */
async function withoutGateway(page: Page): Promise<void> {
  const { revision } = await call<{ revision: number }>(page, 'Gateway', 'Get');
  if (revision > 0) await call(page, 'Gateway', 'Remove', revision);
}

/** reset has a new password mailed to Grace. */
async function reset(page: Page): Promise<void> {
  await open(page, 'Operators');
  await pick(page, grace.name, 'Reset password');
  await button(page, 'Mail a new password').click();
}

/** mailed reads the newest password out of the rehearsal's inbox. */
async function mailed(page: Page): Promise<string> {
  await open(page, 'Rehearsal');
  const inbox = page.getByRole('region', { name: 'Inbox' });
  await inbox
    .getByRole('button')
    .filter({ hasText: /password/i })
    .first()
    .click();
  await page.getByRole('tab', { name: 'Text' }).click();
  const text = await page.getByRole('tabpanel', { name: 'Text' }).innerText();
  const found = /\b[a-z2-9]{4}(-[a-z2-9]{4}){6}\b/.exec(text);
  expect(found, text).not.toBeNull();
  return found?.[0] ?? '';
}

test('a lost password is reset by mail: it works once, and is replaced', async ({
  desk: page,
  demo,
  watch,
}) => {
  watch.expect(/inline style/); // of the mail in the inbox, whose frame allows none
  await withoutGateway(page);
  await add(page, 'editor');

  await test.step('without a gateway there is none to mail', async () => {
    await open(page, 'Operators');
    await pick(page, grace.name, 'Reset password');
    await expect(dialog(page)).toContainText('The vault has no e-mail gateway yet.');
    await expectAccessible(page, 'no gateway');
    await dialog(page).getByRole('link', { name: 'Open the e-mail gateway' }).click();
    await expect(heading(page, 'No e-mail gateway yet')).toBeVisible();
    await expectAccessible(page, 'empty');
  });

  await test.step('the gateway is set up, and proved', async () => {
    await button(page, 'Try it with the rehearsal server').click();
    await expect(page.getByText('POP3/SMTP service must be switched on')).toBeVisible();
    await expectAccessible(page, 'editing');
    await button(page, 'Save').click();
    await expect(page.getByText('E-mail gateway saved.')).toBeVisible();
    await button(page, 'Test email').click();
    await expect(panel(page).getByRole('status').first()).toHaveText('Passed');
    await expectAccessible(page, 'proved');
  });

  await test.step('a password is mailed', async () => {
    await open(page, 'Operators');
    await pick(page, grace.name, 'Reset password');
    await expect(dialog(page)).toContainText(`mailed to ${grace.email}`);
    await expectAccessible(page, 'the question');
    await button(page, 'Mail a new password').click();
    await expect(heading(page, `A new password is on its way to ${grace.name}`)).toBeVisible();
    await expect(dialog(page)).toContainText('250');
    await expectAccessible(page, 'mailed');
    await dialog(page).getByRole('button', { name: 'Close' }).last().click();
    await expect(row(page, grace.name)).toContainText('Mailed password valid until');
  });

  const first = await mailed(page);
  await test.step('it opens the vault once, and nothing in it', async () => {
    await button(page, 'Lock').click();
    await unlockAs(page, grace.name, grace.first);
    await expect(page.getByRole('alert')).toBeVisible(); // the old one has ended
    await unlockAs(page, grace.name, first);
    await expect(heading(page, 'Set your own password')).toBeVisible();
    await expect(page.getByText('The mailed password has opened the vault')).toBeVisible();
    await expectAccessible(page, 'a mailed password');
    await button(page, 'Lock').click();
    await unlockAs(page, grace.name, first);
    await expect(page.getByRole('alert')).toContainText('it worked once');
    await expect(page.getByRole('alert')).toContainText('Ask an owner of the vault');
  });

  await test.step('another one is mailed, and replaced', async () => {
    await unlockAs(page, demo.started.operator, demo.started.password);
    await open(page, 'Operators');
    await expect(row(page, grace.name)).toContainText('Mailed password used');
    await reset(page);
    // A mail on its way cannot be called back: until then, nothing closes.
    await expect(heading(page, `A new password is on its way to ${grace.name}`)).toBeVisible();
    await dialog(page).getByRole('button', { name: 'Close' }).last().click();
    const second = await mailed(page);
    expect(second).not.toBe(first);
    await button(page, 'Lock').click();
    await unlockAs(page, grace.name, second);
    await setOwn(page, second, grace.own, 'Mailed password');
    await open(page, 'Operators');
    await expect(row(page, grace.name)).toContainText('Own password set');
    await expectNowhere(page, [first, second]);
    await open(page, 'E-mail gateway');
    await expect(button(page, 'Test email')).toBeEnabled();
    await expect(page.getByText('Only an owner changes the gateway')).toBeVisible();
    await expect(button(page, 'Edit')).toHaveCount(0);
  });
});

test('a mail that fails changes nothing', async ({ desk: page, demo, watch }) => {
  watch.expect(/status of 502/); // another server refused
  await add(page, 'editor');
  await enter(page);
  await button(page, 'Lock').click();
  await unlockAs(page, demo.started.operator, demo.started.password);
  await chooseFault(page, 'Refuses the password (535)');
  await reset(page);
  await expect(heading(page, 'The password was not reset')).toBeVisible();
  await expect(dialog(page).getByRole('alert')).toContainText('refused');
  await expect(dialog(page)).toContainText('Nothing has changed');
  await expectAccessible(page, 'not mailed');
  await dialog(page).getByRole('button', { name: 'Close' }).last().click();
  await expect(row(page, grace.name)).toContainText('Own password set');
  await button(page, 'Lock').click();
  await unlockAs(page, grace.name, grace.own);
  await expect(page.getByRole('navigation')).toBeVisible();
});
