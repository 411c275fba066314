import { test as base, expect, type Page } from '@playwright/test';
import { type Demo, type Program, Programs, type Rehearse, type Serve } from './program';
import { Watch } from './watch';

interface Fixtures {
  /** Fails every test in which the browser had something to complain about. */
  watch: Watch;
  /** Starts further programs, which end with the test. */
  programs: Programs;
  /** A program with an empty vault folder. */
  serve: Program<Serve>;
  /** A program with an open vault in which mail works. */
  demo: Program<Demo>;
  /** A rehearsal server of its own, outside the program under test. */
  rehearse: Program<Rehearse>;
  /** The first page of a program with an empty vault folder. */
  fresh: Page;
  /** The overview of the demo. */
  desk: Page;
}

export const test = base.extend<Fixtures>({
  watch: [
    async ({ context }, use) => {
      const watch = new Watch(context);
      await use(watch);
      watch.quiet();
    },
    { auto: true },
  ],
  programs: async ({ context }, use) => {
    const programs = new Programs();
    await use(programs);
    // Before the programs: no page, whoever opened it, is to lose its server.
    for (const page of context.pages()) await page.close();
    await programs.close();
  },
  serve: async ({ programs }, use) => {
    await use(await programs.start<Serve>('serve'));
  },
  demo: async ({ programs }, use) => {
    await use(await programs.start<Demo>('demo', '--listen', '127.0.0.1:0'));
  },
  rehearse: async ({ programs }, use) => {
    await use(await programs.start<Rehearse>('rehearse'));
  },
  fresh: async ({ page, serve }, use) => {
    await page.goto(serve.started.url);
    await expect(page.getByRole('heading', { name: 'Create your vault' })).toBeVisible();
    await use(page);
  },
  desk: async ({ page, demo }, use) => {
    await page.goto(demo.started.url);
    await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
    await use(page);
  },
});

export { expect };
