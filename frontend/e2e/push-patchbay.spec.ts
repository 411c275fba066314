import type { Page } from '@playwright/test';
import { Keyboard } from './harness/keyboard';
import type { Demo } from './harness/program';
import { call } from './harness/rpc';
import { expectNowhere } from './harness/secrets';
import { button, field, heading, open, value } from './harness/steps';
import { expect, test as base } from './harness/test';

/** Other is a second Patchbay, whose local API takes what the first one pushes. */
interface Other {
  page: Page;
  /** "127.0.0.1:PORT" of its local API. */
  address: string;
  ca: string;
  clientID: string;
  clientSecret: string;
}

const test = base.extend<{ other: Other }>({
  other: async ({ context, programs }, use) => {
    const program = await programs.start<Demo>('demo', '--listen', '127.0.0.1:0');
    const page = await context.newPage();
    await page.goto(program.started.url);
    await expect(heading(page, 'Overview')).toBeVisible();
    await use({ page, ...(await openAPI(page)) });
  },
});

async function openAPI(page: Page): Promise<Omit<Other, 'page'>> {
  const [{ id }] = await call<[{ id: string }]>(page, 'Deployments', 'List');
  const saved = await call<{ client: { clientId: string }; secret: string }>(
    page,
    'APIClients',
    'Save',
    {
      deploymentId: id,
      id: '',
      revision: 0,
      clientId: 'the-other-patchbay',
      description: '',
      scopes: ['mail:write'],
      default: false,
      tokenUrl: '',
      clientAuth: 'client_secret_basic',
      caPem: '',
      secret: { change: 'generate', value: '' },
    },
  );
  const state = await call<{ address: string; authority: { pem: string } }>(
    page,
    'LocalAPI',
    'Start',
  );
  return {
    address: new URL(state.address).host,
    ca: state.authority.pem,
    clientID: saved.client.clientId,
    clientSecret: saved.secret,
  };
}

test('two Patchbays: one pushes by keys alone, the other shows it at once', async ({
  desk: page,
  other,
}) => {
  const keys = new Keyboard(page);
  const dialog = page.getByRole('dialog', { name: 'Push to target' });
  await open(other.page, 'Outgoing mail');
  await expect(value(other.page, 'From name')).toHaveText('Rehearsal');
  await page.bringToFront();
  await open(page, 'Outgoing mail');
  await renameSender(page, 'Pushed by the first');

  await keys.activate(button(page, 'Push to target'));
  await expect(dialog.getByRole('radio', { name: 'SSMS' })).toBeFocused();
  const port = other.address.split(':')[1] ?? '';
  await keys.type(field(page, 'URL'), `https://demo.localhost:${port}/digitanium/v4/mail/config`);
  await keys.tabTo(dialog.getByRole('radio', { name: 'Paste a bearer token' }));
  await keys.press('ArrowDown');
  await keys.type(field(page, 'Token URL'), `https://${other.address}/oauth2/token`);
  await keys.type(field(page, 'Client ID'), other.clientID);
  await keys.type(field(page, 'Client secret'), other.clientSecret);
  await keys.type(field(page, 'Scope'), 'mail:write');
  await keys.activate(dialog.getByText('Advanced'));
  await keys.tabTo(field(page, 'Additional authority'));
  await page.keyboard.insertText(other.ca);
  await keys.activate(button(page, 'Push'));
  await expect(dialog.getByRole('region', { name: 'Push', exact: true })).toContainText(
    'Successfully updated SMTP Details',
  );
  await expect(button(page, 'Push again')).toBeFocused(); // nobody had to look for it

  await expect(value(other.page, 'From name')).toHaveText('Pushed by the first');
  await expectRecorded(other.page, 'outgoing.server.saved', other.clientID);
  await expectRecorded(page, 'handover.applied', `https://demo.localhost:${port}`);
  await expectNowhere(other.page, [other.clientSecret]);

  await keys.press('Escape');
  await keys.activate(button(page, 'Close anyway'));
  await expect(button(page, 'Push to target')).toBeFocused();
  // What was pushed is no longer what is kept.
  await renameSender(page, 'Changed since');
  await keys.activate(button(page, 'Push to target'));
  await keys.tabTo(dialog.getByRole('tab', { name: 'Target' }));
  await keys.press('ArrowLeft');
  await expect(dialog.getByRole('row').nth(1)).toContainText('Stale');
});

test('the other Patchbay says why it takes nothing and gives no token', async ({
  desk: page,
  other,
}) => {
  await open(page, 'Outgoing mail');
  await button(page, 'Push to target').click();
  const dialog = page.getByRole('dialog', { name: 'Push to target' });
  await dialog.getByRole('radio', { name: 'Another URL' }).check();
  await field(page, 'URL').fill(`https://${other.address}/auth/realms/demo/mail/setup`);
  await field(page, 'Bearer token').fill('pbat_0000000000000000000000000000000000000000000');
  await dialog.getByText('Advanced').click();
  await field(page, 'Additional authority').fill(other.ca);
  await button(page, 'Push').click();
  await expect(dialog).toContainText('push.unauthorized');
  await expect(dialog).toContainText('HTTP 401 Unauthorized.');

  await dialog.getByRole('tab', { name: 'Target' }).click();
  await dialog.getByRole('radio', { name: /^Obtain a token/ }).check();
  await field(page, 'Token URL').fill(`https://${other.address}/oauth2/token`);
  await field(page, 'Client ID').fill(other.clientID);
  await field(page, 'Client secret').fill(other.clientSecret);
  await field(page, 'Scope').fill('idp:write');
  await button(page, 'Push again').click();
  await expect(dialog).toContainText('token.scope_refused');
  await expect(dialog).toContainText('invalid_scope');
});

test('the other Patchbay’s authority is offered, by the fingerprint that its page shows', async ({
  desk: page,
  other,
}) => {
  const { authority } = await call<{ authority: { fingerprint: string } }>(
    other.page,
    'LocalAPI',
    'State',
  );
  await page.bringToFront();
  await open(page, 'Outgoing mail');
  await button(page, 'Push to target').click();
  const dialog = page.getByRole('dialog', { name: 'Push to target' });
  await dialog.getByRole('radio', { name: 'Another URL' }).check();
  await field(page, 'URL').fill(`https://${other.address}/auth/realms/demo/mail/setup`);
  await field(page, 'Bearer token').fill('pbat_0000000000000000000000000000000000000000000');
  await button(page, 'Push').click();
  await expect(dialog).toContainText('tls.unknown_authority');
  await button(page, 'Trust this authority for this server').click();
  await expect(page.getByRole('dialog', { name: /^Trust this authority/ })).toContainText(
    authority.fingerprint,
  );
  await button(page, 'Trust it').click();
  await button(page, 'Push again').click();
  await expect(dialog).toContainText('push.unauthorized'); // it is asked now
});

/** renameSender changes what is kept; the page of outgoing mail is shown. */
async function renameSender(page: Page, name: string): Promise<void> {
  await button(page, 'Edit').click();
  await field(page, 'From name').fill(name);
  await button(page, 'Save').click();
  await expect(value(page, 'From name')).toHaveText(name);
}

/** expectRecorded: the journal tells of the action, with these words. */
async function expectRecorded(page: Page, action: string, words: string): Promise<void> {
  const entries = await call<{ action: string }[]>(page, 'Audit', 'List', 50);
  const found = entries.filter((entry) => entry.action === action);
  expect(JSON.stringify(found)).toContain(words);
}
