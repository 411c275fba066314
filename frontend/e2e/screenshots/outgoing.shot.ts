import { enterMail, test as prove } from '../harness/mailbox';
import { agree, inBrowser } from '../harness/person';
import { emptyMail, expect, test, useResolver } from '../harness/stage';
import { button, editMail, field, open, panel } from '../harness/steps';
import { pictures, quiet, type Theme } from './picture';

for (const theme of ['light', 'dark'] as const satisfies Theme[]) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });

    test(`providers and the search, ${theme}`, async ({ desk: page }) => {
      await page.keyboard.press('ControlOrMeta+k');
      await page.keyboard.type('port');
      await expect(page.getByRole('option').first()).toBeVisible();
      await pictures(page, 'search', theme);
      await page.keyboard.press('Escape');
      await open(page, 'Settings');
      await page
        .getByRole('region', { name: 'Network' })
        .getByRole('button', { name: 'Edit' })
        .click();
      await page
        .getByRole('combobox', { name: 'Proxy', exact: true })
        .selectOption('The proxy below');
      await pictures(page, 'settings-network', theme, field(page, 'DNS server'));
      await button(page, 'Cancel').click();

      await editMail(page);
      await button(page, 'Set up from a provider…').click();
      await page.getByRole('combobox', { name: 'Search' }).fill('micro');
      await page
        .getByRole('dialog')
        .getByRole('combobox', { name: 'Sign-in' })
        .selectOption('Password');
      await pictures(page, 'providers', theme);
      await button(page, 'Use these settings').click();
      await expect(field(page, 'Password')).toBeVisible();
      await quiet(page);
      await pictures(page, 'provider-warning', theme, page.getByText('This is Microsoft 365'));
      await page.getByRole('combobox', { name: 'Sign-in', exact: true }).selectOption('OAuth 2.0');
      await field(page, 'Client ID').fill('0f5c1f4e-1d2b-4d6a-9a52-31c1d1a7b0aa');
      await page.getByText('At the provider', { exact: true }).click();
      await pictures(page, 'provider-commands', theme, page.getByText('New-ServicePrincipal'));
    });

    test(`an empty page and what is found, ${theme}`, async ({ desk: page, stage }) => {
      await useResolver(page, stage);
      await emptyMail(page);
      await pictures(page, 'outgoing-empty', theme);
      await button(page, 'Find settings from an address…').click();
      await field(page, 'E-mail address').fill(stage.bill.mail.user);
      await button(page, 'Ask the domain').click();
      await expect(page.getByText('Asked about stage.test')).toBeVisible();
      await pictures(page, 'discovery', theme);
      await button(page, 'Use smtp.elsewhere.test, port 2587').click();
      await expect(button(page, 'Use this server')).toBeVisible();
      await pictures(page, 'discovery-outside', theme);
    });

    test(`ports and certificates, ${theme}`, async ({ desk: page, stage }) => {
      const { mail } = stage.bill;
      await useResolver(page, stage);
      await emptyMail(page);
      await enterMail(page, stage, { port: mail.dead, security: 'starttls' });
      await prove(page, 'Test sign-in');
      await button(page, 'Try other ports').click();
      await expect(panel(page).getByRole('button', { name: /works and offers/ })).toBeVisible();
      await pictures(page, 'other-ports', theme, button(page, 'Use port 2587 with STARTTLS'));
      await field(page, 'Host').fill(mail.otherHost);
      await field(page, 'Port').fill(String(mail.privatePort));
      await prove(page, 'Test sign-in');
      await panel(page).getByText('Certificate details').click();
      const trust = button(page, 'Trust this authority for this server');
      await pictures(page, 'certificate', theme, trust);
      await trust.click();
      await expect(button(page, 'Trust it and test again')).toBeVisible();
      await pictures(page, 'certificate-trust', theme);
    });

    test(`permissions and the sender’s domain, ${theme}`, async ({ desk: page, stage }) => {
      const { mail } = stage.bill;
      await useResolver(page, stage);
      await emptyMail(page);
      await enterMail(page, stage, { port: mail.starttls, security: 'starttls' });
      await button(page, 'More tests').click();
      await field(page, 'Send the test to').fill(mail.user);
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { name: 'Addresses' }).click();
      await field(page, 'Further addresses').fill(`${mail.denied}\n${mail.owned}`);
      await button(page, 'Check addresses').click();
      await expect(page.getByText('2 of 3 allowed')).toBeVisible();
      await pictures(page, 'addresses', theme, page.getByText('not owned by user'));
      await field(page, 'From address').fill('alice@broken.test');
      await page.getByRole('tab', { name: 'Sender domain' }).click();
      await field(page, 'DKIM selectors').fill(mail.selector);
      await button(page, 'Check sender domain').click();
      await expect(page.getByText('domain.dmarc_missing')).toBeVisible();
      await pictures(page, 'sender-domain', theme, page.getByText('domain.spf_missing'));
    });

    test(`tokens, ${theme}`, async ({ desk: page, stage, browser }) => {
      const { mail, oauth2 } = stage.bill;
      await useResolver(page, stage);
      await emptyMail(page);
      await button(page, 'Set up outgoing mail').click();
      await field(page, 'Host').fill(mail.host);
      await field(page, 'Port').fill(String(mail.implicitTls));
      await page.getByRole('combobox', { name: 'Sign-in', exact: true }).selectOption('OAuth 2.0');
      await page.getByRole('combobox', { name: 'Who signs in' }).selectOption('A person, once');
      await field(page, 'User name').fill(mail.user);
      await field(page, 'Token URL').fill(oauth2.tokenUrl);
      await field(page, 'Authorization URL').fill(oauth2.authUrl);
      await field(page, 'Device code URL').fill(oauth2.deviceUrl);
      await field(page, 'Client ID').fill(oauth2.clientId);
      await field(page, 'Client secret').fill(oauth2.clientSecret);
      await field(page, 'Scope').fill(oauth2.scope);
      await field(page, 'From address').fill(mail.user);
      await button(page, 'Sign in with a code').click();
      await expect(button(page, 'Copy the code')).toBeVisible();
      await pictures(page, 'sign-in-code', theme, button(page, 'Cancel sign-in'));
      await button(page, 'Cancel sign-in').click();
      await button(page, 'Sign in through the browser').click();
      const link = page.getByRole('link', { name: 'Open the provider’s page' });
      await inBrowser(browser, (await link.getAttribute('href')) ?? '', (provider) =>
        agree(provider, mail.user, 'Signed in'),
      );
      await expect(page.getByText('Obtained now, stored on Save')).toBeVisible();
      await prove(page, 'Test sign-in');
      await expect(panel(page).getByRole('status').first()).toHaveText('Passed');
      await panel(page).getByText('What the token says').click();
      await pictures(page, 'signed-in', theme, page.getByText('Obtained now'));
    });
  });
}
