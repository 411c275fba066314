// The palette finds a thing by every name it is known under: by its own, by the
// protocol's, and by those that the systems Patchbay configures give to it.

/** Names are those a page or a field is found by, beside its own. */
export type Names = Partial<Record<string, readonly string[]>>;

/** pages by what else they are called. */
export const pages: Names = {
  overview: ['Patch bay', 'Dashboard'],
  outgoing: [
    'Email Server Configuration',
    'SMTP Configuration',
    'E-Mail Integration',
    'Enterprise Settings',
  ],
  mailboxes: [
    'Email Integration',
    'Email aliases',
    'IMAP',
    'Incoming mail',
    'API Credentials',
    'tblAPICredentials',
  ],
  idp: [
    'Identity Provider/Single Sign On',
    'Single sign-on',
    'SSO',
    'SAML',
    'OpenID Connect',
    'OAuth 2.0',
    'Configure SSO settings',
  ],
  api: [
    'Open API',
    'Open API Configuration',
    'API credentials',
    'Client credentials',
    'Configure Open API settings',
  ],
  notifications: [
    'Notify by e-mail',
    'E-mail notifications',
    'Enable e-mail notifications',
    'Workflow actions',
    'E-mail People Identifier',
    'Rehearse an event',
  ],
  templates: ['E-mail Template', 'Mail text', '%action-message%', '%action-link%', '%store-link%'],
  people: ['Actors', 'Recipients', 'Import people', 'E-mail addresses'],
  messages: ['Sent mail', 'Notification messages', 'Send again', 'Delivery'],
  gateway: [
    'Email gateway',
    'Forgotten password',
    'Password-reset mail',
    'Reset a password by mail',
  ],
  'local-api': [
    'HTTPS API',
    'REST API',
    'Open API document',
    'Certificate authority of the local API',
    'curl',
    'PowerShell',
  ],
  deployments: ['Tenants', 'Target systems'],
  keys: ['Rotate Encryption Keys', 'Integration Configuration', 'Technical Configuration'],
  operators: ['Users', 'Roles', 'Accounts', 'Who may open the vault'],
  operator: ['Change Password', 'Recovery key', 'Own password', 'Profile'],
  audit: ['Journal', 'History', 'Log', 'Changes', 'Refusals', 'Who did what'],
  backup: ['Restore', 'Export', 'Verify the vault'],
  rehearsal: ['Test servers', 'Caught messages', 'Inbox'],
  settings: ['Preferences', 'Network', 'Shortcuts', 'About'],
};

const outgoing: Names = {
  enabled: ['Enable e-mail integration', 'Enable the email gateway'],
  host: ['SMTP Server Address', 'Server', 'SMTP HOST', 'Mail server'],
  security: [
    'Secure',
    'Security type',
    'SSL/TLS',
    'Enable TLS Encryption',
    'Email encryption mode',
    'ssl',
    'starttls',
  ],
  port: ['SMTP Port'],
  auth: ['Requires authentication', 'AUTH'],
  user: ['User ID', 'Account'],
  password: ['Authorization Code', 'App password'],
  from: ['From Email ID', 'From', 'Email Address', 'Sender'],
  fromDisplayName: ['Sender Name', 'fromDisplayName'],
  replyTo: ['replyTo', 'Answer address'],
  replyToDisplayName: ['replyToDisplayName'],
  envelopeFrom: ['envelopeFrom', 'Bounce address', 'Return-Path', 'MAIL FROM'],
  ehloName: ['HELO', 'Client name'],
  timeoutSeconds: ['timeoutSeconds'],
  caPem: ['CA certificate', 'Trusted authority', 'PEM'],
  'oauth2.grant': ['OAuth 2.0', 'Grant type', 'XOAUTH2'],
  'oauth2.tokenUrl': ['Token endpoint', 'token_endpoint'],
  'oauth2.authUrl': ['Authorization endpoint', 'authorization_endpoint'],
  'oauth2.deviceUrl': ['Device authorization endpoint', 'device_authorization_endpoint'],
  'oauth2.clientId': ['client_id', 'Application ID'],
  'oauth2.clientAuth': ['Client authentication', 'token_endpoint_auth_method'],
  'oauth2.clientSecret': ['client_secret', 'Application secret'],
  'oauth2.clientSecretExpires': ['client_secret_expires_at'],
  'oauth2.scope': ['scope', 'Scopes'],
  'oauth2.refreshToken': ['refresh_token', 'Modern authentication'],
};

const mailbox: Names = {
  mailbox: ['Email address of the mailbox', 'Mail account'],
  host: ['IMAP Server', 'IMAP host', 'Incoming mail server'],
  port: ['IMAP Port'],
  secure: ['Use Secure Connection (HTTPS)', 'IMAPS'],
  security: ['IMAP STARTTLS', 'IMAP security'],
  auth: ['IMAP sign-in'],
  user: ['IMAP user', 'Mailbox user'],
  password: ['Mailbox password', 'IMAP password', 'Multi-factor authentication (MFA)'],
  name: ['Configuration Name'],
  description: ['Description of the credential'],
  timeoutSeconds: ['IMAP timeout'],
  caPem: ['IMAP certificate authority'],
};

// The names of the sources first: "Auth Type", "Call Back URL".
const idp: Names = {
  type: ['Auth Type', 'Protocol of the provider'],
  authUrl: ['Auth URL', 'Authorization endpoint of the provider', 'SSO URL', 'ssoUrl'],
  signInMessage: ['Sign In Message', 'Text of the sign-in button'],
  allowedDomains: ['Allowed Domains', 'E-mail domains', 'Who would get in?', 'Simulator'],
  callbackUrl: ['Call Back URL', 'Redirect URI', 'redirect_uri', 'ACS URL'],
  selfServiceSignUp: ['Self-service Sign-up', 'Just-in-time accounts', 'JIT provisioning'],
  name: ['Name of the identity provider'],
  enabled: ['Enable single sign-on'],
  issuer: ['OpenID Connect issuer', 'Discovery URL'],
  clientId: ['Client ID of the provider', 'client_id'],
  clientSecret: ['Client secret of the provider', 'client_secret'],
  scopes: ['scope', 'OpenID Connect scopes'],
  clientAuth: ['token_endpoint_auth_method', 'Client authentication of the provider'],
  pkce: ['code_challenge', 'Proof Key for Code Exchange'],
  tokenUrl: ['Token endpoint of the provider'],
  userInfoUrl: ['UserInfo endpoint', 'userinfo_endpoint'],
  metadataUrl: ['SAML metadata', 'Federation metadata'],
  idpEntityId: ['IdP entity ID', 'EntityDescriptor'],
  signingCertificates: ['IdP certificate', 'X.509 certificate'],
  spEntityId: ['SP entity ID', 'Audience', 'Relying party identifier'],
  nameIdFormat: ['NameID', 'NameIDPolicy'],
  loopbackHost: ['Loopback address', 'localhost'],
};

// The names of the sources come first here, too: "Client ID", "Client Secret".
const api: Names = {
  clientId: ['Client ID', 'The default auth client ID', 'client_id of the API'],
  secret: ['Client Secret', 'Default client secret', 'client_secret of the API'],
  scopes: ['Scopes of the API', 'Permissions of the API'],
  description: ['Description of the API client'],
  default: ['Default client'],
  tokenUrl: ['Token endpoint of the target'],
  clientAuth: ['Client authentication at the target'],
  caPem: ['Certificate authority of the token endpoint'],
};

const deployment: Names = {
  name: ['Deployment name'],
  environment: ['Stage'],
  tenantId: ['tenantId', 'Realm'],
  hostname: ['Host name of the target'],
  portalUrl: ['Web Portal', 'store-link'],
  messagesUrl: ['Messages page', 'action-link'],
  notes: [],
};

const settings: Names = {
  theme: ['Dark mode', 'Light mode', 'Appearance'],
  autoLockMinutes: ['Idle time', 'Automatic lock'],
  rotationReminderDays: ['Key age'],
  proxy: ['SOCKS5', 'HTTP CONNECT', 'Proxy server'],
  address: ['Proxy server'],
  user: ['Proxy user'],
  password: ['Proxy password'],
  resolver: ['Resolver', 'Name server'],
};

/** fields by what else they are called, by the page that they are on. */
export const fields = { outgoing, mailbox, idp, api, deployment, settings };
