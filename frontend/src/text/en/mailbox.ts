import { account } from './account';
import { number, plural } from './count';

const fields = {
  ...account.fields,
  mailbox: {
    label: 'Mailbox',
    word: 'e-mail address',
    help: 'The address of the mailbox itself, not an alias of it. Upper and lower case are the same.',
  },
  host: { label: 'Host', word: 'IMAP server', help: 'Name or address only: no imap://, no port' },
  secure: { label: 'Use secure connection', word: 'TLS' },
  user: { label: 'User name', word: 'user', help: 'Empty: the address of the mailbox' },
  name: {
    label: 'Configuration name',
    word: 'name',
    help: 'Shown in lists: which application the mailbox serves',
  },
  description: { label: 'Description', word: 'description' },
};

const ownAddress = (address: string) => (address === '' ? 'this mailbox' : address);

/** The page of one mailbox. */
export const mailbox = {
  newTitle: 'New mailbox',
  purpose: 'A mailbox that the target system reads over IMAP.',
  list: 'All mailboxes',
  sections: {
    mailbox: 'Mailbox',
    account: 'Account',
    about: 'In lists',
    advanced: 'Advanced',
    aliases: 'Aliases',
  },
  fields,
  /** Names of the fields for links out of a finding. */
  fieldName: (name: string): string =>
    (fields as Partial<Record<string, { label: string }>>)[name]?.label ?? account.fieldName(name),
  placeholderHint:
    'Mailbox, host, port and user name may contain placeholders such as %tenant%, defined as variables of the deployment.',
  securityStartTLS: 'STARTTLS, as chosen under Advanced',

  mfa: {
    title: 'Multi-factor authentication (MFA) must be disabled on the Email Integration account.',
    body: 'Where it has to stay on, create an app password at the provider and enter it as the password, or choose OAuth 2.0 as the sign-in.',
  },

  saved: (address: string) => `Saved ${ownAddress(address)}.`,
  rehearsalFilled: 'Filled in with the rehearsal server. Nothing is saved yet.',

  test: 'Test connection',
  testNotReady: 'Complete the required fields first',
  testReady: 'Signs in and looks at the folders; reads and changes no message',
  connected: 'We were able to connect to your mailbox.',
  found: (folders: number, inbox: number, unread: number): string => {
    const all = plural(folders, 'folder');
    if (inbox < 0) return `${all} found.`;
    const rest = unread < 0 ? '' : `, ${number(unread)} unread`;
    return `${all} found; the inbox holds ${plural(inbox, 'message')}${rest}.`;
  },
  proof: 'Test of the connection',

  password: {
    help: 'Depending on the email provider, it may be case sensitive.',
    action: 'Change password',
    title: 'Change password',
    note: (address: string) => `The password of ${ownAddress(address)} as Patchbay keeps it.`,
    next: 'New password',
    confirm: 'Confirm password',
    ok: 'Ok',
    changed: 'Password changed. Test the connection to see whether it is the right one.',
    set: 'Set',
    right: 'Connected Successfully',
    wrong: 'Invalid Password',
    wrongBody: 'The server refuses the new password. It says:',
    wrongSilent: 'The server refuses the new password, and says no word about it.',
    again: 'Change it again',
    first: 'Save or cancel the changes first; then change the password.',
  },

  remove: 'Delete',
  removeTitle: (address: string) => `Delete ${ownAddress(address)}?`,
  removeBody:
    'Its settings, its password and its proofs are deleted. The mailbox itself and its messages stay at the provider.',
  removed: (address: string) => `Deleted ${ownAddress(address)}.`,
  hasAliases: {
    title: (address: string) => `${ownAddress(address)} stays`,
    open: 'Open mailbox',
    list: 'Aliases of the mailbox',
    body: 'Nothing is lost; the attempt is in the audit log.',
  },
};

/** The aliases of a mailbox. */
export const aliases = {
  note: 'Other addresses whose mail arrives here, with the defaults that the target system gives to it.',
  caption: 'Aliases of this mailbox',
  columns: [
    { title: 'Address' },
    { title: 'Workspace' },
    { title: 'Project type' },
    { title: 'Client' },
    { title: 'Actions', align: 'right' as const, hideTitle: true },
  ],
  none: 'No aliases yet.',
  add: 'Add alias',
  edit: (address: string) => `Edit ${address}`,
  remove: (address: string) => `Remove ${address}`,
  newTitle: 'New alias',
  editTitle: 'Alias',
  fields: {
    address: { label: 'Address', word: 'alias' },
    workspace: { label: 'Workspace', word: 'workspace' },
    projectType: { label: 'Project type', word: 'projectType' },
    client: { label: 'Client', word: 'client' },
  },
  saved: (address: string) => `Saved the alias ${address}.`,
  removeTitle: (address: string) => `Remove the alias ${address}?`,
  removeBody: 'Mail to this address then gets no defaults from it any more.',
  removed: (address: string) => `Removed the alias ${address}.`,
};
