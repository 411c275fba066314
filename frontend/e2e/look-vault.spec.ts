import { expectFitsNarrow } from './harness/fits';
import { pick, unlockAs } from './harness/operators';
import { request } from './harness/rpc';
import { button, field, heading, open } from './harness/steps';
import { expect, test } from './harness/test';

const long = {
  name: `${'Hohenzollern-Sigmaringen-'.repeat(4)}Rudolstadt`,
  email: `${'long.local.part.'.repeat(3)}x@${'department.'.repeat(8)}example.com`,
  first: 'first.word.of.someone.77',
};

test('operators with long names fit', async ({ desk: page }) => {
  await open(page, 'Operators');
  await button(page, 'Add operator').click();
  await button(page, 'Add operator').click();
  await expect(field(page, 'Name')).toHaveAttribute('aria-invalid', 'true');
  await expectFitsNarrow(page, 'adding, with faults');
  await field(page, 'Name').fill(long.name);
  await field(page, 'E-mail address').fill(long.email);
  await page.getByRole('radio', { name: 'Owner' }).check();
  await field(page, 'First password').fill(long.first);
  await field(page, 'Repeat first password').fill(long.first);
  await button(page, 'Add operator').click();
  await expect(heading(page, `${long.name} can open the vault now`)).toBeVisible();
  await expectFitsNarrow(page, 'how they get in');
  await button(page, 'Done').click();
  await expect(page.getByRole('table')).toContainText(long.name);
  await expectFitsNarrow(page, 'the list');
  await pick(page, long.name, 'Edit');
  await expect(heading(page, long.name)).toBeVisible();
  await expectFitsNarrow(page, 'one operator');
  await button(page, 'Cancel').click();
  await pick(page, long.name, 'Remove');
  await expectFitsNarrow(page, 'the question before a removal');
  await page.keyboard.press('Escape');

  await request(page, 'Session.Lock');
  await unlockAs(page, long.name, long.first);
  await expect(heading(page, 'Set your own password')).toBeVisible();
  await expectFitsNarrow(page, 'the first password');
  await button(page, 'Set password and go on').click();
  await expect(field(page, 'First password')).toHaveAttribute('aria-invalid', 'true');
  await expectFitsNarrow(page, 'the first password, with faults');
});
