import { account } from './account';
import { outgoing } from './outgoing';

const fields = {
  enabled: {
    label: 'Enable the e-mail gateway',
    help: 'Off: no password is mailed. A test ignores this.',
  },
  useDeploymentId: {
    label: 'Send through',
    word: 'useDeployment',
    help: 'A server of its own, or the outgoing mail of a deployment',
  },
  host: {
    label: 'SMTP host',
    word: 'host',
    help: 'Address of the host that provides the SMTP service: the provider’s documentation names it.',
  },
  port: { label: 'SMTP port', word: 'port', help: '465 is the default.' },
  from: {
    label: 'E-mail address',
    word: 'from',
    help: 'The enterprise address from which the mails are sent. It is the user name as well.',
  },
  senderName: {
    label: 'Sender name',
    word: 'senderName',
    help: 'Who the mails say they are from.',
  },
  password: {
    label: 'Authorization code',
    word: 'password',
    help: 'The code that the provider shows when the POP3/SMTP service is switched on.',
  },
  security: {
    label: 'Security type',
    word: 'security',
    help: 'The same as the provider’s documentation says.',
  },
  caPem: account.fields.caPem,
};

export const gateway = {
  title: 'E-mail gateway',
  purpose:
    'How this vault sends its own mail: a new password to an operator who has forgotten theirs.',
  empty: {
    title: 'No e-mail gateway yet',
    body: 'With a gateway, an owner resets the password of another operator: a random one is mailed, opens the vault once, and must then be replaced. Without a server at hand, try it with the built-in rehearsal server.',
    viewer:
      'With a gateway, an owner resets the password of another operator by mail. Only an owner sets it up.',
    action: 'Set up the gateway',
    rehearse: 'Try it with the rehearsal server',
  },
  readOnly:
    'Only an owner changes the gateway: whoever leads its mail elsewhere could read a mailed password. Everybody may test it.',
  formLabel: 'E-mail gateway',
  sections: {
    gateway: 'Gateway',
    server: 'Mail server',
    template: 'Password-reset mail',
    advanced: 'Advanced',
  },
  before: {
    title: 'Before you begin',
    list: [
      'The POP3/SMTP service must be switched on for the e-mail account: on its account settings page, following the instructions there. The provider then shows an authorization code.',
      'Keep the authorization code secure: whoever has it can send in the name of this address.',
      'A lost code cannot be read again: generate a new one on the account settings page, and enter it here.',
    ],
  },
  fields,
  /** Names of the fields for links out of a finding. */
  fieldName: (name: string): string => {
    if (name === 'to') return 'Recipient';
    const field = (fields as Partial<Record<string, { label: string }>>)[name];
    return field?.label ?? account.fieldName(name);
  },
  own: 'A mail server of its own',
  ofDeployment: (name: string) => `The outgoing mail of ${name}`,
  goneDeployment: 'The outgoing mail of a deployment that is gone',
  through: {
    title: (name: string) => `Mails go through the outgoing mail of ${name}`,
    body: 'Host, sign-in and sender are those of that deployment. When an editor leads it elsewhere, no password is mailed until an owner has saved this page again.',
    link: 'Outgoing mail',
  },
  securities: [
    { value: 'tls', label: 'TLS (default)' },
    { value: 'ssl', label: 'SSL (a legacy label)' },
    { value: 'none', label: 'None: not encrypted' },
  ],
  bound: {
    title: 'Enter the authorization code again',
    body: (bound: string) =>
      bound === ''
        ? 'The stored code belongs to another destination and is not sent to this one.'
        : `The stored code belongs to ${bound} and is not sent anywhere else.`,
  },
  redirected: {
    title: 'No password is mailed',
    next: 'Look at where it leads now. When that is right, an owner allows it.',
    action: 'Allow where it leads now',
    confirm: {
      title: 'Mail passwords there from now on?',
      body: (why: string) =>
        `${why}\n\nWhoever can read mail at that server can read a mailed password, and use it until its operator does.`,
      confirm: 'Allow it',
    },
    allowed: 'Passwords may be mailed there.',
  },
  template: {
    own: 'Changed',
    standard: 'As it comes with Patchbay',
    note: 'What the mail says: the person, the generated password, and until when it is valid.',
    link: 'Template settings',
    back: 'E-mail gateway',
  },
  saved: 'E-mail gateway saved.',
  removed: 'E-mail gateway removed.',
  remove: 'Remove',
  removeTitle: 'Remove the e-mail gateway?',
  removeBody:
    'The settings and the stored authorization code are deleted. Passwords can no longer be reset by mail. The template stays.',
  rehearsalFilled: 'Filled in with the rehearsal server. Nothing is saved yet.',

  test: outgoing.test,
  testNotReady: outgoing.testNotReady,
  testMore: outgoing.testMore,
  levels: outgoing.levels,
  recipient: outgoing.recipient,
  recipientOwn: outgoing.recipientOwn,
  incomplete: account.incomplete,
  trust: account.trust,
};
