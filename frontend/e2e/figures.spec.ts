import { button, heading, open } from './harness/steps';
import { expect, test } from './harness/test';

const many = 10_000;
const most = 100_000;

// It prints figures and holds nobody to them: what they are depends on the machine.
test('ten thousand mailboxes: time to the first rows, longest frame while filtering', async ({
  desk: page,
}) => {
  const rows = Array.from({ length: many }, (_, at) => ({
    ...{ id: `m${String(at)}`, revision: 1, security: 'implicit-tls', auth: 'password' },
    ...{ mailbox: `box${String(at)}@example.com`, host: 'imap.example.com', port: '993' },
    ...{ name: `Team ${String(at % 40)}`, description: 'Mail of a team', aliases: 0 },
    ...{ light: at % 9 ? 'proved' : 'failed', summary: 'Proved', code: '', cause: '' },
    provedAt: '2026-11-22T08:00:00Z',
  }));
  await page.route('**/rpc/app.Mailboxes.List', (route) => route.fulfill({ json: { rows } }));
  const began = Date.now();
  await open(page, 'Mailboxes');
  await expect(heading(page, 'Mailboxes')).toBeVisible();
  await page.getByRole('gridcell').first().waitFor();
  const first = Date.now() - began;
  const frames = await page.evaluate(filterByKeys, ['t', 'te', 'team 7', 'team 39', 'box99', '']);
  await expect(button(page, 'Failed: 1,112')).toBeVisible();
  const longest = Math.max(...frames).toFixed(1);
  test
    .info()
    .annotations.push({ type: 'figures', description: `${String(first)} ms, ${longest} ms` });
  process.stdout.write(
    `${String(many)} mailboxes: first rows after ${String(first)} ms, ` +
      `longest frame while filtering ${longest} ms\n`,
  );
});

test('a hundred thousand people: time to the first rows, longest frames', async ({
  desk: page,
}) => {
  const person = (at: number) => ({
    ...{ id: `p${String(at)}`, revision: 1, deploymentId: 'd', attributes: [], unusable: '' },
    ...{ name: `Person ${String(at)}`, userName: `person${String(at)}` },
    ...{ email: `person${String(at)}@example.com`, address: `person${String(at)}@example.com` },
  });
  const figures = { total: most, unusable: 7, identifier: 'email' };
  await page.route('**/rpc/app.People.List', async (route) => {
    const [{ offset, limit, search }] = route.request().postDataJSON() as [
      { offset: number; limit: number; search: string },
    ];
    const matching = search === '' ? most : Math.ceil(most / (search.length * 10));
    const rows = Math.max(0, Math.min(limit, matching - offset));
    const people = Array.from({ length: rows }, (_, at) => person(offset + at));
    await route.fulfill({ json: { ...figures, people, matching } });
  });
  const began = Date.now();
  await open(page, 'People');
  await page.getByRole('gridcell').first().waitFor();
  const first = Date.now() - began;
  const scrolling = await page.evaluate(scrollThrough, 40);
  await page.getByRole('row', { name: 'Person 99999' }).waitFor();
  const filtering = await page.evaluate(filterWithPauses, ['p', 'pe', 'person 7', '']);
  const longest = (frames: number[]) => Math.max(...frames).toFixed(1);
  const report =
    `first rows after ${String(first)} ms, longest frame while scrolling ` +
    `${longest(scrolling)} ms, while filtering ${longest(filtering)} ms`;
  test.info().annotations.push({ type: 'figures', description: report });
  process.stdout.write(`${String(most)} people: ${report}\n`);
});

/** scrollThrough goes through the table in equal steps, and answers the time between its frames. */
async function scrollThrough(steps: number): Promise<number[]> {
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const grid = document.querySelector('[role=grid]');
  const took: number[] = [];
  let before = await frame();
  for (let step = 1; step <= steps; step++) {
    if (grid) grid.scrollTop = (grid.scrollHeight / steps) * step;
    const now = await frame();
    took.push(now - before);
    before = now;
  }
  return took;
}

/**
 * filterWithPauses types each of the words once the answer to the last one is on
 * the screen, and answers the time between all frames.
 */
async function filterWithPauses(words: readonly string[]): Promise<number[]> {
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const shown = () => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount');
  const input = document.querySelector<HTMLInputElement>('input[type=search]');
  const took: number[] = [];
  let before = await frame();
  for (const word of words) {
    const rows = shown();
    if (input) input.value = word;
    input?.dispatchEvent(new Event('input', { bubbles: true }));
    do {
      const now = await frame();
      took.push(now - before);
      before = now;
    } while (shown() === rows);
  }
  return took;
}

/** filterByKeys types each of the words and answers how long its frame took, in milliseconds. */
async function filterByKeys(words: readonly string[]): Promise<number[]> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const input = document.querySelector<HTMLInputElement>('input[type=search]');
  const took: number[] = [];
  for (const word of words) {
    await frame();
    const began = performance.now();
    if (input) input.value = word;
    input?.dispatchEvent(new Event('input', { bubbles: true }));
    await Promise.resolve();
    void document.body.offsetHeight; // lays the page out
    took.push(performance.now() - began);
    await frame();
  }
  return took;
}
