import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { dropFile, pixel } from './harness/drop';
import { expectFits } from './harness/fits';
import { call } from './harness/rpc';
import { button, field, heading } from './harness/steps';
import {
  content,
  mail,
  newLine,
  nextLine,
  openDefault,
  source,
  tab,
  tool,
} from './harness/template';
import { expect, test } from './harness/test';

const subject = (page: Page) => page.getByRole('textbox', { name: 'Subject' });
const problems = (page: Page) => page.getByRole('region', { name: 'Problems' });
const chip = (page: Page, label: string) =>
  content(page).getByRole('img', { name: `Placeholder: ${label}` });

/** drag lets something fall at the beginning of a line, whatever covers it until then. */
async function drag(from: Locator, line: Locator): Promise<void> {
  const { mouse } = line.page();
  await from.hover();
  await mouse.down();
  const box = await line.boundingBox();
  const [x, y] = [(box?.x ?? 0) + 2, (box?.y ?? 0) + 4];
  await mouse.move(x + 30, y + 10, { steps: 5 });
  await mouse.move(x, y, { steps: 3 });
  await mouse.up();
}

test('a template is written, tried, saved, sent and reset', async ({ desk: page, watch }) => {
  watch.expect(/sandboxed/); // what the browser says of the frame that runs nothing
  await openDefault(page);
  await expectAccessible(page, 'the editor');
  const before = await source(page);

  // A chip by typing, a colour, a list, a link.
  await newLine(page);
  await page.keyboard.type('For %user');
  await expect(page.getByRole('option', { name: /User name of the person/ })).toBeVisible();
  await expectAccessible(page, 'suggestions');
  await page.keyboard.press('Enter');
  await expect(chip(page, 'User name of the person')).toBeVisible();
  await page.keyboard.press('Enter');
  await tool(page, 'Bulleted list').click();
  await expect(tool(page, 'Bulleted list')).toHaveAttribute('aria-pressed', 'true');
  await expect(content(page)).toBeFocused();
  await page.keyboard.type('important');
  await page.keyboard.press('Shift+Home');
  await tool(page, 'Colour of the text').click();
  await page.getByRole('menuitemradio', { name: 'Red' }).click();
  await expect(content(page)).toBeFocused();
  await nextLine(page);
  await tool(page, 'Link').click();
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
  await field(page, 'Address').fill('javascript:alert(1)');
  await button(page, 'Set link').click();
  await expect(page.getByRole('alert')).toContainText('must begin with https://');
  await expectAccessible(page, 'a link');
  await field(page, 'Address').fill('https://portal.example.com/help');
  await button(page, 'Set link').click();
  await expect(mail(page).getByRole('listitem')).toHaveCount(2);
  await expect(mail(page).getByText('important')).toHaveCSS('color', 'rgb(179, 38, 30)');
  await expect(mail(page).getByText('For alindqvist')).toBeVisible();

  // An image by drop, and one that is too large.
  await dropFile(content(page), { name: 'logo.png', type: 'image/png', data: pixel });
  await expect(content(page).getByRole('img', { name: 'logo.png' })).toBeVisible();
  await dropFile(content(page), { name: 'large.png', type: 'image/png', size: 400_000 });
  await expect(page.getByText(/An image has 391 KiB; the limit is 256 KiB/)).toBeVisible();
  const after = await source(page);
  expect(after).toContain('<li><span style="color: #b3261e">important</span></li>');
  expect(after).toContain('<a href="https://portal.example.com/help">');
  expect(after).toContain('alt="logo.png"');
  expect(after).toContain(before.slice(before.indexOf('<style>'), before.indexOf('</style>')));

  // What is not known, or is missing, is said while it is typed.
  await content(page).getByText('Hello').click();
  await page.keyboard.press('Home');
  await page.keyboard.type('%nobody% ');
  const unknown = problems(page).getByRole('button', { name: /%nobody% is no placeholder/ });
  await expect(unknown).toContainText('HTML, line');
  await expect(
    content(page).getByRole('img', { name: 'Unknown placeholder nobody' }),
  ).toBeVisible();
  await button(page, 'Save').click();
  await expect(
    page.getByText('Not saved: mend what is listed under Problems first.'),
  ).toBeVisible();
  await unknown.click();
  await expect(field(page, 'HTML of the mail')).toBeFocused();
  await tab(page, 'Editor').click();
  await subject(page).click();
  await page.keyboard.press('End');
  await page.keyboard.type(' %nope%');
  await expect(subject(page)).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.press('Backspace');
  await content(page).getByRole('img', { name: 'Unknown placeholder nobody' }).click();
  await page.keyboard.press('Delete');
  await expect(problems(page).getByRole('status')).toHaveText(/^(No problems\.|\d warnings?)$/);
  await tool(page, 'Undo').click();
  await expect(unknown).toBeVisible();
  await tool(page, 'Redo').click();
  await expect(unknown).toHaveCount(0);

  // Four forms, with values that hold script.
  await page.getByRole('combobox', { name: 'Filled in with' }).selectOption('Markup in values');
  await expect(mail(page).getByText('<script>alert(1)</script>').first()).toBeVisible();
  for (const look of ['Dark', 'Narrow', 'Light']) {
    await tab(page, look).click();
    const background = look === 'Dark' ? 'rgb(22, 24, 29)' : 'rgb(243, 244, 246)';
    await expect(mail(page).locator('body')).toHaveCSS('background-color', background);
  }
  await page.getByRole('tablist', { name: 'Form of the preview' }).getByText('Plain text').click();
  await expect(page.getByRole('tabpanel').locator('pre')).toContainText(
    '<script>alert(1)</script>',
  );

  await button(page, 'Save').click();
  await expect(page.getByText('Saved the template.')).toBeVisible();
  await expectAccessible(page, 'a saved template');
  await page.setViewportSize({ width: 960, height: 640 });
  await expectFits(page, 'the editor');
  await page.setViewportSize({ width: 1280, height: 800 });

  // One mail of it, to be looked at.
  await page.getByRole('combobox', { name: 'Filled in with' }).selectOption('An ordinary person');
  await button(page, 'Send to me').click();
  await expectAccessible(page, 'sending');
  await button(page, 'Send').click();
  await expect(page.getByRole('dialog')).toContainText('Sent');
  // From here on, of what the inbox's own walls refuse of a mail.
  watch.expect(/Content Security Policy/, /^request: cid:/);
  await page.getByRole('link', { name: 'Open the rehearsal inbox' }).click();
  const inbox = page.getByRole('region', { name: 'Inbox' });
  await inbox
    .getByRole('button', { name: /a message is waiting for you/ })
    .first()
    .click();
  await page.getByRole('tab', { name: 'Text' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('For alindqvist');

  await openDefault(page);
  await button(page, 'Reset to default').click();
  await button(page, 'Reset').click();
  await expect(content(page).getByText('important')).toHaveCount(0);
  await button(page, 'Save').click();
  await expect(page.getByText('Saved the template.')).toBeVisible();
  expect(await source(page)).toBe(before);
});

test('chips are dragged from their menus, and blocks by the handle', async ({
  desk: page,
  watch,
}) => {
  watch.expect(/sandboxed/); // what the browser says of the frame that runs nothing
  await openDefault(page);
  await tool(page, 'Insert a placeholder').click();
  const greeting = content(page).getByText('Hello');
  await drag(page.getByRole('menuitem', { name: /^User name of the person/ }), greeting);
  await expect(
    greeting.getByRole('img', { name: 'Placeholder: User name of the person' }),
  ).toBeVisible();
  await expect(page.getByRole('menu')).toHaveCount(0);
  await button(page, 'Insert a placeholder into the subject').click();
  await drag(page.getByRole('menuitem', { name: /^Name of the person/ }), subject(page));
  await expect(
    subject(page).getByRole('img', { name: 'Placeholder: Name of the person' }),
  ).toBeVisible();
  await expect(mail(page).getByText(/^alindqvist ?Hello/)).toBeVisible();

  const last = content(page).getByText('a message is waiting for you:');
  await last.hover();
  const handle = page.getByTitle('Drag the block');
  await expect(handle).toBeVisible();
  await drag(handle, greeting);
  await expect(mail(page).locator('p').first()).toHaveText('a message is waiting for you:');
});

test('what the editor cannot hold is said, and kept', async ({ desk: page, watch }) => {
  watch.expect(/sandboxed/); // what the browser says of the frame that runs nothing
  await openDefault(page);
  await tab(page, 'HTML').click();
  const html = await field(page, 'HTML of the mail').inputValue();
  const kept = `${html}<pre class="x">a  b</pre>`;
  await field(page, 'HTML of the mail').fill(kept);
  await tab(page, 'Editor').click();
  await expect(page.getByText('It would lose <pre>.')).toBeVisible();
  await expect(field(page, 'HTML of the mail')).toHaveValue(kept);
  await expectAccessible(page, 'a template that the editor cannot hold');
  await field(page, 'HTML of the mail').fill('x'.repeat(5_000_000));
  await expect(problems(page)).toContainText(
    'The HTML without its images has 4,883 KiB; the limit is 512 KiB.',
  );
  await button(page, 'Discard changes').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard changes' }).click();
  await expect(content(page)).toBeVisible();

  // A template of its own, as a copy, used by nothing, and gone again.
  await button(page, 'All templates').click();
  await button(page, 'New template').click();
  await field(page, 'Name').fill('Short');
  await tab(page, 'Plain text').first().click();
  await expect(page.getByText('In step')).toBeVisible();
  await button(page, 'Edit by hand').click();
  await expect(page.getByText('Edited by hand')).toBeVisible();
  await button(page, 'Make it anew from the HTML').click();
  await button(page, 'Save').click();
  await expect(heading(page, 'Short')).toBeVisible();
  await button(page, 'Compare with default').click();
  await expect(page.getByRole('dialog').locator('iframe')).toHaveCount(2);
  await expectAccessible(page, 'a comparison');
  await page.keyboard.press('Escape');
  await button(page, 'All templates').click();
  await expect(page.getByRole('row').filter({ hasText: 'Short' })).toContainText('Nothing');
  await expectAccessible(page, 'the templates');
  await button(page, 'Remove Short').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('Removed the template Short.')).toBeVisible();
  const [deployment] = await call<{ id: string }[]>(page, 'Deployments', 'List');
  expect(await call<unknown[]>(page, 'Templates', 'List', deployment?.id)).toHaveLength(1);
});
