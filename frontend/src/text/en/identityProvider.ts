import { plural } from './count';

const fields = {
  name: { label: 'Name' },
  type: { label: 'Auth type' },
  enabled: {
    label: 'Enabled',
    help: 'Off: nobody signs in there. A check and a test ignore this.',
  },
  signInMessage: {
    label: 'Sign-in message',
    word: 'signInMessage',
    help: 'The text of the button on the sign-in page',
  },
  callbackUrl: {
    label: 'Callback URL',
    help: 'Of the target system. The provider sends people back to it: enter it there exactly like this.',
  },
  allowedDomains: {
    label: 'Allowed domains',
    word: 'allowedDomains',
    help: 'Of the e-mail address. Empty: any. *.example.com: every subdomain.',
  },
  selfServiceSignUp: {
    label: 'Self-service sign-up',
    word: 'selfServiceSignUp',
    help: 'On: whoever signs in for the first time gets an account. Off: only people whom the target knows.',
  },
  authUrl: { label: 'Auth URL' },
  issuer: { label: 'Issuer', help: 'Without /.well-known/ and what follows it' },
  clientId: { label: 'Client ID', word: 'clientId' },
  clientSecret: { label: 'Client secret', word: 'clientSecret' },
  clientSecretExpires: {
    label: 'Secret expires on',
    word: 'year-month-day',
    help: 'Patchbay reminds of it in time',
  },
  clientAuth: { label: 'How the client proves itself', word: 'clientAuth' },
  pkce: { label: 'PKCE', help: 'Ties the answer to this request (RFC 7636)' },
  scopes: { label: 'Scopes', word: 'scope' },
  prompt: { label: 'Ask the person', word: 'prompt' },
  emailClaim: { label: 'E-mail claim', word: 'emailClaim' },
  groupsClaim: { label: 'Groups claim', word: 'groupsClaim' },
  tokenUrl: { label: 'Token URL', word: 'tokenUrl' },
  userInfoUrl: { label: 'User-info URL', word: 'userInfoUrl' },
  emailsUrl: {
    label: 'Addresses URL',
    word: 'emailsUrl',
    help: 'A second call that lists addresses, as GitHub needs it',
  },
  emailPath: { label: 'Path of the e-mail', word: 'emailPath', help: 'Such as user.email' },
  idPath: { label: 'Path of the identifier', word: 'idPath' },
  metadataUrl: { label: 'Metadata URL', word: 'metadataUrl' },
  metadataXml: { label: 'Metadata as a text', word: 'metadataXml' },
  idpEntityId: { label: 'Entity ID of the provider', word: 'idpEntityId' },
  ssoBinding: { label: 'Binding', word: 'ssoBinding' },
  signingCertificates: { label: 'Signing certificates', word: 'signingCertificates' },
  spEntityId: {
    label: 'Entity ID of the target',
    word: 'spEntityId',
    help: 'The provider knows the target by it, often as the audience',
  },
  nameIdFormat: { label: 'Name ID format', word: 'nameIdFormat' },
  emailAttribute: {
    label: 'Attribute for the e-mail',
    word: 'emailAttribute',
    help: 'Empty: the usual names are tried',
  },
  groupsAttribute: { label: 'Attribute for groups', word: 'groupsAttribute' },
  signRequests: { label: 'Sign requests', word: 'signRequests' },
  wantAssertionsSigned: { label: 'Assertions must be signed' },
  wantResponseSigned: { label: 'The response must be signed' },
  forceAuthn: {
    label: 'Ask for the password every time',
    word: 'forceAuthn',
    help: 'A session at the provider is not enough then',
  },
  allowUnsolicited: {
    label: 'Take answers that nobody asked for',
    word: 'allowUnsolicited',
    help: 'For providers that begin the sign-in themselves',
  },
  spCertificatePem: { label: 'Certificate', word: 'spCertificatePem' },
  spKeyPem: { label: 'Private key', word: 'spKeyPem' },
  spNextCertificatePem: { label: 'Second certificate', word: 'spNextCertificatePem' },
  spNextKeyPem: { label: 'Second private key', word: 'spNextKeyPem' },
  loopbackHost: {
    label: 'A test comes back to',
    word: 'loopbackHost',
    help: 'Providers differ in what they accept',
  },
  loopbackPort: { label: 'Port', word: 'loopbackPort', help: 'Empty: a free one' },
  loopbackAcs: { label: 'Scheme', word: 'loopbackAcs' },
  timeoutSeconds: { label: 'Timeout', word: 'timeoutSeconds', help: 'Of each request' },
  caPem: {
    label: 'Additional authorities',
    word: 'caPem',
    help: 'PEM; trusted for this provider beside those of this machine',
  },
};

/** The page of one identity provider. */
export const identityProvider = {
  newTitle: 'New identity provider',
  purpose: 'A provider at which people of the target system sign in.',
  list: 'All providers',
  done: 'Done',
  saved: (name: string) => `Saved ${name}.`,
  removed: (name: string) => `Deleted ${name}.`,
  remove: 'Delete',
  removeTitle: (name: string) => `Delete ${name}?`,
  removeBody:
    'Its settings, its secrets and its proofs are deleted. Nothing changes at the provider itself.',
  check: 'Check',
  checkReady: 'Looks at the provider without a sign-in: discovery or metadata, keys, certificates',
  notReady: 'Complete the required fields first',
  test: 'Test sign-in',
  more: 'More',
  rehearsalFilled: 'Filled in with the rehearsal provider. Nothing is saved yet.',
  placeholderHint:
    'Addresses, domains, the client ID and entity IDs may contain placeholders such as %tenant%, defined as variables of the deployment.',

  sections: {
    about: 'Provider',
    target: 'Target system',
    oidc: 'OpenID Connect',
    oauth2: 'OAuth 2.0',
    saml: 'SAML 2.0',
    client: 'Client at the provider',
    identity: 'Who signed in',
    request: 'Request and answer',
    advanced: 'Advanced',
    own: 'Key of the target',
  },
  fields,
  /** Names of the fields for links out of a finding; SAML's documents have a word of their own. */
  fieldName: (name: string): string =>
    name === 'ssoUrl'
      ? fields.authUrl.label
      : ((fields as Partial<Record<string, { label: string }>>)[name]?.label ?? name),
  authWords: {
    saml: 'SSO URL',
    oauth2: 'authorization endpoint',
    oidc: 'authorization endpoint',
  } as Partial<Record<string, string>>,
  authHelp: {
    saml: 'Filled in by the metadata',
    oidc: 'Empty: taken from the discovery document',
  } as Partial<Record<string, string>>,
  callbackWords: { saml: 'ACS URL' } as Partial<Record<string, string>>,
  callbackWord: 'redirect URI',
  typeDetails: {
    saml: 'Signed XML: AD FS, Shibboleth, Entra ID',
    oauth2: 'A token, and a call with it: GitHub',
    oidc: 'A signed ID token: Entra ID, Google',
  } as Record<string, string>,

  button: {
    preview: 'Preview of the button',
    otherwise: (name: string) => `Sign in with ${name === '' ? 'this provider' : name}`,
  },
  returnsTo: 'A test sign-in comes back to',
  copyReturnsTo: 'Copy the address of the test',
  returnsHelp:
    'Register it at the provider beside the callback URL. PORT stands for a free port: choose a fixed one under Advanced where the provider wants one.',
  anyDomain: 'Any',
  defaultIs: (value: string) => `Default: ${value}`,
  seconds: (count: number) => plural(count, 'second'),
  freePort: 'A free one',

  clientAuths: {
    '': 'Default: in the header (Basic) when there is a secret',
    client_secret_basic: 'In the header (Basic)',
    client_secret_post: 'In the request’s body (post)',
    none: 'Not at all: a public client',
  },
  prompts: {
    '': 'What the provider thinks right',
    login: 'To sign in again',
    select_account: 'To choose an account',
    consent: 'To consent',
  },
  bindings: { redirect: 'HTTP redirect', post: 'HTTP POST' },
  nameIDs: {
    '': 'Any: nothing is asked for',
    'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress': 'E-mail address',
    'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent': 'Persistent',
    'urn:oasis:names:tc:SAML:2.0:nameid-format:transient': 'Transient',
    'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified': 'Unspecified',
  },
  loopbackHosts: {
    '127.0.0.1': '127.0.0.1',
    localhost: 'localhost',
    '[::1]': '[::1]',
  },
  loopbackACSs: { http: 'http', https: 'https, with a certificate made for the test' },

  bound: {
    title: 'Enter the client secret again',
    body: (bound: string) =>
      bound === ''
        ? 'The stored secret belongs to another client or provider and is not sent to this one.'
        : `The stored secret belongs to ${bound} and is not sent anywhere else.`,
  },

  proof: {
    none: 'Not checked yet',
    noneBody:
      'A check needs no sign-in. It shows each step here as it happens, with the provider’s own words.',
    running: 'Checking',
    cancel: 'Cancel check',
  },
  unverified: '(Not verified.)',
  incomplete: 'Filled in. Complete what is missing, then check.',
  trust: {
    title: 'Trust this authority?',
    body: (subject: string, fingerprint: string) =>
      `${subject}\nSHA-256 ${fingerprint}\n\nCompare the fingerprint with the one that the provider’s owner gives you, by another way than this connection. It is trusted for this provider only; host name and validity are checked as before.`,
    confirm: 'Trust it and check again',
    cancel: 'Cancel',
  },
};

/** What else helps with a provider. */
export const tools = [
  {
    value: 'shows',
    label: 'What does the browser show?',
    detail: 'Explains a page or an address of the provider',
  },
  {
    value: 'sheet',
    label: 'What to enter at the provider',
    detail: 'The values, in the words of its screens',
  },
  {
    value: 'sp',
    label: 'Metadata of the target',
    detail: 'XML for the provider',
  },
  {
    value: 'probe',
    label: 'Find the ambiguous settings',
    detail: 'Tries which of them the provider takes',
  },
] as const;
