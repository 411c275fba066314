import { plural } from './count';
import { fields, type Names, pages } from './paletteNames';

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
    cancel: { title: 'Discard the changes', also: ['Cancel', 'Cancel editing'] },
    remove: { title: 'Remove outgoing mail', also: ['Delete mail server'] },
    push: {
      title: 'Push outgoing mail to the target',
      also: ['Hand over', 'Mail API', 'digitanium/v4/mail/config', 'mail/setup', 'Apply'],
    },
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
    deleteMailbox: { title: 'Delete mailbox', also: ['Remove this mailbox'] },
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
    deleteProvider: {
      title: 'Delete identity provider',
      also: ['Remove this identity provider'],
    },
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
    testClient: { title: 'Test this API client', also: ['Ask for a token', 'Test token'] },
    saveClient: { title: 'Save API client', also: ['Store changes'] },
    editClient: { title: 'Edit API client', also: ['Change API client'] },
    rotateClient: {
      title: 'Rotate the client secret',
      also: ['New client secret', 'Generate a client secret'],
    },
    removeClient: { title: 'Remove API client', also: ['Delete this API client'] },
    addClient: {
      title: 'Add API client',
      also: ['New API client', 'New API credentials', 'Create client'],
    },
    startAPI: { title: 'Start the local API', also: ['Run the HTTPS API', 'Serve the API'] },
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
  fields,
};
