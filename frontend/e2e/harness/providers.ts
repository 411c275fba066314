import type { Page } from '@playwright/test';
import { call, request } from './rpc';
import { button, field, heading, open } from './steps';
import { expect } from './test';

/** A type of identity provider, as Go names it. */
export type ProviderType = 'saml' | 'oauth2' | 'oidc';

interface Draft {
  deploymentId: string;
  fields: Record<string, unknown>;
}

/** rehearsalDraft is a provider that the rehearsal plays, not saved. */
export async function rehearsalDraft(page: Page, type: ProviderType): Promise<Draft> {
  const [demo] = await call<[{ id: string }]>(page, 'Deployments', 'List');
  return call<Draft>(page, 'IdentityProviders', 'RehearsalDraft', demo.id, type);
}

/** noProviders deletes those that the demo begins with, and opens the page that has none. */
export async function noProviders(page: Page): Promise<void> {
  const [demo] = await call<[{ id: string }]>(page, 'Deployments', 'List');
  const { rows } = await call<{ rows: { id: string; revision: number }[] }>(
    page,
    'IdentityProviders',
    'List',
    demo.id,
  );
  for (const row of rows) {
    const answer = await request(page, 'IdentityProviders.Remove', demo.id, row.id, row.revision);
    expect(answer.ok).toBe(true);
  }
  await open(page, 'Identity providers');
  await expect(heading(page, 'No identity providers yet')).toBeVisible();
}

/** addNew opens the page of a new provider, of a type. */
export async function addNew(page: Page, type: string): Promise<void> {
  await open(page, 'Identity providers');
  await button(page, 'Add New').click();
  await expect(field(page, 'Name')).toBeFocused();
  await page.getByRole('combobox', { name: 'Auth type' }).selectOption({ label: type });
}

/** fillOAuth fills in everything that a provider needs, and reaches nobody. */
export async function fillOAuth(page: Page, name: string): Promise<void> {
  await addNew(page, 'OAuth 2.0');
  await field(page, 'Name').fill(name);
  await field(page, 'Auth URL').fill('https://provider.example/authorize');
  await field(page, 'Token URL').fill('https://provider.example/token');
  await field(page, 'User-info URL').fill('https://provider.example/user');
  await field(page, 'Client ID').fill('desk');
  await field(page, 'Client secret').fill('correct horse battery');
  await field(page, 'Callback URL').fill('https://app.example.com/oauth/callback');
}

/** entityOf is the metadata of one provider, with a certificate of nobody. */
export function entityOf(entityID: string, certificate: string): string {
  return `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityID}">
  <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <KeyDescriptor use="signing">
      <KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#">
        <X509Data><X509Certificate>${certificate}</X509Certificate></X509Data>
      </KeyInfo>
    </KeyDescriptor>
    <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
      Location="${entityID}/sso"/>
  </IDPSSODescriptor>
</EntityDescriptor>`;
}

/** aggregate is metadata that describes several providers. */
export function aggregate(...entities: readonly string[]): string {
  return `<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata">${entities.join('')}</EntitiesDescriptor>`;
}
