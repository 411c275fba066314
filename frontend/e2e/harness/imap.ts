import type { Page } from '@playwright/test';
import { call } from './rpc';
import { button, heading } from './steps';
import { expect } from './test';

/** fillMailbox opens a new mailbox that reads the demo's rehearsal server, as an empty table offers it. */
export async function fillMailbox(page: Page): Promise<void> {
  await page.evaluate(() => {
    history.pushState({ intent: 'rehearsal' }, '', '#/mailboxes/new');
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  });
  await expect(heading(page, 'New mailbox')).toBeVisible();
  await expect(button(page, 'Test connection')).toBeEnabled();
}

/** keepMailbox saves such a mailbox; its page stays open. */
export async function keepMailbox(page: Page): Promise<string> {
  await fillMailbox(page);
  await button(page, 'Save').click();
  await expect(heading(page, 'rehearsal@example.com')).toBeVisible();
  await expect(button(page, 'Edit')).toBeVisible();
  return 'rehearsal@example.com';
}

/** rehearsalPassword is the one that the demo's rehearsal mailbox takes. */
export async function rehearsalPassword(page: Page): Promise<string> {
  const [demo] = await call<[{ id: string }]>(page, 'Deployments', 'List');
  const draft = await call<{ password: { value: string } }>(
    page,
    'Mailboxes',
    'RehearsalDraft',
    demo.id,
  );
  return draft.password.value;
}
