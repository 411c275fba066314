import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { button, chooseFault, createVault, heading, open, unlock } from './harness/steps';
import { expect, test } from './harness/test';

const bay = (page: Page) => page.getByRole('region', { name: 'Patch bay' });
const socket = (page: Page, name: RegExp) => bay(page).getByRole('link', { name });
const notices = (page: Page) => page.getByRole('region', { name: 'Notices' });

test('a socket says everything about its line, and opens its page', async ({ desk: page }) => {
  const mail = socket(
    page,
    /^Outgoing mail to 127\.0\.0\.1:\d+ just now Proved: a message was accepted$/,
  );
  await expect(mail).toBeVisible();
  await mail.press('Enter');
  await expect(heading(page, 'Outgoing mail')).toBeVisible();
});

test('nothing is said of integrations before they are known', async ({ desk: page, demo }) => {
  let answer = () => {};
  const known = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/rpc/app.Deployments.Integrations', async (route) => {
    await known;
    await route.continue();
  });
  await button(page, 'Lock').click();
  await unlock(page, demo.started.password);
  await expect(heading(page, 'Recent changes')).toBeVisible();
  await expect(heading(page, 'Everything is proved')).toHaveCount(0);
  await expect(bay(page)).toHaveCount(0);
  answer();
  await expect(socket(page, /^Outgoing mail to /)).toBeVisible();
});

test('what ends, and what was proved, lead to their pages', async ({ desk: page }) => {
  const ends = page.getByRole('region', { name: 'Expiring' });
  await expect(ends).toContainText(/Certificate\s+127\.0\.0\.1:\d+\s+Expires in /);
  await ends.getByRole('link', { name: 'Encryption key' }).click();
  await expect(heading(page, 'Encryption key')).toBeVisible();
  await open(page, 'Overview');
  const proofs = page.getByRole('region', { name: 'Recent proofs' }).getByRole('listitem');
  await expect(proofs.first()).toContainText('counts now');
});

test('everything is proved on one click', async ({ desk: page }) => {
  await button(page, 'Prove everything').click();
  await expect(notices(page)).toContainText('3 integrations proved.');
  await expect(socket(page, /Proved: sender and recipient are accepted/)).toBeVisible();
  await expectAccessible(page, 'proved');
});

test('proving goes on when the page is left, and is cancelled from it', async ({ desk: page }) => {
  await chooseFault(page, 'Accepts the connection and says nothing');
  await open(page, 'Overview');
  await button(page, 'Prove everything').click();
  await expect(socket(page, /^Outgoing mail .*Being tested$/)).toBeVisible();
  await expect(page.getByRole('progressbar', { name: 'Proving everything' })).toBeVisible();
  await expectAccessible(page, 'proving');

  await open(page, 'Settings');
  const entry = page.getByRole('navigation').getByRole('link', { name: /^Overview/ });
  await expect(entry).toHaveAccessibleName('Overview Proving everything');
  await open(page, 'Overview');
  await button(page, 'Cancel proving').click();
  await expect(notices(page)).toContainText('Proving was cancelled.');
  await expect(button(page, 'Prove everything')).toBeEnabled();
});

test('a failure is named in the summary, and mended next', async ({ desk: page }) => {
  await chooseFault(page, 'Refuses the password (535)');
  await open(page, 'Overview');
  await button(page, 'Prove everything').click();
  await expect(notices(page)).toContainText('1 of 3 proofs failed: outgoing mail.');
  await expect(heading(page, 'Mend outgoing mail')).toBeVisible();
  await expect(socket(page, /Failed at sign-in/)).toBeVisible();
});

test('nothing to prove: the button says why', async ({ fresh: page }) => {
  await createVault(page);
  const prove = button(page, 'Prove everything');
  await expect(prove).toBeDisabled();
  await expect(prove).toHaveAccessibleDescription('Add a deployment first');
  await expectAccessible(page, 'without a deployment');
});
