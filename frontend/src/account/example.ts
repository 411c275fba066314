// An account as tests begin with it.

import type { OAuth2Draft } from '../bridge/outgoing';
import { type AccountDraft, keptSecret } from './draft';

const token: OAuth2Draft = {
  grant: '',
  tokenUrl: '',
  authUrl: '',
  deviceUrl: '',
  clientId: '',
  clientAuth: '',
  clientSecret: keptSecret(),
  clientSecretExpires: '',
  scope: '',
  refreshToken: keptSecret(),
};

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
    oauth2: token,
    timeoutSeconds: 0,
    caPem: '',
    ...changes,
  };
}
