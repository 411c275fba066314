import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { expectFits } from './harness/fits';
import { call } from './harness/rpc';
import { button, field, heading, open, panel, value } from './harness/steps';
import { expect, test } from './harness/test';

const rehearsal = (page: Page) => page.getByRole('form', { name: 'Rehearse an event' });
const counts = (page: Page) => page.getByRole('status', { name: 'What the event comes to' });
const decisions = (page: Page) => page.getByRole('list', { name: 'Decision for each person' });
const region = (page: Page, name: string) => page.getByRole('region', { name });
const action = (page: Page, name: string) =>
  region(page, 'Actions')
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) });

async function rehearse(page: Page, name: string) {
  await rehearsal(page).getByRole('combobox', { name: 'Action' }).selectOption(name);
  await rehearsal(page)
    .getByRole('button', { name: /^Rehearse/ })
    .click();
  await expect(rehearsal(page).getByRole('button', { name: 'Rehearse again' })).toBeEnabled();
}

async function flip(page: Page, name: string) {
  const card = region(page, 'Switches');
  await card.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('switch', { name }).click();
  await card.getByRole('button', { name: 'Save' }).click();
  await expect(card.getByRole('button', { name: 'Edit' })).toBeFocused();
}

test('the switches decide, and an event is rehearsed and sent', async ({ desk: page }) => {
  await open(page, 'Notifications');
  await expectAccessible(page, 'the notifications');
  await expectFits(page, 'the notifications');
  await button(page, 'Rehearse').click();
  await expect(field(page, 'Message')).toHaveAttribute('aria-invalid', 'true');
  await field(page, 'Message').fill('Approve the laptop of Nia');
  await rehearse(page, 'Approve transaction');
  await expect(counts(page)).toContainText('2 mails');
  await expect(
    decisions(page)
      .getByRole('link', { name: /^Open / })
      .first(),
  ).toBeVisible();

  // One action off stops only it.
  await action(page, 'Approve transaction')
    .getByRole('link', { name: 'Approve transaction' })
    .click();
  await button(page, 'Edit').click();
  await page.getByRole('switch', { name: 'Notify by e-mail' }).uncheck();
  await expectAccessible(page, 'an action that is edited');
  await button(page, 'Save').click();
  await expect(value(page, 'Notify by e-mail')).toHaveText('Off');
  await button(page, 'All notifications').click();
  await expect(action(page, 'Approve transaction')).toContainText('Off');
  await field(page, 'Message').fill('Approve the laptop of Nia');
  await rehearse(page, 'Approve transaction');
  await expect(counts(page)).toContainText('0 mails');
  await expect(counts(page)).toContainText('switched off for this action');
  await expect(button(page, 'Send into the rehearsal inbox')).toBeDisabled();
  await rehearse(page, 'Assign task');
  await expect(counts(page)).toContainText('2 mails');

  // Integration off: only what has settings of its own still sends.
  await flip(page, 'E-mail integration');
  await expect(page.getByText('Something was changed since.')).toBeVisible();
  await rehearse(page, 'Assign task');
  await expect(counts(page)).toContainText('E-mail integration is switched off');
  await rehearse(page, 'Send message');
  await expect(counts(page)).toContainText('2 mails');

  // Notifications off: nothing is sent at all.
  await flip(page, 'E-mail notifications');
  await rehearse(page, 'Send message');
  await expect(counts(page)).toContainText('switched off for all actions');
  await decisions(page).getByRole('link', { name: 'Open Switches' }).first().click();
  await expect(page.getByRole('switch', { name: 'E-mail notifications' })).toBeFocused();
  await page.getByRole('switch', { name: 'E-mail notifications' }).check();
  await page.getByRole('switch', { name: 'E-mail integration' }).check();
  await page.keyboard.press('Control+s');
  await expect(value(page, 'E-mail notifications')).toHaveText('On');

  await field(page, 'Message').fill('Approve the laptop of Nia');
  await rehearse(page, 'Assign task');
  await button(page, 'Send into the rehearsal inbox').click();
  await expect(page.getByText('What became of it')).toBeVisible();
  await expect(page.getByRole('table', { name: 'What became of each mail' })).toContainText('250');
  await expectAccessible(page, 'an event that was sent');
  await page.getByRole('link', { name: 'Open the rehearsal inbox' }).click();
  await expect(heading(page, 'Rehearsal')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Inbox' }).getByRole('listitem')).not.toHaveCount(
    0,
  );
});

test('sending for real asks, and a server that fails is quoted', async ({ desk: page }) => {
  await open(page, 'Notifications');
  await rehearsal(page).getByRole('radio', { name: 'Chosen people' }).check();
  await page.getByRole('searchbox', { name: 'Search people' }).fill('weiss');
  await page.getByRole('checkbox', { name: /Jürgen/ }).check();
  await expect(page.getByRole('list', { name: 'Chosen people' })).toContainText('Jürgen');
  await field(page, 'Message').fill('Your laptop is ready');
  await rehearse(page, 'Assign task');
  await expect(counts(page)).toContainText('1 person');
  await call(page, 'Rehearsal', 'SetFault', 'smtp', 'recipient-unknown');
  await button(page, 'Send for real').click();
  const dialog = page.getByRole('dialog', { name: 'Send 1 mail for real?' });
  await expect(dialog).toContainText('127.0.0.1');
  await expect(dialog).toContainText('portal@rehearsal.example');
  await expectAccessible(page, 'the question before sending');
  await dialog.getByRole('button', { name: 'Send 1 mail' }).click();
  await expect(page.getByText('What became of it')).toBeVisible();
  await expect(page.getByRole('table', { name: 'What became of each mail' })).toContainText(
    /5\d\d/,
  );
});

test('an action with e-mail settings of its own is added, tested and removed', async ({
  desk: page,
}) => {
  await open(page, 'Notifications');
  await button(page, 'Add action').click();
  await expect(field(page, 'Name')).toBeFocused();
  await page.getByRole('switch', { name: 'E-mail settings of its own' }).check();
  await button(page, 'Save').click();
  await expect(field(page, 'Name')).toHaveAttribute('aria-invalid', 'true');
  await field(page, 'Name').fill('Return the laptop');
  await button(page, 'Fill in the rehearsal server').click();
  await button(page, 'Test email').click();
  await expect(panel(page).getByRole('status')).toHaveText(/^Passed/);
  await expectAccessible(page, 'an action with a server of its own');
  await button(page, 'Save').click();
  await expect(heading(page, 'Return the laptop')).toBeVisible();
  await expect(value(page, 'Host')).toHaveText('127.0.0.1');
  await button(page, 'Remove action').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(heading(page, 'Notifications')).toBeVisible();
  await expect(action(page, 'Return the laptop')).toHaveCount(0);
});

async function importPeople(page: Page, from: number, to: number) {
  const rows = Array.from({ length: to - from }, (_, at) => {
    const name = `p${String(from + at)}`;
    return `${name},${name},${name}@example.com`;
  });
  await open(page, 'People');
  await button(page, 'Import').click();
  await page
    .getByRole('dialog')
    .locator('input[type=file]')
    .setInputFiles({
      name: 'people.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(['name,userName,email', ...rows].join('\n')),
    });
  await page.getByRole('button', { name: /^Import [\d,]+ rows/ }).click();
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('Imported: ');
}

test('sending goes on when its page is left, and an event has a limit', async ({ desk: page }) => {
  await importPeople(page, 0, 9_000);
  await open(page, 'Notifications');
  await field(page, 'Message').fill('Your laptop is ready');
  await rehearse(page, 'Approve transaction');
  await button(page, 'Send into the rehearsal inbox').click();
  await expect(button(page, 'Cancel sending')).toBeVisible();
  await open(page, 'Overview');
  const link = page.getByRole('navigation').getByRole('link', { name: /^Notifications/ });
  await expect(link).toContainText(/Sending [\d,]+ of 9,0\d\d/);
  await open(page, 'Notifications');
  await button(page, 'Cancel sending').click();
  await expect(page.getByText('What was sent before stays sent')).toBeVisible();
  await expect(link).not.toContainText('Sending');

  await importPeople(page, 9_000, 10_000);
  await open(page, 'Notifications');
  await field(page, 'Message').fill('Your laptop is ready');
  await rehearsal(page)
    .getByRole('button', { name: /^Rehearse/ })
    .click();
  await expect(page.getByRole('group', { name: 'For whom' })).toContainText(
    /at most 10,?000 in one event/,
  );
});
