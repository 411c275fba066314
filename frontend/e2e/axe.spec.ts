import { expectAccessible } from './harness/accessible';
import {
  button,
  chooseFault,
  createVault,
  editMail,
  field,
  heading,
  open,
  panel,
  sections,
} from './harness/steps';
import { expect, test } from './harness/test';

test('first start', async ({ fresh: page }) => {
  await expectAccessible(page, 'first start');
  await button(page, 'Create vault').click();
  await expect(field(page, 'Your name')).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page, 'first start with faults');
  await createVault(page);
  for (const section of sections) {
    await open(page, section);
    await expectAccessible(page, `${section}, empty`);
  }
  await page.evaluate(() => {
    location.hash = '#/deployments/new';
  });
  await expect(heading(page, 'New deployment')).toBeVisible();
  await button(page, 'Add variable').click();
  await button(page, 'Save').click();
  await expect(field(page, 'Name')).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page, 'a new deployment with faults');
});

test('the recovery key', async ({ fresh: page }) => {
  await field(page, 'Your name').fill('Ada Example');
  await field(page, 'Your e-mail address').fill('ada@example.com');
  await field(page, 'Password').fill('cord.jack.panel.signal.42');
  await field(page, 'Repeat password').fill('cord.jack.panel.signal.42');
  await button(page, 'Create vault').click();
  await expect(heading(page, 'Keep the recovery key')).toBeVisible();
  await expectAccessible(page, 'recovery key');
});

test('every page, filled', async ({ desk: page }) => {
  for (const section of sections) {
    await open(page, section);
    await expectAccessible(page, section);
  }
  await open(page, 'Deployments');
  await page.getByRole('table').getByRole('link', { name: 'Demo' }).click();
  await expect(heading(page, 'Demo')).toBeVisible();
  await expectAccessible(page, 'a deployment');
  await button(page, 'Remove deployment').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page, 'a dialog');
});

test('menus', async ({ desk: page }) => {
  await page.getByRole('button', { name: /^Switch deployment/ }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessible(page, 'switcher');
  await page.keyboard.press('Escape');
  await open(page, 'Outgoing mail');
  await button(page, 'More tests').click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessible(page, 'more tests');
});

test('outgoing mail: form, faults, leaving', async ({ desk: page }) => {
  await editMail(page);
  await page.getByText('Advanced').click();
  await expectAccessible(page, 'form');
  await field(page, 'Host').fill('smtp://elsewhere.example');
  await page.getByRole('combobox', { name: 'Security' }).selectOption({ label: 'None' });
  await button(page, 'Save').click();
  await expect(field(page, 'Host')).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page, 'form with faults, cautions and the bound password');
  await page.getByRole('navigation').getByRole('link', { name: 'Overview' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page, 'leaving');
});

test('proofs: running, failed and open, cancelled', async ({ desk: page }) => {
  await chooseFault(page, 'Accepts the connection and says nothing');
  await open(page, 'Outgoing mail');
  await button(page, 'Test email').click();
  await expect(panel(page).getByText('Server greeting')).toBeVisible();
  await expectAccessible(page, 'running');
  await button(page, 'Cancel test').click();
  await expectAccessible(page, 'cancelled');

  for (const fault of ['Refuses the password (535)', 'Shows an expired certificate']) {
    await chooseFault(page, fault);
    await open(page, 'Outgoing mail');
    await button(page, 'Test email').click();
    await expect(panel(page).getByRole('status')).toHaveText(/^Failed: /);
    await panel(page).getByText('Certificate details').click();
    await panel(page).getByText('Transcript').first().click();
    await expectAccessible(page, fault);
  }
  await open(page, 'Overview');
  await expect(heading(page, 'Mend outgoing mail')).toBeVisible();
  await expectAccessible(page, 'overview with a failure');
});

test('the inbox', async ({ desk: page }) => {
  await open(page, 'Rehearsal');
  await page
    .getByRole('region', { name: 'Inbox' })
    .getByRole('listitem')
    .getByRole('button')
    .first()
    .click();
  for (const part of ['HTML', 'Text', 'Headers', 'Raw']) {
    await page.getByRole('tab', { name: part }).click();
    await expectAccessible(page, part);
  }
});

test('lock screen, recovery, disconnected', async ({ desk: page, context }) => {
  await button(page, 'Lock').click();
  await expect(page.getByRole('heading', { name: 'Unlock the vault' })).toBeVisible();
  await expectAccessible(page, 'lock screen');
  await field(page, 'Password').fill('wrong');
  await button(page, 'Unlock').click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(page, 'wrong password');
  await button(page, 'Use the recovery key').click();
  await button(page, 'Open and set password').click();
  await expect(field(page, 'Recovery key')).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page, 'recovery');

  const second = await context.newPage();
  await second.goto(new URL('/', page.url()).href);
  await expect(heading(second, 'This tab is not connected')).toBeVisible();
  await expectAccessible(second, 'disconnected');
});
