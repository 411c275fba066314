import { request } from './harness/rpc';
import { expectNowhere } from './harness/secrets';
import { button, editMail, field, heading, link, open, sections, unlock } from './harness/steps';
import { expect, test } from './harness/test';

// A few to a test: one for each would start as many programs and browsers.
for (let at = 0; at < sections.length; at += 4) {
  const some = sections.slice(at, at + 4);
  test(`a lock that the page did not ask for takes it away: ${some.join(', ')}`, async ({
    desk: page,
    demo,
  }) => {
    for (const section of some) {
      await open(page, section);
      // As the timer and another door do: the page learns of it by an event.
      expect((await request(page, 'Session.Lock')).status).toBe(200);
      await expect(heading(page, 'Unlock the vault')).toBeVisible();
      await expect(page.getByRole('navigation')).toHaveCount(0);
      await expectNowhere(page, [demo.started.password, 'acme', 'demo.example.com']);
      await unlock(page, demo.started.password);
      await expect(heading(page, section)).toBeVisible();
    }
  });
}

test('locking drops what was typed, and open dialogs', async ({ desk: page }) => {
  await editMail(page);
  await button(page, 'Change password').click();
  await field(page, 'Password').fill('canary-typed-0815');
  // While it is typed it is there, so looking for it does find it.
  await expect(expectNowhere(page, ['canary-typed-0815'])).rejects.toThrow('in fields');
  await link(page, 'Settings').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await request(page, 'Session.Lock');
  await expect(heading(page, 'Unlock the vault')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expectNowhere(page, ['canary-typed-0815']);
});

test('canary passwords stay nowhere after their use', async ({ desk: page, demo }) => {
  const canaries = ['canary-smtp-4711', 'canary-next-pass-word-4712', demo.started.password];
  const [smtp, next, current] = canaries as [string, string, string];

  await editMail(page);
  await button(page, 'Change password').click();
  await field(page, 'Password').fill(smtp);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('region', { name: 'Proof' }).getByRole('status')).toHaveText(
    'Failed: sign in',
  );
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('Successfully updated SMTP Details.')).toBeVisible();
  await expectNowhere(page, canaries);

  await open(page, 'Your account');
  const form = page.getByRole('form', { name: 'Change password' });
  await form.getByRole('textbox', { name: 'Current password' }).fill(current);
  await form.getByRole('textbox', { name: 'New password', exact: true }).fill(next);
  await form.getByRole('textbox', { name: 'Repeat new password' }).fill(next);
  await form.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Password changed.')).toBeVisible();
  await expectNowhere(page, canaries);

  for (const section of sections) {
    await open(page, section);
    await expectNowhere(page, canaries);
  }
  await button(page, 'Lock').click();
  await unlock(page, next);
  await expectNowhere(page, canaries);
});
