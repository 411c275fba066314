import { identityProvider as text } from '../../text/en/identityProvider';

export type ProviderType = 'saml' | 'oauth2' | 'oidc';

export const types = ['saml', 'oauth2', 'oidc'] as const satisfies readonly ProviderType[];

interface Option {
  value: string;
  label: string;
}

const options = (words: Readonly<Record<string, string>>): readonly Option[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

/** clientAuthOptions say what is meant when nothing is chosen. */
export const clientAuthOptions = options(text.clientAuths);

export const promptOptions = options(text.prompts);
export const bindingOptions = options(text.bindings);
export const loopbackHostOptions = options(text.loopbackHosts);
export const loopbackACSOptions = options(text.loopbackACSs);

/** nameIDOptions hold the formats people know, and the one that is set. */
export function nameIDOptions(set: string): readonly Option[] {
  const known = options(text.nameIDs);
  return known.some((one) => one.value === set) ? known : [...known, { value: set, label: set }];
}
