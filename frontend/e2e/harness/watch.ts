import { type BrowserContext, type ConsoleMessage, expect, type Request } from '@playwright/test';

/**
 * Watch listens to everything that a browser complains about or asks for. Errors
 * on the console are scripts that failed and violations of the
 * Content-Security-Policy; a request to anywhere but the program is a leak.
 */
export class Watch {
  readonly problems: string[] = [];
  #expected: RegExp[] = [];

  constructor(context: BrowserContext) {
    context.on('console', (message) => {
      this.#console(message);
    });
    context.on('weberror', (thrown) => {
      this.#note(`uncaught: ${thrown.error().message}`);
    });
    context.on('request', (request) => {
      this.#request(request);
    });
  }

  /** expect lets pass what a test provokes on purpose. */
  expect(...complaints: RegExp[]): void {
    this.#expected.push(...complaints);
  }

  /** quiet asserts that there was nothing to complain about. */
  quiet(): void {
    expect(this.problems, 'complaints of the browser').toEqual([]);
  }

  #console(message: ConsoleMessage): void {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    if (isRefusal(message)) return;
    this.#note(`console: ${message.text()}`);
  }

  #request(request: Request): void {
    const { protocol, hostname } = new URL(request.url());
    if (['data:', 'blob:', 'about:'].includes(protocol)) return;
    if (hostname !== '127.0.0.1') this.#note(`request: ${request.url()}`);
  }

  #note(problem: string): void {
    if (!this.#expected.some((expected) => expected.test(problem))) this.problems.push(problem);
  }
}

// The browser logs every answer that is not a success. A fault of a call is one,
// and is shown on the page; 5xx is not a fault but a failure.
function isRefusal(message: ConsoleMessage): boolean {
  return (
    /status of 4\d\d/.test(message.text()) &&
    /^\/(rpc\/|session$|events$)/.test(new URL(message.location().url).pathname)
  );
}
