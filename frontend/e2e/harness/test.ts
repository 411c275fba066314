// A fixture that needs no other one still has to destructure nothing.
/* eslint-disable no-empty-pattern */
import { test as base, expect, type Page } from '@playwright/test';
import { type Demo, Program, type Rehearse, type Serve } from './program';
import { Watch } from './watch';

interface Fixtures {
  /** Fails every test in which the browser had something to complain about. */
  watch: Watch;
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
  serve: async ({}, use) => {
    const program = await Program.start<Serve>('serve');
    await use(program);
    await program.close();
  },
  demo: async ({}, use) => {
    const program = await Program.start<Demo>('demo', '--listen', '127.0.0.1:0');
    await use(program);
    await program.close();
  },
  rehearse: async ({}, use) => {
    const program = await Program.start<Rehearse>('rehearse');
    await use(program);
    await program.close();
  },
  fresh: async ({ page, serve }, use) => {
    await page.goto(serve.started.url);
    await expect(page.getByRole('heading', { name: 'Create your vault' })).toBeVisible();
    await use(page);
    await page.close(); // before the program: no page is to lose its server
  },
  desk: async ({ page, demo }, use) => {
    await page.goto(demo.started.url);
    await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
    await use(page);
    await page.close();
  },
});

export { expect };
