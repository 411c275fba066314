import type { Page } from '@playwright/test';

type Bound = Record<string, Record<string, (...args: unknown[]) => Promise<unknown>>>;

/** call calls a bound method past the page, with the page's own session. */
export function call<T>(
  page: Page,
  object: string,
  method: string,
  ...args: unknown[]
): Promise<T> {
  return page.evaluate(
    ([object, method, args]) => {
      const { app } = (window as unknown as { go: { app: Bound } }).go;
      const bound = app[object]?.[method];
      if (!bound) throw new Error(`there is no ${object}.${method}`);
      return bound(...args);
    },
    [object, method, args] as const,
  ) as Promise<T>;
}

/** request asks the program over HTTP, from outside the browser, as page's session. */
export async function request(page: Page, method: string, ...args: unknown[]): Promise<Response> {
  const token = await page.evaluate(() => Object.values(sessionStorage)[0] as string);
  return fetch(new URL(`/rpc/app.${method}`, page.url()), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify(args),
  });
}
