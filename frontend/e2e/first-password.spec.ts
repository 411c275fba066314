import { expectAccessible } from './harness/accessible';
import { add, grace, setOwn, unlockAs } from './harness/operators';
import { request } from './harness/rpc';
import { button, field, heading, open } from './harness/steps';
import { expect, test } from './harness/test';

test('with a first password nothing opens but its replacement', async ({ desk: page }) => {
  await add(page, 'owner');
  await open(page, 'Operators');
  await request(page, 'Session.Lock');
  await unlockAs(page, grace.name, grace.first);
  await expect(heading(page, 'Set your own password')).toBeVisible();
  await expect(field(page, 'First password')).toBeFocused();
  await expectAccessible(page, 'first password');

  // Neither the address nor a key leads anywhere.
  await page.evaluate(() => {
    location.hash = '#/settings';
  });
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await expect(heading(page, 'Set your own password')).toBeVisible();
  const refused = await request(page, 'Deployments.List');
  expect(refused.status).toBe(403);
  expect(await refused.text()).toContain('operator.password_change_needed');
  await page.reload();
  await expect(heading(page, 'Set your own password')).toBeVisible();

  await setOwn(page, 'not.the.first.password', grace.own);
  await expect(field(page, 'First password')).toHaveAttribute('aria-invalid', 'true');
  await setOwn(page, grace.first, grace.first);
  await expect(field(page, 'New password')).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page, 'first password, refused');

  await page.keyboard.press('ControlOrMeta+l');
  await unlockAs(page, grace.name, grace.first);
  await expect(heading(page, 'Set your own password')).toBeVisible();
  await expect(field(page, 'First password')).toHaveValue('');
  await button(page, 'Lock').click();
  await unlockAs(page, grace.name, grace.first);
  await setOwn(page, grace.first, grace.own);
  await expect(heading(page, 'Settings')).toBeVisible();
});
