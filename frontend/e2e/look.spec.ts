import type { Page } from '@playwright/test';
import { expectFits, narrow } from './harness/fits';
import { call } from './harness/rpc';
import { button, createVault, editMail, field, link, open, panel, sections } from './harness/steps';
import { expect, test } from './harness/test';

for (const size of narrow) {
  const name = `${String(size.width)} × ${String(size.height)}`;
  test.describe(name, () => {
    test.use({ viewport: size });

    test(`nothing scrolls sideways at ${name}`, async ({ desk: page }) => {
      const long = 'very-long-name-'.repeat(3);
      await call(page, 'Deployments', 'Save', {
        id: '',
        revision: 0,
        name: long,
        tenantId: 'long',
        hostname: `${long}.${long}.example.com`.replaceAll('-.', '.'),
        environment: 'production',
        portalUrl: '',
        messagesUrl: '',
        notes: '',
        variables: [],
        changedAt: '',
      });
      for (const section of sections) {
        await visit(page, section);
        await expectFits(page, section);
      }
      await visit(page, 'Rehearsal');
      const inbox = page.getByRole('region', { name: 'Inbox' });
      await inbox.getByRole('listitem').getByRole('button').first().click();
      for (const part of ['HTML', 'Text', 'Headers', 'Raw']) {
        await page.getByRole('tab', { name: part }).click();
        await expectFits(page, `a message: ${part}`);
      }

      await expectProvidersFit(page);
      await visit(page, 'Outgoing mail');
      await button(page, 'Test email').click();
      await expect(panel(page).getByRole('status')).toHaveText('Passed');
      await panel(page).getByText('Transcript').first().click();
      await expectFits(page, 'a proof');
      await button(page, 'Edit').click();
      await expectFits(page, 'a form');
      await field(page, 'Host').fill(`${'long-'.repeat(30)}example.com`);
      await button(page, 'Save').click();
      await expectFits(page, 'a form with faults');
      await expectSheetsFit(page);
      await button(page, 'Cancel').click();

      await unfold(page);
      await page.getByRole('button', { name: /^Switch deployment/ }).click();
      await expectFits(page, 'the switcher');
      await page.getByRole('menuitemradio', { name: long }).click();
      for (const section of ['Overview', 'Outgoing mail']) {
        await visit(page, section);
        await expectFits(page, `${section}, with a long name`);
      }
    });

    test(`the first pages fit at ${name}`, async ({ fresh: page }) => {
      await expectFits(page, 'first start');
      await button(page, 'Create vault').click();
      await expectFits(page, 'first start with faults');
      await createVault(page);
      await expectFits(page, 'empty overview');
    });
  });
}

/** expectProvidersFit fills the page of an identity provider of each type with what is long. */
async function expectProvidersFit(page: Page): Promise<void> {
  await visit(page, 'Identity providers');
  await button(page, 'Add New').click();
  const long = `${'long-'.repeat(30)}example.com`;
  await field(page, 'Name').fill(long);
  await field(page, 'Sign-in message').fill(long);
  await field(page, 'Allowed domains').fill(`${long}, *.${long}`);
  for (const label of ['OAuth 2.0', 'SAML 2.0', 'OpenID Connect']) {
    await page.getByRole('combobox', { name: 'Auth type' }).selectOption({ label });
    await expectFits(page, `a provider, ${label}`);
  }
  await button(page, 'Start from a known provider').click();
  await expect(page.getByRole('dialog').getByRole('listbox')).toBeVisible();
  await expectFits(page, 'known providers');
  await page.keyboard.press('Escape');
  await button(page, 'Done').click();
  await expectFits(page, 'a provider with faults');
  await button(page, 'Cancel').click();
}

/** expectSheetsFit opens everything that an edited mail server can open. */
async function expectSheetsFit(page: Page): Promise<void> {
  for (const name of ['Addresses', 'Sender domain', 'Test']) {
    await page.getByRole('tab', { name }).click();
    await expectFits(page, `the tab ${name}`);
  }
  await button(page, 'Find settings from an address…').click();
  await field(page, 'E-mail address').fill(`${'long-'.repeat(12)}@gmail.com`);
  await expect(page.getByRole('table', { name: 'Servers for outgoing mail' })).toBeVisible();
  await expectFits(page, 'finding settings');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await button(page, 'Set up from a provider…').click();
  await expect(page.getByRole('listbox')).toBeVisible();
  await page.keyboard.type('Microsoft 365');
  await expectFits(page, 'providers');
  await button(page, 'Use these settings').click();
  await page.getByText('At the provider', { exact: true }).click();
  await expectFits(page, 'a sign-in with tokens');
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('e');
  await expectFits(page, 'the search');
  await page.keyboard.press('Escape');
}

/** unfold shows the sidebar where it is folded. */
async function unfold(page: Page): Promise<void> {
  const opener = button(page, 'Open the sections');
  if (await opener.isVisible()) await opener.click();
}

/** visit opens a section. */
async function visit(page: Page, section: string): Promise<void> {
  await unfold(page);
  await link(page, section).click();
  await expect(page.getByRole('heading', { name: section, exact: true })).toBeVisible();
}

test('the theme follows the system until one is chosen', async ({ desk: page }) => {
  const html = page.locator('html');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await open(page, 'Settings');
  await page.getByRole('combobox', { name: 'Theme' }).selectOption({ label: 'Light' });
  await expect(html).toHaveAttribute('data-theme', 'light');
  await page.reload();
  await expect(html).toHaveAttribute('data-theme', 'light');
  await page.getByRole('combobox', { name: 'Theme' }).selectOption({ label: 'Follow the system' });
  await expect(html).toHaveAttribute('data-theme', 'dark');
});

for (const reducedMotion of ['reduce', 'no-preference'] as const) {
  test(`motion: ${reducedMotion}`, async ({ desk: page }) => {
    await page.emulateMedia({ reducedMotion });
    await editMail(page);
    const longest = await page.evaluate(() =>
      Math.max(
        ...[...document.querySelectorAll('*')].flatMap((element) => {
          const { transitionDuration, animationDuration } = getComputedStyle(element);
          return `${transitionDuration},${animationDuration}`.split(',').map(parseFloat);
        }),
      ),
    );
    expect(longest).toBeLessThanOrEqual(reducedMotion === 'reduce' ? 0.001 : 0.15);
  });
}

test('safety settings refuse what makes no sense, and are kept', async ({ desk: page }) => {
  await open(page, 'Settings');
  const safety = page.getByRole('region', { name: 'Safety' });
  await safety.getByRole('button', { name: 'Edit' }).click();
  await field(page, 'Lock after').fill('100000');
  await button(page, 'Save').click();
  await expect(field(page, 'Lock after')).toHaveAttribute('aria-invalid', 'true');
  await field(page, 'Lock after').fill('42');
  await button(page, 'Save').click();
  await expect(page.getByText('Settings saved.')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('group', { name: 'Lock after' })).toHaveText('42 minutes');
});
