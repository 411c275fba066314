import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { expect, type Locator, type Page } from '@playwright/test';
import { button, field, heading, open } from './steps';

/** API is the local API as a script knows it: its address, and the authority to trust. */
export interface API {
  address: string;
  ca: string;
}

/** Client is who calls it. */
export interface Client {
  id: string;
  secret: string;
}

/** Call is one request of a script. */
export interface Call {
  method?: string;
  path: string;
  /** Where it is sent by name: "demo.localhost". */
  host?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Reply is what it was answered. */
export interface Reply {
  status: number;
  body: string;
}

/** ask calls the API as a script does: it trusts the vault's authority and nobody else. */
export async function ask(
  api: API,
  { method = 'GET', path, host, headers, body }: Call,
): Promise<Reply> {
  const { hostname, port } = new URL(api.address);
  const asked = request({
    host: hostname,
    port,
    path,
    method,
    ca: api.ca,
    agent: false, // each call is a connection of its own
    ...(host === undefined ? {} : { servername: host }),
    headers: { ...headers, ...(host === undefined ? {} : { Host: `${host}:${port}` }) },
  });
  const answered = once(asked, 'response') as Promise<[IncomingMessage]>;
  asked.end(body);
  const [response] = await answered;
  return { status: response.statusCode ?? 0, body: await text(response) };
}

/** askToken asks for an access token by the client credentials grant. */
export function askToken(api: API, { id, secret }: Client): Promise<Reply> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: id,
    client_secret: secret,
  });
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  return ask(api, { method: 'POST', path: '/oauth2/token', headers, body: form.toString() });
}

/** token obtains an access token. */
export async function token(api: API, client: Client): Promise<string> {
  const { status, body } = await askToken(api, client);
  expect(status, body).toBe(200);
  return (JSON.parse(body) as { access_token: string }).access_token;
}

/** calls is the log on the page of the local API. */
export const calls = (page: Page): Locator =>
  page.getByRole('table', { name: /^Calls of the local API/ }).getByRole('row');

/** startAPI starts the local API from its page, and saves its authority as a person does. */
export async function startAPI(page: Page): Promise<API> {
  await open(page, 'Local API');
  await button(page, 'Start').click();
  const state = page.getByText(/^Running at /);
  await expect(state).toBeVisible();
  const address = (await state.innerText()).replace('Running at ', '');
  const saved = page.waitForEvent('download');
  await button(page, 'Save as file').click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('patchbay-ca.pem');
  return { address, ca: await readFile(await download.path(), 'utf8') };
}

/** generated is the secret that is being shown. */
export const generated = (page: Page): Locator =>
  page.getByRole('dialog', { name: 'Client secret' }).getByRole('group', { name: 'Client secret' });

/** addClient adds a client with scopes of the local API, and answers its generated secret. */
export async function addClient(
  page: Page,
  id: string,
  scopes: readonly string[] = ['mail:read', 'mail:write'],
): Promise<Client> {
  await open(page, 'API clients');
  await button(page, 'Add API client').click();
  await field(page, 'Client ID').fill(id);
  for (const scope of scopes) {
    await page.getByRole('checkbox', { name: new RegExp(`^${scope}`) }).check();
  }
  await button(page, 'Save').click();
  const secret = await generated(page).innerText();
  await button(page, 'Done').click();
  await expect(heading(page, id)).toBeVisible();
  return { id, secret };
}
