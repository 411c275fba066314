import type { PlaywrightTestOptions, PlaywrightWorkerOptions } from '@playwright/test';

/**
 * The system's own Chromium, or the one that PATCHBAY_CHROMIUM names: none is
 * downloaded. It runs without a sandbox because tests may run as root, and asks
 * nobody for anything: it finds no host but this machine, whatever a page wants.
 */
export const browser: Partial<PlaywrightTestOptions & PlaywrightWorkerOptions> = {
  browserName: 'chromium',
  viewport: { width: 1280, height: 800 },
  locale: 'en-GB',
  timezoneId: 'UTC',
  // Motion would only make colours and places depend on the moment.
  contextOptions: { reducedMotion: 'reduce' },
  launchOptions: {
    executablePath: process.env['PATCHBAY_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  },
};
