import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { Page } from '@playwright/test';
import { expectAccessible } from './harness/accessible';
import { addClient, type API, ask, askToken, calls, startAPI, token } from './harness/api';
import { expectFitsNarrow } from './harness/fits';
import { add, enter } from './harness/operators';
import { expectNowhere } from './harness/secrets';
import { button, field, heading, link, open, unlock, value } from './harness/steps';
import { expect, test } from './harness/test';

const dialog = (page: Page) => page.getByRole('dialog');
const contract = '/digitanium/v4/mail/config';
const tenant = 'demo.localhost';

// The sample of the contract, with values in the place of its asterisks.
const sample = {
  replyToDisplayName: 'Receiver',
  starttls: 'true',
  port: '587',
  host: 'smtp.example.com',
  replyTo: 'answers@example.com',
  from: 'notify@example.com',
  fromDisplayName: 'From KC Test team',
  envelopeFrom: '',
  ssl: 'false',
  user: 'notify@example.com',
  password: 'a password of the sample',
};

const write = (api: API, bearer: string, body: unknown) =>
  ask(api, {
    method: 'POST',
    path: contract,
    host: tenant,
    headers: { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

test('what a script writes shows on the open page at once, and the journal says by whom', async ({
  desk: page,
}) => {
  const client = await addClient(page, 'nightly');
  const api = await startAPI(page);
  const bearer = await token(api, client);
  await open(page, 'Outgoing mail');
  await expect(value(page, 'Host')).toHaveText('127.0.0.1');

  const reply = await write(api, bearer, sample);
  expect(JSON.parse(reply.body)).toEqual({
    message: 'Successfully updated SMTP Details',
    status: 'OK',
    subSystem: 8,
  });
  await expect(value(page, 'Host')).toHaveText(sample.host);
  await expect(value(page, 'From address')).toHaveText(sample.from);
  await expect(value(page, 'From name')).toHaveText(sample.fromDisplayName);
  await expectNowhere(page, [sample.password, client.secret, bearer]);

  await open(page, 'Audit');
  const saved = button(page, 'Ada Example via nightly saved outgoing mail');
  await saved.click();
  await expect(dialog(page)).toContainText('Via API client');
  await expect(dialog(page)).toContainText('nightly');
  await expectAccessible(page, 'an entry of a script');
  await page.keyboard.press('Escape');
  await open(page, 'Overview');
  await expect(page.getByText(/Ada Example via nightly/).first()).toBeVisible();
});

test('calls appear as they come, and refused ones say why', async ({ desk: page }) => {
  const client = await addClient(page, 'reader', ['mail:read']);
  const api = await startAPI(page);
  await expect(link(page, 'Local API')).toContainText('Running');
  await expect(calls(page).nth(1)).toContainText('POST /oauth2/token'); // of the demo itself
  await expectAccessible(page, 'a running API');

  expect((await askToken(api, { ...client, secret: 'a wrong one' })).status).toBe(401);
  await expect(calls(page).nth(1)).toContainText('or its secret is another one.');
  expect((await ask(api, { path: '/v1/deployments' })).status).toBe(401);
  await expect(calls(page).nth(1)).toContainText('This needs an access token.');
  await expect(calls(page).nth(1)).toContainText('GET /v1/deployments');
  const bearer = await token(api, client);
  expect((await write(api, bearer, sample)).status).toBe(403);
  await expect(calls(page).nth(1)).toContainText('The token lacks the scope mail:write.');
  await expect(calls(page).nth(1)).toContainText('reader');
  await expect(calls(page).nth(1)).toContainText('403');
  expect(
    (await ask(api, { path: '/v1', headers: { Origin: 'https://evil.example' } })).status,
  ).toBe(403);
  await expect(calls(page).nth(1)).toContainText('GET /v1');
  await expectAccessible(page, 'a log of calls');
  await expectNowhere(page, [client.secret, bearer]);
  await expect(value(page, 'Valid tokens')).toHaveCount(0); // a list of facts, and no form
  await expect(page.getByText('Valid tokens').locator('xpath=following-sibling::dd[1]')).toHaveText(
    '1',
  );

  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(dialog(page)).toContainText('1 valid token ends with it.');
  await dialog(page).getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Not running')).toBeVisible();
  await expect(button(page, 'Start')).toBeFocused();
  await expect(link(page, 'Local API')).not.toContainText('Running');
  await expect(page.getByText(/is made at the first start/)).toHaveCount(0);
  await expect(ask(api, { path: '/openapi.json' })).rejects.toThrow(/ECONNREFUSED/);
});

test('a revoked token is refused', async ({ desk: page }) => {
  const client = await addClient(page, 'nightly');
  const api = await startAPI(page);
  const bearer = await token(api, client);
  await open(page, 'API clients');
  await page.getByRole('link', { name: 'nightly' }).click();
  await expect(page.getByText(/1 valid token/)).toBeVisible();
  await button(page, 'Revoke tokens').click();
  await expect(page.getByText('The tokens of nightly are revoked.')).toBeVisible();
  await expect(button(page, 'Revoke tokens')).toBeDisabled();
  await expect(button(page, 'Rotate secret')).toBeFocused();
  expect((await write(api, bearer, sample)).status).toBe(401);
});

test('a locked vault answers no script', async ({ desk: page, demo }) => {
  const client = await addClient(page, 'nightly');
  const api = await startAPI(page);
  const bearer = await token(api, client);
  expect((await write(api, bearer, sample)).status).toBe(200);
  await button(page, 'Lock').click();
  await expect(heading(page, 'Unlock the vault')).toBeVisible();
  expect((await write(api, bearer, sample)).status).toBe(423);
  await unlock(page, demo.started.password);
  expect((await write(api, bearer, sample)).status).toBe(401); // locking ended it
  expect((await write(api, await token(api, client), sample)).status).toBe(200);
});

test('settings are edited in place and hold from the next start on', async ({ desk: page }) => {
  await open(page, 'Local API');
  await expectAccessible(page, 'an API that does not run');
  await button(page, 'Edit').click();
  await expect(page.getByRole('switch', { name: 'Start with the vault' })).toBeFocused();
  await page.getByRole('switch', { name: 'Start with the vault' }).check();
  await field(page, 'Port').fill('99999');
  await button(page, 'Save').click();
  await expect(field(page, 'Port')).toBeFocused();
  await expect(field(page, 'Port')).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page, 'settings with a fault');
  await field(page, 'Port').fill('');
  await button(page, 'Save').click();
  await expect(page.getByText('Settings of the local API saved.')).toBeVisible();
  await expect(button(page, 'Edit')).toBeFocused();
  await expect(value(page, 'Start with the vault')).toHaveText('On');
  await expect(value(page, 'Port')).toHaveText('A free one at each start');
});

test('a port that is taken leads to its field', async ({ desk: page }) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const port = String((other.address() as AddressInfo).port);
  await open(page, 'Local API');
  await button(page, 'Edit').click();
  await field(page, 'Port').fill(port);
  await button(page, 'Save').click();
  await expect(value(page, 'Port')).toHaveText(port);
  await button(page, 'Start').click();
  await expect(page.getByRole('alert')).toContainText(`Port ${port} is in use.`);
  await expect(button(page, 'Start')).toBeFocused();
  await expectAccessible(page, 'a port that is taken');
  await button(page, 'Edit the port').click();
  await expect(field(page, 'Port')).toBeFocused();
  await field(page, 'Port').fill('');
  await button(page, 'Save').click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await button(page, 'Start').press('Enter');
  await expect(page.getByText(/^Running at https:/)).toBeVisible();
  await expect(button(page, 'Stop')).toBeFocused();
  other.close();
});

test('it starts with the vault where that is wanted', async ({ desk: page, demo }) => {
  await open(page, 'Local API');
  await button(page, 'Edit').click();
  await page.getByRole('switch', { name: 'Start with the vault' }).check();
  await button(page, 'Save').click();
  await expect(value(page, 'Start with the vault')).toHaveText('On');
  await button(page, 'Lock').click();
  await unlock(page, demo.started.password);
  await open(page, 'Local API');
  await expect(page.getByText(/^Running at https:/)).toBeVisible();
});

test('a renewed authority is another one', async ({ desk: page }) => {
  const old = await startAPI(page);
  await expect(page.getByText(/^Valid for another \d+ days$/)).toBeVisible();
  await button(page, 'Renew').click();
  await dialog(page).getByRole('button', { name: 'Renew' }).click();
  await expect(page.getByText('The new certificate authority holds from now on.')).toBeVisible();
  await expect(ask(old, { path: '/openapi.json' })).rejects.toThrow();
});

test('the lines that call it are of the chosen client', async ({ desk: page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await addClient(page, 'nightly');
  const api = await startAPI(page);
  const lines = page.getByRole('tabpanel');
  await expect(lines).toContainText(`${api.address}/oauth2/token`);
  await expect(lines).toContainText("client_id='installer'");
  await page.getByRole('combobox', { name: 'Client' }).selectOption({ label: 'nightly' });
  await expect(lines).toContainText("client_id='nightly'");
  for (const name of ['A Go program', 'PowerShell 7', 'curl in a shell']) {
    await page.getByRole('tab', { name }).click();
    await expect(lines).toContainText('nightly');
    await expectAccessible(page, name);
    // What was copied before is no sign that this was.
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await button(page, `Copy: ${name}`).click();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toContain('PATCHBAY_CLIENT_SECRET');
  }
});

test('a viewer looks on', async ({ desk: page }) => {
  await add(page, 'viewer');
  await enter(page);
  await open(page, 'Local API');
  await expect(page.getByText('Starting it needs the role editor or owner.')).toBeVisible();
  for (const name of ['Start', 'Edit', 'Renew']) await expect(button(page, name)).toHaveCount(0);
});

test('it fits where there is little room', async ({ desk: page }) => {
  const api = await startAPI(page);
  await ask(api, { path: `/v1/${'long-'.repeat(60)}` });
  await expect(calls(page).nth(1)).toContainText('long-long');
  await expectFitsNarrow(page, 'a log of calls');
  for (const name of ['A Go program', 'PowerShell 7']) {
    await page.getByRole('tab', { name }).click();
    await expectFitsNarrow(page, name);
  }
});
