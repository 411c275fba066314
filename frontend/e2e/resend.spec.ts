import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { expectFits } from './harness/fits';
import { add, enter } from './harness/operators';
import { call } from './harness/rpc';
import { button, heading, link, open } from './harness/steps';
import { expect, test } from './harness/test';

const list = (page: Page) => page.getByRole('list', { name: 'Messages, the newest first' });
const question = (page: Page) => page.getByRole('dialog', { name: 'Send these messages again?' });
const filter = (page: Page) => page.getByRole('search', { name: 'Filter' });
const outcome = (page: Page) => page.getByRole('main').getByRole('alert');

/** send sends an event into the rehearsal inbox while the server has a fault, and opens its messages. */
async function send(page: Page, fault: string): Promise<void> {
  await call(page, 'Rehearsal', 'SetFault', 'smtp', fault);
  await open(page, 'Notifications');
  const form = page.getByRole('form', { name: 'Rehearse an event' });
  await form.getByRole('combobox', { name: 'Action' }).selectOption('Assign task');
  await form.getByRole('textbox', { name: 'Message' }).fill('Hand in the badge');
  await form.getByRole('button', { name: 'Rehearse', exact: true }).click();
  await button(page, 'Send into the rehearsal inbox').click();
  // What became of it is in sight, and the focus where it was.
  await expect(outcome(page)).toBeInViewport({ ratio: 1 });
  await expect(button(page, 'Send into the rehearsal inbox')).toBeFocused();
  await call(page, 'Rehearsal', 'SetFault', 'smtp', '');
  await page.getByRole('link', { name: 'Open the messages' }).click();
  await expect(heading(page, 'Messages')).toBeVisible();
}

test('what of an event was refused is sent again together, and nothing twice', async ({
  desk: page,
}) => {
  await send(page, 'recipient-unknown');
  await filter(page).getByRole('button', { name: 'Send these again' }).click();
  await expect(question(page)).toContainText('Jürgen');
  await expect(question(page)).toContainText('The mail goes into the rehearsal inbox.');
  await expectAccessible(page, 'the question before messages are sent again');
  await expectFits(page, 'the question before messages are sent again');
  await page.keyboard.press('Escape');
  await expect(question(page)).toBeHidden();
  await expect(button(page, 'Send these again')).toBeFocused();

  await page.keyboard.press('Enter');
  await question(page)
    .getByRole('button', { name: /^Send \d+ again$/ })
    .click();
  await expect(outcome(page)).toContainText(/2 sent/);
  await expectAccessible(page, 'messages that were sent again');

  // Now they are acknowledged: none of them goes again.
  await page.getByRole('button', { name: /^Sent \(/ }).click();
  await expect(button(page, 'Send these again')).toBeDisabled();
  await page.getByRole('searchbox', { name: 'Search' }).fill('weiss');
  await page.getByRole('button', { name: /^Sent \(/ }).click();
  await expect(list(page).getByRole('listitem')).toHaveCount(1);
  await button(page, 'Send these again').click();
  await expect(question(page)).toContainText('None of them may be sent again.');
  await expect(question(page)).toContainText('1: The server has taken it already');
  await expect(question(page).getByRole('button', { name: 'Send 0 again' })).toBeDisabled();
});

test('what may have arrived goes again only with consent', async ({ desk: page }) => {
  await send(page, 'closes-after-data');
  await page.getByRole('button', { name: /^Unknown \(/ }).click();
  await expect(list(page).getByRole('listitem')).toHaveCount(2);
  await button(page, 'Send these again').click();
  await expect(question(page)).toContainText('Left out: 2 messages');
  await expect(question(page).getByRole('button', { name: 'Send 0 again' })).toBeDisabled();
  await question(page)
    .getByRole('checkbox', { name: /may have arrived/ })
    .check();
  await expectAccessible(page, 'consent to send twice');
  await question(page).getByRole('button', { name: 'Send 2 again' }).click();
  await expect(outcome(page)).toContainText('2 sent');
});

test('all messages of an event are reached from one of them', async ({ desk: page }) => {
  await send(page, '');
  await button(page, 'Clear the filter').click();
  await list(page).getByRole('button').first().click();
  await button(page, 'All messages of this event').click();
  await expect(button(page, 'Of one event')).toHaveAttribute('aria-pressed', 'true');
  await expect(list(page).getByRole('listitem')).toHaveCount(3);
});

test('sending again goes on when its page is left, and is cancelled', async ({ desk: page }) => {
  await send(page, 'recipient-unknown');
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/rpc/app.Messages.RetryEvent', async (route) => {
    await held;
    await route.fulfill({ json: { messages: [], total: 0, outcomes: [], left: [] } });
  });
  await button(page, 'Send these again').click();
  await question(page)
    .getByRole('button', { name: /^Send \d+ again$/ })
    .click();
  await expect(button(page, 'Cancel sending')).toBeVisible();
  await open(page, 'Overview');
  await expect(link(page, 'Messages')).toContainText(/Sending 0 of \d+ again/);
  await open(page, 'Messages');
  await button(page, 'Cancel sending').click();
  await expect(page.getByText('What was sent before stays sent')).toBeVisible();
  await expect(link(page, 'Messages')).not.toContainText('Sending');
  release();
  await button(page, 'Hide').click();
  await expect(page.getByText('What was sent before stays sent')).toBeHidden();
});

test('a viewer is not offered to send anything again', async ({ desk: page }) => {
  await send(page, 'recipient-unknown');
  await add(page, 'viewer');
  await enter(page);
  await open(page, 'Messages');
  await expect(list(page).getByRole('listitem')).not.toHaveCount(0);
  await list(page).getByRole('button').first().click();
  await button(page, 'All messages of this event').click();
  await expect(button(page, 'Of one event')).toHaveAttribute('aria-pressed', 'true');
  await expect(button(page, 'Send these again')).toHaveCount(0);
});
