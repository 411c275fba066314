import type { Page } from '@playwright/test';
import { Lure } from './harness/lure';
import { type Server, send } from './harness/mail';
import { call } from './harness/rpc';
import { button, open } from './harness/steps';
import { expect, test } from './harness/test';

const inbox = (page: Page) => page.getByRole('region', { name: 'Inbox' });

const frame = (page: Page) => page.frameLocator('iframe[title="HTML of the message"]');

/** read opens a message of the inbox by its subject. */
async function read(page: Page, subject: string) {
  await inbox(page).getByRole('button', { name: subject }).click();
  await expect(inbox(page).getByRole('heading', { name: subject })).toBeVisible();
}

test('a caught message can be read in all its parts', async ({ desk: page }) => {
  await open(page, 'Rehearsal');
  await inbox(page).getByRole('listitem').getByRole('button').first().click();
  for (const part of ['Text', 'Headers', 'Raw']) {
    await page.getByRole('tab', { name: part }).click();
    await expect(page.getByRole('tabpanel', { name: part })).toContainText(/\S/);
  }
});

test('messages appear as they are caught, can be searched, and cleared', async ({ desk: page }) => {
  await open(page, 'Rehearsal');
  const server = await call<Server>(page, 'Rehearsal', 'Status');
  await send(server, 'a@example.com', 'b@example.com', 'Subject: About cables\n\nHello.');
  await expect(inbox(page).getByRole('button', { name: 'About cables' })).toBeVisible();

  await page.getByRole('searchbox', { name: 'Filter messages' }).fill('cables');
  await expect(inbox(page).getByRole('listitem')).toHaveCount(1);
  await page.getByRole('searchbox', { name: 'Filter messages' }).fill('nothing like it');
  await expect(page.getByText('No message matches the filter.')).toBeVisible();

  await button(page, 'Clear inbox').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Clear inbox' }).click();
  await expect(page.getByText('No messages caught')).toBeVisible();
});

test('a message is shown as a mail program shows it', async ({ desk: page, watch }) => {
  watch.expect(/sandboxed/); // what the browser says of the frame that runs nothing
  await open(page, 'Rehearsal');
  const server = await call<Server>(page, 'Rehearsal', 'Status');
  const from = 'Content-Type: text/html; charset=utf-8';
  await send(server, 'a@example.com', 'b@example.com', `Subject: Styled\n${from}\n\n${styled}`);
  await read(page, 'Styled');
  const line = frame(page).getByText('A line.');
  await expect(line).toHaveCSS('color', 'rgb(18, 52, 86)');
  await expect(line).toHaveCSS('font-weight', '700');
  await expect(inbox(page).getByText('Left out')).toBeHidden();
  await page.getByLabel('Look of the message').selectOption('Dark');
  await expect(line).toHaveCSS('color', 'rgb(171, 205, 239)');
});

const styled = `<style>p { color: #123456 } @media (prefers-color-scheme: dark) {
p { color: #abcdef } }</style><p style="font-weight: bold">A line.</p>`;

test('a hostile message runs nothing and fetches nothing', async ({ desk: page, watch }) => {
  // What the browser says when the frame's walls hold.
  watch.expect(/sandboxed|Content Security Policy|Unsafe attempt to load URL/);
  const lure = await Lure.open();
  await open(page, 'Rehearsal');
  const server = await call<Server>(page, 'Rehearsal', 'Status');
  const refused = '<div>'.repeat(200); // too deep to be read before it is shown
  const mails = [hostile('Hostile', lure.url), hostile('Refused', lure.url, refused)];
  await send(server, 'eve@example.com', 'ada@example.com', ...mails);

  await read(page, 'Hostile');
  await expect(inbox(page).getByText(/^Left out: 2 remote images, 1 unsafe link, /)).toBeVisible();
  await provoke(page, ['run', 'top', 'away']);
  await read(page, 'Refused');
  await expect(inbox(page).getByText('more than 100 elements deep')).toBeVisible();
  await provoke(page, ['run', 'top', 'send', 'away']);

  await expect(page).toHaveTitle(/^Rehearsal/);
  expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
  expect(page.context().pages()).toHaveLength(1);
  expect(lure.visits).toEqual([]);

  await fetch(`${lure.url}/control`); // the lure does count
  expect(lure.visits).toEqual(['/control']);
  await lure.close();
});

/** provoke waits for all that a message may do by itself, and clicks what invites it. */
async function provoke(page: Page, inviting: readonly string[]) {
  const mail = frame(page);
  await expect(mail.getByText('the end of the message')).toBeVisible();
  await expect(page.locator('iframe')).toHaveAttribute('sandbox', '');
  // Its load event comes after everything that it embeds has come, or failed.
  await expect
    .poll(() => mail.locator('html').evaluate(() => document.readyState))
    .toBe('complete');
  for (const link of inviting) {
    await mail.getByText(link, { exact: true }).click();
    for (const part of ['Text', 'Headers', 'Raw', 'HTML']) {
      await page.getByRole('tab', { name: part }).click();
      await expect(page.getByRole('tabpanel', { name: part })).toBeVisible();
    }
    await expect(mail.getByText('the end of the message')).toBeVisible();
  }
}

// Every way in which HTML runs something, fetches something or goes somewhere.
function hostile(subject: string, lure: string, before = ''): string {
  const script = `parent.pwned = top.pwned = window.pwned = 1; fetch('${lure}/fetch')`;
  return `From: Eve <eve@example.com>
To: ada@example.com
Subject: ${subject}
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<!doctype html><html><head>
<base href="${lure}/base/">
<meta http-equiv="refresh" content="0; url=${lure}/refresh">
<meta http-equiv="Content-Security-Policy" content="default-src *; script-src * 'unsafe-inline'">
<link rel="stylesheet" href="${lure}/style.css"><link rel="prefetch" href="${lure}/prefetch">
<link rel="preconnect" href="${lure}"><link rel="icon" href="${lure}/icon">
<style>@import url(${lure}/import.css); @font-face { font-family: f; src: url(${lure}/font) }
body { background: url(${lure}/background); font-family: f }</style>
<script>${script}</script><script src="${lure}/script.js"></script>
<script type="module" src="${lure}/module.js"></script>
</head><body onload="${script}" background="${lure}/body">${before}
<img src="${lure}/image"><img src="x" onerror="${script}"><img srcset="${lure}/set 1x">
<picture><source srcset="${lure}/source"><img src="relative"></picture>
<svg onload="${script}"><image href="${lure}/svg"></image><use href="${lure}/use#a"></use></svg>
<video src="${lure}/video" poster="${lure}/poster" autoplay></video><audio src="${lure}/audio" autoplay></audio>
<object data="${lure}/object"></object><embed src="${lure}/embed">
<iframe src="${lure}/frame"></iframe><iframe srcdoc="&lt;script&gt;${script}&lt;/script&gt;"></iframe>
<details open ontoggle="${script}"><summary>more</summary></details>
<input autofocus onfocus="${script}"><p style="background: url(${lure}/inline)">styled</p>
<form action="${lure}/form" method="post"><button>send</button></form>
<a href="javascript:${script}">run</a> <a href="${lure}/away" ping="${lure}/ping">away</a>
<a href="${lure}/top" target="_top">top</a>
<p>the end of the message</p></body></html>
`;
}
