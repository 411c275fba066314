import { request as ask } from 'node:http';
import { expect, test } from './harness/test';

test('a link works once', async ({ fresh, serve, browser }) => {
  await expect(fresh).toHaveTitle(/^Create your vault/); // it was used
  const context = await browser.newContext();
  const thief = await context.newPage();
  await thief.goto(serve.started.url);
  await expect(thief.getByRole('heading', { name: 'This tab is not connected' })).toBeVisible();
  await context.close();
});

test('a second tab has no session', async ({ fresh: page }) => {
  const second = await page.context().newPage();
  await second.goto(new URL('/', page.url()).href);
  await expect(second.getByRole('heading', { name: 'This tab is not connected' })).toBeVisible();
});

test('a tab that is not connected takes the link', async ({ page, serve }) => {
  await page.goto(new URL('/', serve.started.url).href);
  await expect(page.getByRole('heading', { name: 'This tab is not connected' })).toBeVisible();
  await page.goto(serve.started.url);
  await expect(page).toHaveTitle(/^Create your vault/);
});

test('the token is gone from the address and the history', async ({ fresh: page, serve }) => {
  const token = new URL(serve.started.url).hash.replace('#token=', '');
  expect(page.url()).not.toContain(token);
  await page.goBack();
  expect(page.url()).not.toContain(token);
});

test('only its own pages are answered', async ({ serve }) => {
  const { origin, host } = new URL(serve.started.url);
  const call = '/rpc/app.Session.Status';
  const cases: [string, Record<string, string>, number][] = [
    ['/', { host }, 200],
    ['/', { host: 'patchbay.example' }, 403],
    ['/', { host: host.replace('127.0.0.1', 'rebound.example') }, 403],
    [call, { host }, 401],
    [call, { host, origin: 'http://patchbay.example' }, 403],
    [call, { host, origin: 'null' }, 403],
    [call, { host, origin, 'sec-fetch-site': 'cross-site' }, 403],
    [call, { host, origin, authorization: 'Bearer guessed' }, 401],
  ];
  for (const [path, headers, status] of cases) {
    const method = path === '/' ? 'GET' : 'POST';
    expect(await answer(origin + path, method, headers), JSON.stringify(headers)).toBe(status);
  }
});

// fetch would put its own Host; a foreign page's browser would not.
function answer(url: string, method: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const content = { 'content-type': 'application/json', ...headers };
    ask(url, { method, headers: content }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end(method === 'POST' ? '[]' : undefined);
  });
}
