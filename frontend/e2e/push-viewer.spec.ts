import { add, enter } from './harness/operators';
import { button, open } from './harness/steps';
import { expect, test } from './harness/test';

test('a viewer is led neither to a push nor to editing', async ({ desk: page }) => {
  await add(page, 'viewer');
  await enter(page);
  await open(page, 'Outgoing mail');
  await expect(button(page, 'Test email')).toBeVisible();
  for (const name of ['Push to target', 'Edit', 'Remove']) {
    await expect(button(page, name)).toHaveCount(0);
  }
});
