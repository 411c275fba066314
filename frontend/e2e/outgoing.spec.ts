import { button, editMail, field, heading, panel, value } from './harness/steps';
import { expect, test } from './harness/test';

test.beforeEach(async ({ desk: page }) => {
  await editMail(page);
});

test('a stored password is bound to its destination', async ({ desk: page }) => {
  await expect(button(page, 'Change password')).toBeVisible();
  await field(page, 'Host').fill('smtp.elsewhere.example');
  // At once, with nothing saved or tested.
  await expect(page.getByRole('alert')).toContainText('Enter the password again');
  await expect(page.getByRole('alert')).toContainText('127.0.0.1');
  await expect(field(page, 'Password')).toBeVisible();
  await expect(button(page, 'Test email')).toBeDisabled();

  await button(page, 'Save').click();
  await expect(field(page, 'Password')).toBeFocused();
  await expect(field(page, 'Password')).toHaveAttribute('aria-invalid', 'true');

  await field(page, 'Host').fill('127.0.0.1');
  await expect(page.getByText('Enter the password again')).toBeHidden();
  await expect(button(page, 'Change password')).toBeVisible();
});

test('a password without encryption has to be confirmed', async ({ desk: page }) => {
  await page.getByRole('combobox', { name: 'Security' }).selectOption({ label: 'None' });
  await field(page, 'Password').fill('typed-again');
  const confirmation = page.getByRole('checkbox', { name: 'Unencrypted password' });
  await expect(confirmation).not.toBeChecked();

  await button(page, 'Save').click();
  await expect(confirmation).toHaveAttribute('aria-invalid', 'true');
  await expect(confirmation).toBeFocused();

  await confirmation.check();
  await button(page, 'Save').click();
  await expect(page.getByText('Successfully updated SMTP Details.')).toBeVisible();
  await expect(value(page, 'Unencrypted password')).toHaveText('On');
});

test('faults land on their fields, and the first one gets the focus', async ({ desk: page }) => {
  await field(page, 'Reply-to address').fill('two@@example.com');
  await field(page, 'Port').fill('70000');
  await field(page, 'From address').fill('');
  await button(page, 'Save').click();

  await expect(field(page, 'Port')).toBeFocused();
  for (const name of ['Port', 'From address', 'Reply-to address']) {
    await expect(field(page, name)).toHaveAttribute('aria-invalid', 'true');
    await expect(field(page, name)).toHaveAccessibleDescription(/./);
  }
  await expect(field(page, 'Host')).not.toHaveAttribute('aria-invalid');
  await expect(page.getByText('Successfully updated SMTP Details.')).toBeHidden();
});

const bad: [string, string][] = [
  ['Host', 'smtp://mail.example.com'],
  ['Host', 'mail.example.com:587'],
  ['Port', '0'],
  ['Port', 'smtp'],
  ['From address', 'no-at-sign'],
  ['EHLO name', 'two words'],
  ['Additional authority', 'not a certificate'],
];
test('what is wrong with a field is said before anything is saved', async ({ desk: page }) => {
  await page.getByText('Advanced').click();
  for (const [name, typed] of bad) {
    const input = field(page, name);
    const before = await input.inputValue();
    await input.fill(typed);
    await input.blur();
    // While typing goes on elsewhere.
    await expect(input, typed).toHaveAttribute('aria-invalid', 'true');
    await expect(input, typed).toHaveAccessibleDescription(/./);
    await input.fill(before);
    await expect(input, `after ${typed}`).not.toHaveAttribute('aria-invalid');
  }
});

test('a test of the draft changes nothing that is stored', async ({ desk: page }) => {
  await field(page, 'From name').fill('Draft only');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(panel(page).getByRole('status')).toHaveText('Passed');
  await button(page, 'Cancel').click();
  await expect(heading(page, 'Outgoing mail')).toBeVisible();
  await expect(value(page, 'From name')).not.toHaveText('Draft only');
});
