import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import type { Serve } from './harness/program';
import { ada, button, createVault, field, heading, open, unlock } from './harness/steps';
import { expect, test } from './harness/test';

const upload = (page: Page) => page.locator('input[type=file]');

async function save(page: Page): Promise<string> {
  await open(page, 'Backup');
  const download = page.waitForEvent('download');
  await button(page, 'Back up now').click();
  return (await download).path();
}

test('a first start restores another machine’s vault', async ({
  fresh: page,
  context,
  programs,
}) => {
  const recoveryKey = await createVault(page);
  const file = await save(page);
  const elsewhere = await programs.start<Serve>('serve');
  const second = await context.newPage();
  await second.goto(elsewhere.started.url);
  await button(second, 'Restore from a backup instead').click();
  await expect(heading(second, 'Restore from a backup')).toBeVisible();
  await button(second, 'Back').click();
  await expect(heading(second, 'Create your vault')).toBeVisible();

  await button(second, 'Restore from a backup instead').click();
  await upload(second).setInputFiles(file);
  await second.getByRole('combobox', { name: 'Open it with' }).selectOption('Recovery key');
  await field(second, 'Recovery key').fill(recoveryKey);
  await button(second, 'Open and verify').click();
  await expect(second.getByText('There is no vault folder yet.')).toBeVisible();
  await expectAccessible(second, 'the first start’s report');
  await button(second, 'Restore').click();
  await expect(heading(second, 'Unlock the vault')).toBeVisible();
  await expect(second.getByText(/^The backup of .+ is in place$/)).toBeVisible();
  await unlock(second, ada.password);
  await expect(heading(second, 'Overview')).toBeVisible();
});

test('a damaged vault is explained, and a backup takes its place', async ({
  fresh: page,
  serve,
  programs,
}) => {
  await createVault(page);
  const file = await save(page);
  await button(page, 'Lock').click();
  await expect(heading(page, 'Unlock the vault')).toBeVisible();
  await page.goto('about:blank');
  await serve.end();
  await damage(join(serve.folder, 'vault'));

  const again = await programs.startIn<Serve>(serve.folder, 'serve');
  await page.goto(again.started.url);
  await field(page, 'Password').fill(ada.password);
  await button(page, 'Unlock').click();
  await expect(heading(page, 'The vault is damaged')).toBeVisible();
  await expect(page.getByText('The last backup was made on')).toBeVisible();
  await expectAccessible(page, 'a damaged vault');
  await button(page, 'Try again').click();
  await expect(heading(page, 'Unlock the vault')).toBeVisible();
  await field(page, 'Password').fill(ada.password);
  await button(page, 'Unlock').click();
  await button(page, 'Restore from a backup').click();
  await upload(page).setInputFiles(file);
  await field(page, 'Password').fill(ada.password);
  await button(page, 'Open and verify').click();
  await page.getByRole('checkbox', { name: /^Replace the vault/ }).check();
  await button(page, 'Restore').click();
  await expect(page.getByText(/vault\.replaced-\d{8}-\d{6}/)).toBeVisible();
  await unlock(page, ada.password);
  expect((await readdir(serve.folder)).filter((name) => name.startsWith('vault.'))).toHaveLength(1);
});

/** damage hurts every file of a vault but its header, so that nothing is left to mend it with. */
async function damage(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /^(header|lock)/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path);
    for (let at = 50; at < content.length; at += 61) content[at] = (content[at] ?? 0) ^ 1;
    await writeFile(path, content);
  }
}
