import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: 'es2022',
    // Every engine that Patchbay runs in preloads modules natively.
    modulePreload: { polyfill: false },
    // A data: font would not pass the Content-Security-Policy (font-src 'self').
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // What every page stands on is one file; each page is another.
        codeSplitting: {
          groups: [
            {
              name: 'ground',
              test: /node_modules\/svelte|src\/(ui|bridge|form)\/|text\/(sentence|en\/(general|session|secret))/,
            },
          ],
        },
      },
    },
  },
  test: {
    include: ['src/**/*.test.ts'],
    environment: 'node',
  },
});
