import { plural } from './count';

/** The list of identity providers. */
export const identityProviders = {
  title: 'Identity providers',
  purpose:
    'Where people of the target system sign in: single sign-on by SAML, OAuth 2.0 or OpenID Connect.',
  noDeployment: 'Identity providers belong to a deployment',
  add: 'Add New',
  empty: {
    title: 'No identity providers yet',
    body: 'Configure a provider here and really sign in with it, before the target system exists. Every check of the answer is shown. Without a provider at hand, try it with the rehearsal provider.',
    viewer: 'People of the target system sign in at these providers.',
    rehearse: 'Try it with the rehearsal provider',
  },
  types: {
    saml: 'SAML 2.0',
    oauth2: 'OAuth 2.0',
    oidc: 'OpenID Connect',
  } as Partial<Record<string, string>>,
  type: (type: string): string => identityProviders.types[type] ?? type,
  caption: 'Identity providers of this deployment',
  columns: {
    name: 'Name',
    target: 'Provider',
    domains: 'Allowed domains',
    state: 'State',
    enabled: 'Enabled',
    actions: 'Actions',
  },
  anyDomain: 'Any',
  domains: (count: number): string =>
    count === 0 ? identityProviders.anyDomain : plural(count, 'domain'),
  button: (message: string) => `Button: “${message}”`,
  edit: (name: string) => `Edit ${name}`,
  delete: (name: string) => `Delete ${name}`,
  deleteShort: 'Delete',
  enable: (name: string) => `${name} is enabled`,
  enabled: (name: string) => `Enabled ${name}.`,
  disabled: (name: string) => `Disabled ${name}.`,
};
