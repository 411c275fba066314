import { ada, button, createVault, field, heading, open, unlock } from './harness/steps';
import { expect, test } from './harness/test';

const other = 'jack.socket.plug.wire.77';

test('rotating the encryption key is kept in its history', async ({ desk: page }) => {
  await open(page, 'Encryption key');
  await expect(page.getByText('The key has not been rotated yet.')).toBeVisible();
  await button(page, 'Rotate encryption key').click();
  await expect(page.getByText(/^Rotated: \d+ records re-encrypted\.$/)).toBeVisible();
  const history = page.getByRole('table', { name: 'History' });
  await expect(history.getByRole('row')).toHaveCount(2); // its head, and one rotation
  await expect(history).toContainText(ada.name);

  await open(page, 'Outgoing mail');
  await button(page, 'Test email').click();
  await expect(page.getByRole('region', { name: 'Proof' }).getByRole('status')).toHaveText(
    'Passed',
  );
});

test('the own password can be changed', async ({ desk: page, demo }) => {
  const form = page.getByRole('form', { name: 'Change password' });
  const input = (name: string) => form.getByRole('textbox', { name, exact: true });
  const change = form.getByRole('button', { name: 'Change password' });
  await open(page, 'Your account');

  await input('Current password').fill('not-the-password');
  await input('New password').fill(other);
  await input('Repeat new password').fill(other);
  await change.click();
  await expect(input('Current password')).toHaveAttribute('aria-invalid', 'true');

  await input('Current password').fill(demo.started.password);
  await input('Repeat new password').fill(`${other}!`);
  await change.click();
  await expect(input('Repeat new password')).toHaveAttribute('aria-invalid', 'true');

  await input('Repeat new password').fill(other);
  await change.click();
  await expect(page.getByText('Password changed.')).toBeVisible();

  await button(page, 'Lock').click();
  // The page that is left has a field of the same name.
  await expect(page.getByRole('heading', { name: 'Unlock the vault' })).toBeVisible();
  await field(page, 'Password').fill(demo.started.password);
  await button(page, 'Unlock').click();
  await expect(page.getByRole('alert')).toContainText(/password/i);
  await expect(field(page, 'Password')).toHaveValue('');
  await expect(field(page, 'Password')).toBeFocused();
  await unlock(page, other);
});

test('a lost password: the recovery key opens the vault, once', async ({ fresh: page }) => {
  const first = await createVault(page);
  await button(page, 'Lock').click();
  await button(page, 'Use the recovery key').click();
  const recover = async (key: string) => {
    await field(page, 'Recovery key').fill(key);
    await field(page, 'New password').fill(other);
    await field(page, 'Repeat new password').fill(other);
    await button(page, 'Open and set password').click();
  };
  await recover('ABCDE-ABCDE');
  await expect(field(page, 'Recovery key')).toHaveAttribute('aria-invalid', 'true');

  await recover(first);
  const second = await page.getByRole('group', { name: 'Recovery key' }).innerText();
  expect(second).not.toBe(first);
  await page.getByRole('checkbox').check();
  await button(page, 'Open the vault').click();
  await expect(heading(page, 'Overview')).toBeVisible();

  await button(page, 'Lock').click();
  await button(page, 'Use the recovery key').click();
  await recover(first);
  await expect(
    page
      .getByRole('alert')
      .or(page.getByText(/recovery key/i))
      .first(),
  ).toBeVisible();
  await expect(heading(page, 'Open with the recovery key')).toBeVisible();
  await button(page, 'Use the password').click();
  await unlock(page, other);
});

test('the recovery key can be replaced', async ({ desk: page, demo }) => {
  await open(page, 'Your account');
  const form = page.getByRole('form', { name: 'Replace recovery key' });
  await form.getByRole('textbox', { name: 'Password' }).fill(demo.started.password);
  await form.getByRole('button', { name: 'Replace recovery key' }).click();
  await expect(page.getByRole('group', { name: 'Recovery key' })).toHaveText(/\w/);
  await page.getByRole('checkbox').check();
  await button(page, 'Done').click();
  await expect(heading(page, 'Your account')).toBeVisible();
});
