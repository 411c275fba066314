import type { Page } from '@playwright/test';
import { call } from './harness/rpc';
import { button, createVault, editMail, field, open, panel, sections } from './harness/steps';
import { expect, test } from './harness/test';

const sizes = [
  { width: 960, height: 640 },
  { width: 720, height: 640 },
];

/** expectFits: nothing on the page scrolls sideways, nor sticks out of it. */
async function expectFits(page: Page, state: string): Promise<void> {
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => element.scrollWidth > element.clientWidth && scrolls(element))
      .map((element) => `${element.tagName} ${element.className} ${element.id}`),
  );
  expect(wide, state).toEqual([]);
}

declare function scrolls(element: Element): boolean;

for (const size of sizes) {
  const name = `${String(size.width)} × ${String(size.height)}`;
  test.describe(name, () => {
    test.use({ viewport: size });

    test.beforeEach(async ({ page }) => {
      await page.addInitScript(() => {
        // What a person could scroll; a clipped ellipsis is not.
        Object.assign(window, {
          scrolls: (element: Element) =>
            element === document.documentElement ||
            ['auto', 'scroll'].includes(getComputedStyle(element).overflowX),
        });
      });
    });

    test(`nothing scrolls sideways at ${name}`, async ({ desk: page }) => {
      const long = 'a-very-long-name-'.repeat(3);
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

/** visit opens a section, unfolding the sidebar where it is folded. */
async function visit(page: Page, section: string): Promise<void> {
  const unfold = button(page, 'Open the sections');
  if (await unfold.isVisible()) await unfold.click();
  await page.getByRole('navigation').getByRole('link', { name: section }).click();
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
  await button(page, 'Edit').click();
  await field(page, 'Lock after').fill('100000');
  await button(page, 'Save').click();
  await expect(field(page, 'Lock after')).toHaveAttribute('aria-invalid', 'true');
  await field(page, 'Lock after').fill('42');
  await button(page, 'Save').click();
  await expect(page.getByText('Settings saved.')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('group', { name: 'Lock after' })).toHaveText('42 minutes');
});
