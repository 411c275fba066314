import { defineConfig } from '@playwright/test';
import { browser } from '../harness/browser';

// Not a test: it makes the pictures in docs/screenshots. They are to be looked at.
export default defineConfig({
  testDir: '.',
  testMatch: '*.shot.ts',
  outputDir: '../../test-results/screenshots',
  workers: 1,
  reporter: 'list',
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: browser,
});
