import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { Keyboard } from './harness/keyboard';
import { call } from './harness/rpc';
import { button, createVault, field, heading, open } from './harness/steps';
import { expect, test } from './harness/test';

const list = (page: Page) => page.getByRole('list', { name: 'Journal' });
const rows = (page: Page) => list(page).getByRole('listitem');

test('a new vault has one entry, and it verifies', async ({ fresh: page }) => {
  await createVault(page);
  await open(page, 'Audit');
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).toContainText('Ada Example created the vault');
  await button(page, 'Verify journal').click();
  await expect(page.getByText('The one entry is as it was written.')).toBeVisible();
  await expect(page.getByText(/^[0-9a-f]{64}$/)).toBeVisible();
  await expectAccessible(page, 'a journal of one entry');
});

test('entries are sentences, are opened by keyboard, and lead to their deployment', async ({
  desk: page,
}) => {
  const keys = new Keyboard(page);
  await open(page, 'Audit');
  await page.getByRole('combobox', { name: 'What' }).selectOption({ label: 'Outgoing mail' });
  const saved = button(page, 'Ada Example saved outgoing mail');
  await keys.activate(saved);
  const dialog = page.getByRole('dialog', { name: 'Outgoing mail saved' });
  await expect(dialog).toContainText('outgoing.server.saved');
  await expectAccessible(page, 'an entry');
  await keys.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(saved).toBeFocused();
  await list(page).getByRole('link', { name: 'Demo' }).first().click();
  await expect(heading(page, 'Demo')).toBeVisible();
});

test('the filter narrows, says how many, and is cleared', async ({ desk: page }) => {
  await open(page, 'Audit');
  const total = page.getByText(/^\d+ entries$/);
  const all = await total.innerText(); // of a long journal, not every row is drawn
  await page.getByRole('combobox', { name: 'What' }).selectOption({ label: 'Outgoing mail' });
  await expect(rows(page)).toHaveCount(1);
  await expect(page.getByText(`1 entry of ${all.replace(' entries', '')}`)).toBeVisible();
  await expectAccessible(page, 'a filter');
  await page.getByRole('combobox', { name: 'What' }).selectOption({ label: 'Everything' });
  await page.getByRole('searchbox', { name: 'Search' }).fill('no such thing');
  await expect(page.getByText('No entry matches the filter.')).toBeVisible();
  await button(page, 'Clear the filter').click();
  await expect(total).toHaveText(all);
  await page.getByLabel('To', { exact: true }).fill('2001-01-01');
  await expect(page.getByText('No entry matches the filter.')).toBeVisible();
  await button(page, 'Clear the filter').click();
  await page.getByRole('checkbox', { name: 'Refused only' }).check();
  await expect(page.getByText('No entry matches the filter.')).toBeVisible();
});

test('a change elsewhere appears, and a spreadsheet takes it for a name', async ({
  desk: page,
}) => {
  await open(page, 'Audit');
  const name = '=1+1, Ltd.';
  await call(page, 'Deployments', 'Save', {
    id: '',
    revision: 0,
    name,
    tenantId: 'formula',
    hostname: 'formula.example.com',
    environment: 'test',
    portalUrl: '',
    messagesUrl: '',
    notes: '',
    variables: [],
    changedAt: '',
  });
  await expect(rows(page).first()).toContainText(name);
  const download = page.waitForEvent('download');
  await button(page, 'Save as CSV').click();
  expect((await download).suggestedFilename()).toMatch(/^patchbay-audit-\d{4}-\d\d-\d\d\.csv$/);
  const content = await readFile(await (await download).path(), 'utf8');
  expect(content).toContain(`"'=1+1, Ltd."`);
  // Of a long journal, not every row is drawn.
  const entries = Number.parseInt(await page.getByText(/^\d+ entries$/).innerText(), 10);
  expect(content.trim().split('\r\n')).toHaveLength(entries + 1);
});

test('a long journal is read on while it is scrolled', async ({ desk: page }) => {
  await page.evaluate(async () => {
    interface Session {
      Preferences(): Promise<object>;
      SavePreferences(settings: object): Promise<object>;
    }
    const { Session } = (window as unknown as { go: { app: { Session: Session } } }).go.app;
    let settings = await Session.Preferences();
    for (let count = 0; count < 450; count++) settings = await Session.SavePreferences(settings);
  });
  await open(page, 'Audit');
  const first = button(page, 'Ada Example created the vault');
  const scroller = list(page).locator('..');
  await expect(async () => {
    await scroller.evaluate((element) => {
      element.scrollTop = element.scrollHeight;
    });
    await expect(first).toBeVisible({ timeout: 500 });
  }).toPass();
  expect(await rows(page).count()).toBeLessThan(60);
  await field(page, 'Search')
    .or(page.getByRole('searchbox', { name: 'Search' }))
    .fill('created');
  await expect(rows(page)).toHaveCount(1);
});
