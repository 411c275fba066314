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
  reporter: 'list',
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: { ...browser, trace: 'retain-on-failure' },
});
