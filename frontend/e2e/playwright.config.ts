import { defineConfig } from '@playwright/test';
import { browser } from './harness/browser';

// The tests build nothing: they get the built program (harness/program.ts), and
// every test starts one of its own, so that any of them can run beside another.
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results/e2e',
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env['CI'] !== undefined,
  // A machine that others keep busy may lose a browser now and then. What passes
  // only when it is repeated is called flaky in the output, and is to be mended.
  retries: process.env['CI'] === undefined ? 0 : 1,
  reporter: 'list',
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // Recording every test takes a tenth of the time: where there is a second try,
  // that one is recorded.
  use: {
    ...browser,
    trace: process.env['CI'] === undefined ? 'retain-on-failure' : 'on-first-retry',
  },
});
