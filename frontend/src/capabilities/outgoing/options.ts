import { account as text } from '../../text/en/account';

/** authOptions are the ways to sign in that can be chosen. */
export const authOptions = ['password', 'oauth2', 'none'].map((value) => ({
  value,
  label: text.auths[value] ?? value,
}));
