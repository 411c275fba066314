import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { expectFits } from './harness/fits';
import { call } from './harness/rpc';
import { button, heading, open } from './harness/steps';
import { expect, test } from './harness/test';

const list = (page: Page) => page.getByRole('list', { name: 'Messages, the newest first' });
const facts = (page: Page) => page.getByRole('dialog');

async function send(page: Page, action: string) {
  await open(page, 'Notifications');
  const form = page.getByRole('form', { name: 'Rehearse an event' });
  await form.getByRole('combobox', { name: 'Action' }).selectOption(action);
  await form.getByRole('textbox', { name: 'Message' }).fill('Hand in the badge');
  await form.getByRole('button', { name: 'Rehearse', exact: true }).click();
  await button(page, 'Send into the rehearsal inbox').click();
  await expect(page.getByText('What became of it')).toBeVisible();
}

test('a refused mail is quoted and sent again, and no other', async ({ desk: page }) => {
  await call(page, 'Rehearsal', 'SetFault', 'smtp', 'recipient-unknown');
  await send(page, 'Assign task');
  await call(page, 'Rehearsal', 'SetFault', 'smtp', '');
  await page.getByRole('link', { name: 'Open the messages' }).click();
  await expect(heading(page, 'Messages')).toBeVisible();
  await expect(list(page).getByRole('listitem')).toHaveCount(3);
  await expectAccessible(page, 'the messages');
  await expectFits(page, 'the messages');

  await page.getByRole('button', { name: /^Refused \(/ }).click();
  await expect(list(page).getByRole('listitem')).toHaveCount(2);
  await page.getByRole('searchbox', { name: 'Search' }).fill('weiss');
  await expect(list(page).getByRole('listitem')).toHaveCount(1);
  await list(page)
    .getByRole('button', { name: /Jürgen/ })
    .click();
  await expect(facts(page)).toContainText(/5\d\d/);
  await expectAccessible(page, 'one message');
  await button(page, 'Send again').click();
  await expect(facts(page)).toContainText('250');
  await expect(button(page, 'Send again')).toHaveCount(0);
  await page.keyboard.press('Escape');

  await button(page, 'Clear the filter').click();
  await page.getByRole('button', { name: /^Sent \(/ }).click();
  await list(page).getByRole('button').first().click();
  await expect(facts(page)).toContainText('Sent');
  await expect(button(page, 'Send again')).toHaveCount(0);
});

test('a mail of which nobody knows whether it arrived is sent again only when confirmed', async ({
  desk: page,
}) => {
  await call(page, 'Rehearsal', 'SetFault', 'smtp', 'closes-after-data');
  await send(page, 'Assign task');
  await call(page, 'Rehearsal', 'SetFault', 'smtp', '');
  await page.getByRole('link', { name: 'Open the messages' }).click();
  await list(page)
    .getByRole('button', { name: /Jürgen/ })
    .click();
  await expect(facts(page)).toContainText('It is unknown whether the mail has arrived');
  await expectAccessible(page, 'a message nobody knows of');
  await button(page, 'Send again').click();
  const question = page.getByRole('dialog', {
    name: 'Send it again although it may have arrived?',
  });
  await expect(question).toContainText('gets it twice');
  await expectAccessible(page, 'the question before it is sent again');
  await question.getByRole('button', { name: 'Send again' }).click();
  await expect(facts(page)).toContainText('250');
  await expect(button(page, 'Send again')).toHaveCount(0);
});
