import { addClient, ask, askToken, calls, generated, startAPI, token } from '../harness/api';
import { button, field, heading, open, panel } from '../harness/steps';
import { expect, test } from '../harness/test';
import { pictures, quiet, type Theme } from './picture';

for (const theme of ['light', 'dark'] as const satisfies Theme[]) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });

    test(`API clients, ${theme}`, async ({ desk: page }) => {
      await open(page, 'API clients');
      await button(page, 'Add API client').click();
      await field(page, 'Client ID').fill('nightly-sync');
      await field(page, 'Description').fill('Keeps the portal in step with the inventory');
      await page.getByRole('checkbox', { name: /^mail:read/ }).check();
      await page.getByRole('checkbox', { name: /^mail:write/ }).check();
      await pictures(page, 'api-client-new', theme);
      await button(page, 'Save').click();
      await expect(generated(page)).toBeVisible();
      await pictures(page, 'api-client-secret', theme);
      await button(page, 'Done').click();
      await quiet(page);
      await button(page, 'Test').click();
      await expect(panel(page).getByRole('status')).toHaveText(/^Passed/);
      await pictures(page, 'api-client', theme);
      await button(page, 'All clients').click();
      await expect(heading(page, 'API clients')).toBeVisible();
      await pictures(page, 'api-clients', theme);
    });

    test(`the local API, ${theme}`, async ({ desk: page }) => {
      const client = await addClient(page, 'nightly-sync');
      await open(page, 'Local API');
      await quiet(page);
      await pictures(page, 'local-api-stopped', theme);
      const api = await startAPI(page);
      await askToken(api, { ...client, secret: 'not the secret' });
      await ask(api, { path: '/v1/deployments' });
      const headers = { Authorization: `Bearer ${await token(api, client)}` };
      await ask(api, { path: '/v1/deployments', headers });
      await expect(calls(page)).toHaveCount(6); // the first is of the demo itself
      await quiet(page);
      await pictures(page, 'local-api', theme, page.getByText('Running since'));
      await pictures(page, 'local-api-lines', theme, page.getByRole('tablist'));
      await pictures(page, 'local-api-authority', theme, button(page, 'Renew'));
      await ask(api, {
        method: 'PUT',
        path: '/v1/deployments/demo/smtp',
        headers: { ...headers, 'Content-Type': 'application/json' },
        body: JSON.stringify({ host: 'smtp.example.com', port: 587, from: 'notify@example.com' }),
      });
      await open(page, 'Audit');
      await expect(page.getByText('via nightly-sync').first()).toBeVisible();
      await pictures(page, 'audit-via', theme);
    });
  });
}
