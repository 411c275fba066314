import type { Page } from '@playwright/test';
import {
  type Attack,
  attacks,
  bundled,
  framing,
  sealing,
  type Shown,
  Tripwire,
  unique,
  type Wall,
} from './harness/attacks';
import { type Server, send } from './harness/mail';
import { call } from './harness/rpc';
import { expect, test } from './harness/test';

// A trace of so many frames takes longer than they do.
test.use({ trace: 'off' });

// As the pages show a filled-in mail, and with nothing but the document itself in
// the way: what is left of an attack has to be harmless behind both.
const sealed = { sandbox: '', provoked: false };
const open = { sandbox: null, provoked: true };

/** made are the documents that Go makes of attacks, wherever they stood. */
function made(corpus: readonly Attack[]): Shown[] {
  const of = (form: string): Shown[] =>
    corpus.flatMap(({ attack, documents }) => {
      const document = documents[form];
      return document === undefined ? [] : [{ of: `${form}: ${attack}`, document }];
    });
  return [
    ...unique([...of('template'), ...of('mail')]),
    ...bundled(of('values')),
    ...bundled(of('text')),
  ];
}

/** previewed are the documents of the running program: attacks in templates and in their values. */
async function previewed(page: Page, corpus: readonly Attack[]): Promise<Shown[]> {
  const attacks = corpus.map(({ attack }) => attack);
  const line = '<p>%action-message%</p>';
  const inTemplates = await preview(
    page,
    attacks.map((attack) => [line + attack, 'A message.']),
  );
  const inValues = await preview(
    page,
    attacks.map((attack) => [line, attack]),
  );
  const of = (documents: string[]) =>
    documents.map((document, at) => ({ of: `program: ${attacks[at] ?? ''}`, document }));
  return [...unique(of(inTemplates)), ...bundled(of(inValues))];
}

/** received are the documents in which the inbox shows attacks that came by mail. */
async function received(page: Page, corpus: readonly Attack[]): Promise<Shown[]> {
  const server = await call<Server>(page, 'Rehearsal', 'Status');
  await call(page, 'Rehearsal', 'Clear');
  await send(server, 'eve@example.com', 'ada@example.com', ...corpus.map(asMail));
  const documents = await page.evaluate(async () => {
    const { Rehearsal } = (window as unknown as { go: { app: Bound } }).go.app;
    const messages = await Rehearsal.Messages();
    const shown = messages.reverse().map(({ id }) => Rehearsal.Show(id, 'light'));
    return (await Promise.all(shown)).map(({ document }) => document);
  });
  expect(documents).toHaveLength(corpus.length);
  return documents.map((document, at) => ({
    of: `inbox: ${corpus[at]?.attack ?? ''}`,
    document,
  }));
}

const asMail = ({ attack }: Attack): string =>
  `Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n${Buffer.from(
    attack,
  )
    .toString('base64')
    .replace(/.{76}/g, '$&\n')}`;

interface Bound {
  Rehearsal: {
    Messages: () => Promise<{ id: string }[]>;
    Show: (id: string, look: string) => Promise<{ document: string }>;
  };
  Templates: { Preview: (trial: object) => Promise<{ document: string }> };
}

/** preview asks the program for previews of templates, each with its message. */
async function preview(page: Page, all: readonly (readonly [string, string])[]): Promise<string[]> {
  const [{ id: deploymentId }] = await call<[{ id: string }]>(page, 'Deployments', 'List');
  const { samples } = await call<{ samples: string[] }>(
    page,
    'Templates',
    'Catalogue',
    'notification',
  );
  return page.evaluate(
    async ({ all, deploymentId, sample }) => {
      const { Templates } = (window as unknown as { go: { app: Bound } }).go.app;
      const documents: string[] = [];
      for (let at = 0; at < all.length; at += 32) {
        const some = all.slice(at, at + 32).map(async ([html, message]) => {
          const text = { subject: message, html, text: message };
          const draft = { kind: 'notification', deploymentId, id: '', name: '', revision: 0, text };
          const trial = { draft, sample, personId: '', actionId: '', message, mode: 'light' };
          return (await Templates.Preview(trial)).document;
        });
        documents.push(...(await Promise.all(some)));
      }
      return documents;
    },
    { all, deploymentId, sample: samples[0] ?? '' },
  );
}

/** expectHarmless shows documents many at once, and one by one only to say which. */
async function expectHarmless(wire: Tripwire, all: readonly Shown[], wall: Wall) {
  const found = await wire.show(all, wall);
  const guilty: string[] = [];
  for (const shown of found.length > 0 ? all : []) {
    const alone = await wire.show([shown], wall);
    if (alone.length > 0) guilty.push(`${shown.of}: ${alone.join(', ')}`);
    if (guilty.length === 20) break;
  }
  expect(guilty).toEqual([]);
  expect(found).toEqual([]);
}

test('no attack does anything where the pages show a mail', async ({ desk: page, watch }) => {
  test.slow(); // a frame without an origin has a process of its own
  const corpus = await attacks();
  expect(corpus.length).toBeGreaterThan(1000);
  watch.expect(/canary\.invalid/);
  const wire = await Tripwire.around(page);
  const framed = await framing(page);
  await expectHarmless(wire, await framed(made(corpus)), sealed);
  await expectHarmless(wire, await framed(await previewed(page, corpus)), sealed);
  // What comes by mail makes the same documents, but for a character that no mail has.
  const some = corpus.filter((_, at) => at % 8 === 0);
  const known = new Set(some.map(({ documents }) => documents['mail']));
  const others = (await received(page, some)).filter(({ document }) => !known.has(document));
  expect(others.length).toBeLessThan(some.length / 10);
  await expectHarmless(wire, await framed(others), sealed);

  // An unsafe document touches the wire in the same place.
  watch.expect(/./);
  for (const unsafe of [
    '<script>hit()</script>',
    '<img src="https://evil.example/x.png">',
    '<style>@import "https://evil.example/x.css";</style>',
  ]) {
    expect(await wire.show([{ of: '', document: unsafe }], sealed), unsafe).not.toEqual([]);
  }

  // What the inbox can only show as it came touches it as well, and gets no further.
  const asItCame = await sealing(page);
  const raw = some.map(({ attack }) => ({ of: attack, document: attack }));
  const found = await wire.show(await asItCame(raw), sealed);
  expect(found).not.toEqual([]);
  // A frame in it that was refused shows the browser's own error page.
  const further = /^(ran|asked|opened|went to (?!$|chrome-error:))/;
  expect(found.filter((how) => further.test(how))).toEqual([]);
});

test('what is left of an attack is harmless by itself', async ({ page, watch }) => {
  watch.expect(/canary\.invalid|Failed to load resource/);
  const wire = await Tripwire.around(page);
  await page.goto('about:blank');
  // Without the policy that the document has, and without a sandbox.
  const bare = ({ of, document }: Shown) => ({
    of,
    document: document.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/g, ''),
  });
  await expectHarmless(wire, unique(made(await attacks()).map(bare)), open);
});

test('the attacks as they come touch the wire in every way', async ({ browser }) => {
  const context = await browser.newContext(); // of its own: nobody else watches it
  const page = await context.newPage();
  const wire = await Tripwire.around(page);
  await page.goto('about:blank');
  const some = (await attacks()).filter((_, at) => at % 4 === 0);
  const raw = some.map(({ attack }) => ({ of: attack, document: attack }));
  const sandbox = 'allow-scripts allow-same-origin allow-forms allow-modals';
  const found = await wire.show(raw, { ...open, sandbox });
  await context.close();
  for (const way of [/^ran: /, /^asked for /, /^went to /, /^[a-z]+( |$)/i]) {
    expect(found.filter((how) => way.test(how)).length, String(way)).toBeGreaterThan(0);
  }
  expect(found.length).toBeGreaterThan(200);
});
