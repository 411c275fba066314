import { expect, type Page } from '@playwright/test';

/** expectNowhere: none of the secrets is in the page, its fields or its storage. */
export async function expectNowhere(page: Page, secrets: readonly string[]): Promise<void> {
  const places = await page.evaluate(async () => {
    const fields = [...document.querySelectorAll('input, textarea, select')];
    const databases = await indexedDB.databases();
    return {
      document: document.documentElement.outerHTML,
      fields: fields.map((field) => (field as HTMLInputElement).value).join('\n'),
      localStorage: JSON.stringify(localStorage),
      sessionStorage: JSON.stringify(sessionStorage),
      cookies: document.cookie,
      address: location.href + JSON.stringify(history.state),
      databases: JSON.stringify(databases),
    };
  });
  for (const [place, content] of Object.entries(places)) {
    for (const secret of secrets) {
      expect(content.includes(secret), `${secret.slice(0, 6)}… in ${place}`).toBe(false);
    }
  }
}
