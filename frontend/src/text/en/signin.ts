export const signIn = {
  title: 'Sign-in for mail',
  grants: {
    client_credentials: 'The application itself',
    refresh_token: 'A person, once',
  } as Partial<Record<string, string>>,
  clientAuths: {
    '': 'Chosen by the provider’s rules',
    client_secret_basic: 'In the header (Basic)',
    client_secret_post: 'In the request’s body',
    none: 'None: a public client',
  } as Partial<Record<string, string>>,
  more: 'More',
  fields: {
    'oauth2.grant': { label: 'Who signs in', word: 'grant' },
    'oauth2.tokenUrl': { label: 'Token URL', word: 'tokenUrl' },
    'oauth2.authUrl': { label: 'Authorization URL', word: 'authUrl' },
    'oauth2.deviceUrl': {
      label: 'Device code URL',
      word: 'deviceUrl',
      help: 'Needed only to sign in with a code',
    },
    'oauth2.clientId': { label: 'Client ID', word: 'clientId' },
    'oauth2.clientAuth': { label: 'How the client proves itself', word: 'clientAuth' },
    'oauth2.clientSecret': { label: 'Client secret', word: 'clientSecret' },
    'oauth2.clientSecretExpires': {
      label: 'Secret expires on',
      word: 'year-month-day',
      help: 'Patchbay reminds of it in time',
    },
    'oauth2.scope': { label: 'Scope', word: 'scope' },
    'oauth2.refreshToken': { label: 'Refresh token', word: 'refreshToken' },
  },
  browser: 'Sign in through the browser',
  device: 'Sign in with a code',
  browserMissing: 'Enter the authorization URL first',
  deviceMissing: 'Enter the device code URL first',
  help: 'The sign-in brings a refresh token. It stays in Patchbay and is stored on Save.',
  starting: 'Asking the provider',
  waiting: 'Waiting for the sign-in',
  browserWaiting: 'Open the provider’s page, sign in with this mail account, and come back.',
  deviceWaiting: 'Open this page on any machine and enter the code.',
  open: 'Open the provider’s page',
  code: 'Code',
  copyCode: 'Copy the code',
  copyAddress: 'Copy the address',
  left: (seconds: number) =>
    `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')} left`,
  over: 'The time is over',
  cancel: 'Cancel sign-in',
  cancelled: 'The sign-in was cancelled. Nothing was obtained.',
  doubt: 'The mail server will probably refuse this token',
  signedIn: (user: string) => (user === '' ? 'Signed in' : `Signed in as ${user}`),
  ended: {
    cancelled: 'Cancelled at the provider',
    timeout: 'Nobody signed in in time',
    refused: 'The provider refused',
    failed: 'The sign-in did not succeed',
  },
  why: 'Why',
  obtained: 'Obtained now, stored on Save',
  discard: 'Discard',
  derived: (region: string) =>
    region === ''
      ? 'Derived from the AWS secret access key'
      : `Derived from the AWS secret access key for ${region}`,
  typeInstead: 'Type another',
  fixes: {
    strip_blanks: () => 'Remove the blanks',
    derive_ses: (value: string) =>
      value === '' ? 'Derive the SES password' : `Derive the SES password for region ${value}`,
    set_user: (value: string) => `Use ${value} as user name`,
  } as Partial<Record<string, (value: string) => string>>,
};
