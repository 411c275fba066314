import { account as text } from '../text/en/account';
import { signIn } from '../text/en/signin';
import { type AccountDraft, confirmsPlain } from './draft';

const option = (labels: Partial<Record<string, string>>) => (value: string) => ({
  value,
  label: labels[value] ?? value,
});

/** securityOptions in the order of their safety. */
export const securityOptions = ['implicit-tls', 'starttls', 'none'].map(option(text.securities));

/** authOptions are the ways to sign in that one of the accounts has. */
export const authOptions = (ways: readonly string[]) => ways.map(option(text.auths));

/** grantOptions say who signs in to obtain a token. */
export const grantOptions = ['client_credentials', 'refresh_token'].map(option(signIn.grants));

/** clientAuthOptions are the ways in which a client proves itself. */
export const clientAuthOptions = ['', 'client_secret_basic', 'client_secret_post', 'none'].map(
  option(signIn.clientAuths),
);

/** securityCaution is what a draft without encryption is warned of. */
export function securityCaution(
  draft: Pick<AccountDraft, 'security' | 'auth'>,
): string | undefined {
  if (draft.security !== 'none') return undefined;
  return confirmsPlain(draft) ? text.noSecurityPassword : text.noSecurity;
}
