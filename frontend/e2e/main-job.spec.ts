import { readFile } from 'node:fs/promises';
import { Keyboard } from './harness/keyboard';
import { emptyMail, expect, test, useResolver } from './harness/stage';
import { ada, button, field, heading, panel, value } from './harness/steps';

// The main job of the whole product, by somebody who has no mouse: nothing here
// clicks, hovers or fills.
test('the whole job, by keyboard alone', async ({ fresh: page, rehearse }) => {
  const hands = new Keyboard(page);
  const { smtp, caFile } = rehearse.started;

  await test.step('create the vault', async () => {
    await hands.type(field(page, 'Your name'), ada.name);
    await hands.type(field(page, 'Your e-mail address'), ada.email);
    await hands.type(field(page, 'Password'), ada.password);
    await hands.type(field(page, 'Repeat password'), ada.password);
    await hands.press('Enter');
    await hands.tick(page.getByRole('checkbox', { name: /stored the recovery key/ }));
    await hands.activate(button(page, 'Open the vault'));
    await expect(heading(page, 'Overview')).toBeVisible();
  });

  await test.step('add a deployment', async () => {
    await hands.activate(page.getByRole('link', { name: 'Add deployment' }));
    await hands.type(field(page, 'Name'), 'Acme');
    await hands.choose(page.getByRole('combobox', { name: 'Environment' }), 'Prod');
    await hands.type(field(page, 'Tenant ID'), 'acme');
    await hands.type(field(page, 'Hostname'), 'acme.example.com');
    await hands.press('ControlOrMeta+s');
    await expect(heading(page, 'Acme')).toBeVisible();
  });

  await test.step('type the mail server, with a wrong password', async () => {
    await hands.activate(page.getByRole('link', { name: 'Outgoing mail' }));
    await hands.activate(button(page, 'Set up outgoing mail'));
    await hands.type(field(page, 'Host'), smtp.host);
    await hands.choose(page.getByRole('combobox', { name: 'Security' }), 'STARTTLS');
    await hands.type(field(page, 'Port'), String(smtp.port));
    await hands.type(field(page, 'User name'), smtp.user);
    await hands.type(field(page, 'Password'), 'not-the-password');
    await hands.type(field(page, 'From address'), 'notify@example.com');
    await hands.activate(page.getByText('Advanced'));
    await hands.tabTo(field(page, 'Additional authority'));
    await page.keyboard.insertText(await readFile(caFile, 'utf8')); // as pasting does
    await expect(button(page, 'Test email')).toBeEnabled();
  });

  const failed = panel(page).getByRole('listitem').filter({ hasText: 'Sign in' });
  await test.step('test it, and read why it fails', async () => {
    await hands.press('ControlOrMeta+Enter');
    await expect(panel(page).getByRole('status')).toHaveText('Failed: sign in');
    await expect(failed.getByText('What happened')).toBeVisible();
    await expect(failed.getByText('What to do')).toBeVisible();
    await expect(failed.getByText(/^535 /)).toBeVisible();
  });

  await test.step('go to the blamed field, and correct it', async () => {
    await hands.activate(failed.getByRole('button', { name: 'Password', exact: true }));
    await expect(field(page, 'Password')).toBeFocused();
    await hands.type(field(page, 'Password'), smtp.password);
    await hands.press('ControlOrMeta+Enter');
    await expect(panel(page).getByRole('status')).toHaveText('Passed');
  });

  await test.step('save, lock, unlock', async () => {
    await hands.press('ControlOrMeta+s');
    await expect(page.getByText('Successfully updated SMTP Details.')).toBeVisible();
    await hands.press('ControlOrMeta+l');
    await expect(heading(page, 'Unlock the vault')).toBeVisible();
    await expect(field(page, 'Password')).toBeFocused();
    await page.keyboard.type(ada.password);
    await hands.press('Enter');
  });

  await test.step('everything is there, and proved', async () => {
    await expect(heading(page, 'Outgoing mail')).toBeVisible();
    await expect(value(page, 'Host')).toHaveText(smtp.host);
    await expect(value(page, 'Port')).toHaveText(String(smtp.port));
    await expect(value(page, 'User name')).toHaveText(smtp.user);
    await expect(value(page, 'Password')).toHaveText(/^Set/);
    await expect(value(page, 'From address')).toHaveText('notify@example.com');
    await expect(page.getByRole('link', { name: /Outgoing mail/ })).toHaveText(/proved/i);
  });
});

test('the way there, the server and its test, by keyboard alone', async ({ desk: page, stage }) => {
  const hands = new Keyboard(page);
  const { mail } = stage.bill;
  await useResolver(page, stage);
  await emptyMail(page);

  await test.step('search for the page', async () => {
    await hands.press('ControlOrMeta+k');
    await page.keyboard.type('overview');
    await hands.press('Enter');
    await expect(heading(page, 'Overview')).toBeVisible();
    await hands.press('ControlOrMeta+k');
    await page.keyboard.type('SMTP Configuration');
    await hands.press('Enter');
    await expect(heading(page, 'Outgoing mail')).toBeVisible();
  });

  await test.step('take a provider’s settings', async () => {
    await hands.activate(button(page, 'Set up from a provider…'));
    await expect(page.getByRole('combobox', { name: 'Search' })).toBeFocused();
    await page.keyboard.type('mailbox.org');
    await hands.press('Enter');
    await expect(field(page, 'Host')).toHaveValue('smtp.mailbox.org');
  });

  await test.step('find others from an address instead', async () => {
    await hands.activate(button(page, 'Find settings from an address…'));
    await hands.type(field(page, 'E-mail address'), mail.user);
    await hands.activate(button(page, 'Ask the domain'));
    await hands.activate(button(page, `Use ${mail.host}, port ${String(mail.implicitTls)}`));
    await expect(field(page, 'Host')).toHaveValue(mail.host);
  });

  await test.step('enter the password where the focus is, test, and save', async () => {
    await expect(field(page, 'Password')).toBeFocused();
    await page.keyboard.type(mail.password);
    await expect(button(page, 'Test email')).toBeEnabled();
    await hands.activate(button(page, 'More tests'));
    await expect(page.getByRole('menuitem').first()).toBeFocused();
    await hands.press('ArrowDown');
    await hands.press('Enter');
    await expect(panel(page).getByRole('status').first()).toHaveText('Passed');
    await hands.press('ControlOrMeta+s');
    await expect(page.getByText('Successfully updated SMTP Details.')).toBeVisible();
  });

  await test.step('ask what the account may send as', async () => {
    await hands.tabTo(page.getByRole('tab', { name: 'Test' }));
    await hands.press('ArrowRight');
    await expect(page.getByRole('tab', { name: 'Addresses' })).toBeFocused();
    await hands.type(field(page, 'Further addresses'), mail.denied);
    await hands.activate(button(page, 'Check addresses'));
    await expect(page.getByText(mail.denied, { exact: true })).toBeVisible();
  });
});
