import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { call } from './harness/rpc';
import { button, heading, open, sidebar } from './harness/steps';
import { expect, test } from './harness/test';

const affected = (page: Page) => page.getByRole('table', { name: 'Integrations affected' });

async function addDeployment(page: Page, name: string): Promise<void> {
  await call(page, 'Deployments', 'Save', {
    id: '',
    revision: 0,
    name,
    tenantId: 'other',
    hostname: 'other.example.com',
    environment: 'production',
    portalUrl: '',
    messagesUrl: '',
    notes: '',
    variables: [],
    changedAt: '',
  });
}

test('the page names every stored secret, and leads to it', async ({ desk: page }) => {
  await open(page, 'Encryption key');
  await expect(affected(page)).toContainText('Outgoing mail');
  await expect(affected(page)).toContainText('Demo');
  await expect(affected(page)).toContainText(/Password\s+set just now/);
  await expect(page.getByText('their values stay as they are', { exact: false })).toBeVisible();

  // From another deployment the link leads to the one that it names.
  await addDeployment(page, 'Another');
  await page.getByRole('button', { name: /^Switch deployment/ }).click();
  await page.getByRole('menuitemradio', { name: 'Another' }).click();
  await expect(page.getByRole('button', { name: /^Switch deployment/ })).toContainText('Another');
  await affected(page).getByRole('link', { name: 'Outgoing mail' }).click();
  await expect(heading(page, 'Outgoing mail')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Switch deployment/ })).toContainText('Demo');
  await expect(page.getByRole('group', { name: 'Host' })).not.toHaveText('–');
});

test('what a rotation does not reach names the last backup', async ({ desk: page }) => {
  await open(page, 'Encryption key');
  const reach = page.getByRole('region', { name: 'What it does not reach' });
  await expect(reach).toContainText('Backups and copies of the vault folder made until now');
  await call(page, 'Backups', 'Make');
  await expect(reach).toContainText('The backup made just now');
  await expectAccessible(page, 'with a backup');
  await reach.getByRole('link').click();
  await expect(heading(page, 'Backup')).toBeVisible();
});

test('a rotation goes on while other pages are used', async ({ desk: page }) => {
  let go = () => {};
  const held = new Promise<void>((resolve) => (go = resolve));
  await page.route('**/rpc/app.Keys.Rotate', async (route) => {
    const answer = await route.fetch();
    await held;
    await route.fulfill({ response: answer });
  });
  await open(page, 'Encryption key');
  await button(page, 'Rotate encryption key').click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expectAccessible(page, 'rotating');
  await open(page, 'Deployments');
  await expect(sidebar(page).getByRole('link', { name: 'Encryption key' })).toContainText(
    'Rotating the encryption key',
  );
  await addDeployment(page, 'Made meanwhile');
  await expect(page.getByRole('link', { name: 'Made meanwhile' })).toBeVisible();
  go();
  await expect(page.getByText(/^Rotated: \d+ records re-encrypted\.$/)).toBeVisible();
});

test('a rotation that is cancelled leaves the old key, and no complaint', async ({
  desk: page,
}) => {
  let cancelled = () => {};
  const held = new Promise<void>((resolve) => (cancelled = resolve));
  await page.route('**/rpc/app.Keys.CancelRotation', async (route) => {
    await route.continue();
    cancelled();
  });
  // A rotation of this small vault ends before a hand can cancel it.
  await page.route('**/rpc/app.Keys.Rotate', async (route) => {
    await held;
    await route.fulfill({
      status: 408,
      json: { code: 'vault.cancelled', kind: 'timeout', message: 'the rotation was cancelled' },
    });
  });
  await open(page, 'Encryption key');
  await button(page, 'Rotate encryption key').click();
  await button(page, 'Cancel rotation').click();
  await expect(page.getByText('Rotation cancelled. The old key still holds.')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(button(page, 'Rotate encryption key')).toBeEnabled();
  await expect(page.getByText('The key has not been rotated yet.')).toBeVisible();
});
