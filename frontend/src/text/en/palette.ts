import { plural } from './count';

// The palette finds a thing by every name it is known under: by its own, by the
// protocol's, and by those that the systems Patchbay configures give to it.

type Names = Partial<Record<string, readonly string[]>>;

const pages: Names = {
  overview: ['Patch bay', 'Dashboard'],
  outgoing: [
    'Email Server Configuration',
    'SMTP Configuration',
    'E-Mail Integration',
    'Email Gateway',
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

export const palette = {
  title: 'Search',
  placeholder: 'A page, a field, an action, a deployment',
  results: 'Results',
  none: (query: string) => `Nothing matches “${query}”.`,
  count: (count: number) => plural(count, 'result'),
  alias: (name: string) => `“${name}”`,
  groups: {
    recent: 'Recent',
    actions: 'Actions',
    pages: 'Pages',
    deployments: 'Deployments',
    fields: 'Fields',
  },
  hints: [
    { keys: '↑ ↓', does: 'choose' },
    { keys: 'Enter', does: 'open' },
    { keys: 'Esc', does: 'close' },
  ],
  actions: {
    edit: { title: 'Edit outgoing mail', also: ['Change mail server'] },
    setUp: { title: 'Set up outgoing mail', also: ['Add mail server', 'Configure SMTP'] },
    save: { title: 'Save outgoing mail', also: ['Store changes'] },
    provider: {
      title: 'Set up from a mail provider',
      also: ['Preset', 'Gmail', 'Microsoft 365', 'Amazon SES'],
    },
    discover: {
      title: 'Find the settings of an address',
      also: ['Discovery', 'Autoconfig', 'Auto-discovery'],
    },
    permissions: {
      title: 'Check sender addresses',
      also: ['From and alias permissions', 'Send as'],
    },
    sender: { title: 'Check the sender domain', also: ['SPF', 'DKIM', 'DMARC', 'MX'] },
    testMailbox: { title: 'Test connection', also: ['Test this mailbox', 'Test sign-in'] },
    saveMailbox: { title: 'Save mailbox', also: ['Store changes'] },
    editMailbox: { title: 'Edit mailbox', also: ['Change mailbox', 'Details'] },
    mailboxPassword: {
      title: 'Change the mailbox password',
      also: ['New mailbox password', 'Change Password of the mailbox'],
    },
    addMailbox: {
      title: 'Add mailbox',
      also: ['New Email Integration', 'Add a credential', 'New mailbox', 'Create mailbox'],
    },
    testMailboxes: {
      title: 'Test all mailboxes',
      also: ['Prove all mailboxes', 'Check mailboxes'],
    },
    importMailboxes: {
      title: 'Import mailboxes',
      also: ['CSV import', 'Read a list of mailboxes'],
    },
    exportMailboxes: {
      title: 'Export mailboxes',
      also: ['CSV export', 'Save a list of mailboxes'],
    },
    checkProvider: {
      title: 'Check this identity provider',
      also: ['Check discovery', 'Check metadata', 'Check certificates'],
    },
    testProvider: {
      title: 'Test sign-in at this identity provider',
      also: ['Try single sign-on', 'Sign in'],
    },
    saveProvider: { title: 'Save identity provider', also: ['Done', 'Store changes'] },
    editProvider: { title: 'Edit identity provider', also: ['Change identity provider'] },
    presetProvider: {
      title: 'Fill in a known identity provider',
      also: ['Identity provider preset', 'Entra ID', 'Okta', 'Google', 'Keycloak', 'AD FS'],
    },
    showsProvider: {
      title: 'What does the browser show?',
      also: ['Explain an error page', 'redirect_uri_mismatch', 'AADSTS'],
    },
    sheetProvider: {
      title: 'What to enter at the identity provider',
      also: ['Sheet of values', 'App registration'],
    },
    spMetadata: { title: 'SAML metadata of the target', also: ['SP metadata'] },
    probeProvider: {
      title: 'Find the ambiguous settings of the provider',
      also: ['Probe client authentication', 'Probe PKCE'],
    },
    addProvider: {
      title: 'Add identity provider',
      also: ['Add New', 'New identity provider', 'Set up single sign-on'],
    },
    prove: { title: 'Prove everything', also: ['Test all'] },
    cancelProving: { title: 'Cancel proving', also: ['Stop testing'] },
    newDeployment: { title: 'Add deployment', also: ['New tenant', 'Create deployment'] },
    editDeployment: (name: string) => ({ title: `Edit ${name}`, also: ['Edit deployment'] }),
    switchTo: (name: string) => `Switch to ${name}`,
    rotate: { title: 'Rotate encryption key', also: ['Rotate Encryption Keys', 'Re-encrypt'] },
    newOperator: {
      title: 'Add operator',
      also: ['New user', 'Create account', 'Invite a colleague', 'Grant access'],
    },
    recoveryKey: {
      title: 'Replace recovery key',
      also: ['New recovery key', 'Emergency key', 'Lost password'],
    },
    backup: { title: 'Back up now', also: ['Save a backup', 'Export the vault'] },
    restore: { title: 'Restore from a backup', also: ['Recover the vault', 'Import a backup'] },
    verify: { title: 'Verify the vault', also: ['Check for damage', 'Integrity'] },
    verifyJournal: { title: 'Verify journal', also: ['Audit chain', 'Check the audit log'] },
    password: { title: 'Change password', also: ['Own password', 'New password'] },
    rehearse: { title: 'Start rehearsal server', also: ['Test mail server'] },
    fault: { title: 'Choose a rehearsal fault', also: ['Simulate a failure', 'Chosen fault'] },
    theme: { system: 'Theme: follow the system', light: 'Theme: light', dark: 'Theme: dark' },
    lock: { title: 'Lock', also: ['Sign out', 'Log off'] },
  },
  tests: {
    send: ['Send test message'],
    envelope: ['Try sender and recipient'],
    signin: ['Try user name and password'],
    connect: ['Test Connection'],
  } as Names,
  keys: { test: 'Ctrl/Cmd Enter', save: 'Ctrl/Cmd S', lock: 'Ctrl/Cmd L' },
  pages,
  fields: { outgoing, mailbox, idp, deployment, settings },
};
