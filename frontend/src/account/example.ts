// An account as tests begin with it.

import { type AccountDraft, blankToken, keptSecret } from './draft';

/** exampleDraft is an empty draft with some changes. */
export function exampleDraft(changes: Partial<AccountDraft> = {}): AccountDraft {
  return {
    deploymentId: 'd1',
    revision: 1,
    host: '',
    port: '',
    security: 'implicit-tls',
    insecureAllowPlainPassword: false,
    auth: 'password',
    user: '',
    password: keptSecret(),
    oauth2: blankToken(),
    timeoutSeconds: 0,
    caPem: '',
    ...changes,
  };
}
