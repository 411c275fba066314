import { button, field } from './harness/steps';
import { content, newLine, openDefault, source, tab, tool } from './harness/template';
import { expect, test } from './harness/test';

test('what undo knows outlives a look at the HTML and the plain text', async ({
  desk: page,
  watch,
}) => {
  watch.expect(/sandboxed/); // what the browser says of the frame that runs nothing
  await openDefault(page);
  const first = await source(page);
  await newLine(page);
  await page.keyboard.insertText('One more line');
  const typed = await source(page);
  expect(typed).toContain('<p>One more line</p>');
  const desk = content(page).locator('xpath=ancestor::*[contains(@class, "desk")]');
  const sight = await desk.evaluate((node) => {
    (node as HTMLElement).style.maxHeight = '120px';
    node.scrollTop = 60;
    return node.scrollTop;
  });
  expect(sight).toBeGreaterThan(0);

  // A look changes nothing: neither the cursor's place, nor what is in sight.
  await tab(page, 'HTML').click();
  await expect(content(page)).toBeHidden();
  await tab(page, 'Plain text').first().click();
  await expect(page.getByText('In step')).toBeVisible();
  await tab(page, 'Editor').click();
  await expect(content(page)).toBeVisible();
  expect(await desk.evaluate((node) => node.scrollTop)).toBe(sight);
  await content(page).focus();
  // At once: what is typed with pauses is several steps.
  await page.keyboard.insertText(', and a half');
  await expect(content(page).getByText('One more line, and a half', { exact: true })).toBeVisible();
  await tool(page, 'Undo').click();
  await expect(content(page).getByText(', and a half')).toHaveCount(0);
  await expect(content(page).getByText('One more line', { exact: true })).toBeVisible();
  expect(await source(page)).toBe(typed);

  // A change in the HTML is one step, also one that the editor could not hold in between.
  await tab(page, 'HTML').click();
  await field(page, 'HTML of the mail').fill(`${typed}<pre>x</pre>`);
  await tab(page, 'Editor').click();
  await expect(page.getByText('It would lose <pre>.')).toBeVisible();
  const changed = typed
    .replace('<style>', '<style>em { color: #123456 }')
    .replace('<p>One more line</p>', '<p><em>Two</em></p><p>more  lines</p>');
  await field(page, 'HTML of the mail').fill(changed);
  await tab(page, 'HTML').click();
  await tab(page, 'Editor').click();
  await expect(content(page).getByText('more lines')).toBeVisible();
  expect(await source(page)).toBe(changed);
  await tool(page, 'Undo').click();
  await expect(content(page).getByText('One more line', { exact: true })).toBeVisible();
  expect(await source(page)).toBe(typed);
  await tool(page, 'Redo').click();
  await expect(content(page).getByText('more lines')).toBeVisible();
  expect(await source(page)).toBe(changed);

  // Back to what was opened, to the letter: there is nothing left to save.
  while (await tool(page, 'Undo').isEnabled()) await tool(page, 'Undo').click();
  expect(await source(page)).toBe(first);
  await expect(button(page, 'Discard changes')).toHaveCount(0);
});
