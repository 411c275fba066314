import { expectAccessible } from './harness/accessible';
import { add, enter, grace, pick, row, setOwn, unlockAs } from './harness/operators';
import { request } from './harness/rpc';
import { expectNowhere } from './harness/secrets';
import { button, field, heading, open, sidebar } from './harness/steps';
import { expect, test } from './harness/test';

test('an owner adds an operator, who sets a password of her own', async ({ desk: page, demo }) => {
  await open(page, 'Operators');
  await expect(row(page, demo.started.operator)).toContainText('Only owner');
  await button(page, 'Add operator').click();
  await expect(field(page, 'Name')).toBeFocused();
  await button(page, 'Add operator').click();
  for (const name of ['Name', 'E-mail address', 'First password']) {
    await expect(field(page, name)).toHaveAttribute('aria-invalid', 'true');
  }
  await expect(field(page, 'Name')).toBeFocused();
  await expectAccessible(page, 'a form with faults');

  await field(page, 'Name').fill(demo.started.operator.toUpperCase());
  await field(page, 'E-mail address').fill(grace.email);
  await page.getByRole('radio', { name: 'Viewer' }).check();
  await field(page, 'First password').fill(grace.first);
  await expect(page.getByText('Password strength: strong')).toBeAttached();
  await field(page, 'Repeat first password').fill(`${grace.first}!`);
  await button(page, 'Add operator').click();
  await expect(field(page, 'Name')).toHaveAttribute('aria-invalid', 'true'); // taken
  await expect(field(page, 'Repeat first password')).toHaveAttribute('aria-invalid', 'true');

  await field(page, 'Name').fill(grace.name);
  await field(page, 'Repeat first password').fill(grace.first);
  await button(page, 'Add operator').click();
  await expect(heading(page, `${grace.name} can open the vault now`)).toBeFocused();
  await expect(page.getByText(`unlock as “${grace.name}”`)).toBeVisible();
  await expectNowhere(page, [grace.first]);
  await expectAccessible(page, 'somebody was added');
  await button(page, 'Done').click();
  await expect(row(page, grace.name)).toContainText('Viewer');
  await expect(row(page, grace.name)).toContainText('Must set a new password');
  await expectAccessible(page, 'the list');

  await button(page, 'Lock').click();
  await unlockAs(page, grace.name, grace.first);
  await setOwn(page, grace.first, grace.own);
  await open(page, 'Operators');
  await expect(row(page, grace.name)).toContainText('You');
  await expect(row(page, grace.name)).toContainText('Own password set');
});

test('name, address and role are changed', async ({ desk: page, demo }) => {
  await add(page, 'viewer');
  await open(page, 'Operators');
  await pick(page, grace.name, 'Edit');
  await expect(heading(page, grace.name)).toBeVisible();
  await expect(field(page, 'Name')).toBeFocused();
  await field(page, 'E-mail address').fill('not an address');
  await button(page, 'Save').click();
  await expect(field(page, 'E-mail address')).toHaveAttribute('aria-invalid', 'true');

  await sidebar(page).getByRole('link', { name: 'Audit' }).click();
  await expect(page.getByRole('dialog')).toContainText('not saved');
  await button(page, 'Stay').click();

  await field(page, 'Name').fill('Rear Admiral Hopper');
  await field(page, 'E-mail address').fill('hopper@example.com');
  await page.getByRole('radio', { name: 'Owner' }).check();
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('Rear Admiral Hopper saved.')).toBeVisible();
  await expect(row(page, 'Rear Admiral Hopper')).toContainText('hopper@example.com');
  await expect(row(page, 'Rear Admiral Hopper')).toContainText('Owner');

  // One's own role goes at once, since there is another owner now.
  await pick(page, demo.started.operator, 'Edit');
  await expect(heading(page, demo.started.operator)).toBeVisible();
  await page.getByRole('radio', { name: 'Editor' }).check();
  await expect(page.getByText(/You lose what only an owner may do/)).toBeVisible();
  await expectAccessible(page, 'giving up the own role');
  await button(page, 'Save').click();
  await expect(page.getByText(/^Only an owner adds, changes and removes operators/)).toBeVisible();
  await expect(button(page, 'Add operator')).toHaveCount(0);
});

test('the only owner stays one', async ({ desk: page, demo }) => {
  const name = demo.started.operator;
  await open(page, 'Operators');
  await button(page, `Actions for ${name}`).click();
  const remove = page.getByRole('menuitem', { name: 'Remove' });
  await expect(remove).toBeDisabled();
  await expect(remove).toContainText('Make somebody else an owner first');
  await page.keyboard.press('End'); // whoever hears the page learns why, too
  await expect(remove).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expectAccessible(page, 'the menu of the only owner');
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await expect(page.getByRole('radio', { name: 'Viewer' })).toBeDisabled();
});

test('removing makes a new key, and says what is left to do', async ({ desk: page, demo }) => {
  await add(page, 'editor');
  await open(page, 'Operators');
  await pick(page, grace.name, 'Remove');
  const dialog = page.getByRole('dialog', { name: `Remove ${grace.name}?` });
  await expect(dialog).toContainText('A new encryption key is made at once');
  await expect(dialog).toContainText('Backups and copies of the vault folder made until now');
  await expectAccessible(page, 'the question');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(button(page, `Actions for ${grace.name}`)).toBeFocused();

  await pick(page, grace.name, 'Remove');
  await button(page, 'Remove and make a new key').click();
  const outcome = page.getByRole('status').filter({ hasText: `${grace.name} was removed.` });
  await expect(outcome).toContainText(/\d+ records re-encrypted with a new key/);
  await expect(row(page, grace.name)).toHaveCount(0);
  await expectAccessible(page, 'somebody was removed');
  await outcome.getByRole('link', { name: 'Change the stored secrets' }).click();
  await expect(heading(page, 'Encryption key')).toBeVisible();
  await expect(page.getByRole('table', { name: 'History' })).toContainText(demo.started.operator);

  await button(page, 'Lock').click();
  await expect(heading(page, 'Unlock the vault')).toBeVisible();
  const refused = await request(page, 'Session.Unlock', {
    operator: grace.name,
    password: grace.first,
  });
  expect(refused.status).toBeGreaterThanOrEqual(400);
});

test('a removal goes on while its page is left', async ({ desk: page }) => {
  await add(page, 'editor');
  let go = () => {};
  const held = new Promise<void>((resolve) => (go = resolve));
  await page.route('**/rpc/app.Operators.Remove', async (route) => {
    await held;
    await route.continue();
  });
  await open(page, 'Operators');
  await pick(page, grace.name, 'Remove');
  await button(page, 'Remove and make a new key').click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expectAccessible(page, 'removing');
  await open(page, 'Encryption key');
  await expect(button(page, 'Rotate encryption key')).toBeDisabled();
  await expect(sidebar(page).getByRole('link', { name: 'Operators' })).toContainText(
    `Removing ${grace.name}`,
  );
  go();
  await expect(page.getByText(`${grace.name} was removed.`)).toBeVisible();
  await open(page, 'Operators');
  const outcome = page.getByRole('main').getByRole('status').filter({ hasText: 'was removed' });
  await expect(outcome).toBeVisible();
  await outcome.getByRole('button', { name: 'Close' }).click();
  await expect(outcome).toHaveCount(0);
});

for (const role of ['editor', 'viewer']) {
  test(`the role ${role} sees who is there, and changes nothing`, async ({ desk: page, demo }) => {
    await add(page, role);
    await enter(page);
    await open(page, 'Operators');
    await expect(row(page, demo.started.operator)).toContainText('Owner');
    await expect(
      page.getByText(`your role is ${role}. Ask ${demo.started.operator}.`),
    ).toBeVisible();
    await expect(page.getByRole('main').getByRole('button')).toHaveCount(0);
    await expectAccessible(page, role);
    await page.evaluate(() => {
      location.hash = '#/operators/new';
    });
    await expect(button(page, 'Back to the operators')).toBeVisible();
    await expect(page.getByRole('form')).toHaveCount(0);
    await open(page, 'Encryption key');
    await expect(page.getByText('Only an owner rotates the key')).toBeVisible();
    await expect(button(page, 'Rotate encryption key')).toHaveCount(0);
    await open(page, 'Your account');
    await expect(page.getByRole('form', { name: 'Change password' })).toBeVisible();
    await expect(page.getByRole('form', { name: 'Replace recovery key' })).toHaveCount(0);
    await open(page, 'Deployments');
    await expect(button(page, 'Add deployment')).toHaveCount(role === 'editor' ? 1 : 0);
    await page.getByRole('table').getByRole('link', { name: 'Demo' }).click();
    await expect(heading(page, 'Demo')).toBeVisible();
    await expect(button(page, 'Edit')).toHaveCount(role === 'editor' ? 1 : 0);
  });
}

test('all of it by keyboard, from the palette', async ({ desk: page }) => {
  const type = async (text: string) => {
    await page.keyboard.type(text);
    await page.keyboard.press('Tab');
  };
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog', { name: 'Search' }).getByRole('combobox')).toBeFocused();
  await page.keyboard.type('new user');
  await page.keyboard.press('Enter');
  await expect(field(page, 'Name')).toBeFocused();
  await type(grace.name);
  await type(grace.email);
  await expect(page.getByRole('radio', { name: 'Editor' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await type(grace.first);
  await page.keyboard.press('Tab'); // past Show
  await page.keyboard.type(grace.first);
  await page.keyboard.press('Enter');
  await expect(heading(page, `${grace.name} can open the vault now`)).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(row(page, grace.name)).toContainText('Viewer');
  await button(page, `Actions for ${grace.name}`).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(button(page, 'Remove and make a new key')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(row(page, grace.name)).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('replace recovery key');
  await page.keyboard.press('Enter');
  await expect(field(page, 'Password')).toBeFocused();
});
