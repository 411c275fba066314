// The check lists of sign-in providers, and who signed in.

import { number, plural } from './count';

const counted: Partial<Record<string, (count: number) => string>> = {
  passed: (count) => `${String(count)} passed`,
  warned: (count) => `${String(count)} with a warning`,
  failed: (count) => `${String(count)} failed`,
  skipped: (count) => `${String(count)} not made`,
  not_applicable: (count) => `${String(count)} without meaning here`,
};

export const checks = {
  title: 'Checks',
  only: 'Only what is not passed',
  counted: (verdict: string, count: number): string =>
    counted[verdict]?.(count) ?? `${String(count)} ${verdict}`,
  notMade: (count: number) => `${plural(count, 'check')} not made`,
  allPassed: 'Nothing is left: every check that could be made passed.',
  expected: 'Expected',
  received: 'Received',
  where: 'Where',
  nothing: 'nothing',
  failed: 'The check is not met.',
  failedFirst: (title: string, more: number) =>
    more === 0 ? `Failed: ${title}` : `Failed: ${title}, and ${String(more)} more`,
};

export const signInEnds = {
  signedIn: (who: string) => (who === '' ? 'Signed in' : `Signed in as ${who}`),
  notAdmitted: (who: string) =>
    who === '' ? 'Signed in, but not admitted' : `Signed in as ${who}, but not admitted`,
  unfit: () => 'Signed in at the provider, but its answer fails',
  cancelled: () => 'The sign-in was cancelled',
  timeout: () => 'Nobody signed in in time',
  refused: () => 'The provider refused',
  failed: () => 'The sign-in did not succeed',
};

export const person = {
  title: 'Who signed in',
  email: 'E-mail',
  noEmail: 'The provider gave no e-mail address.',
  emailFrom: 'E-mail from',
  subject: 'Subject',
  nameId: 'Name ID',
  nameIdFormat: 'Name ID format',
  trusts: {
    verified: 'verified by the provider',
    unverified: 'not verified: the provider says so',
    unknown: 'the provider does not say whether it is verified',
  } as Partial<Record<string, string>>,
  trust: (name: string): string => person.trusts[name] ?? name,
  claims: 'Claims',
  attributes: 'Attributes',
  columns: { claim: 'Claim', attribute: 'Attribute', value: 'Value' },
  empty: 'empty',
  more: (count: number) => `${number(count)} more`,
};

export const decision = {
  title: 'What your system would do',
  admitted: 'Admitted',
  refused: 'Refused',
  noAccount: 'Admitted only with an account',
  accounts: {
    existing: 'An existing account is used.',
    created: 'A new account is created.',
  } as Partial<Record<string, string>>,
  account: (name: string): string => decision.accounts[name] ?? name,
};
