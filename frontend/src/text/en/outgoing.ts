import { account } from './account';

export const outgoing = {
  title: 'Outgoing mail',
  purpose: 'The mail server through which this deployment sends its notifications.',
  noDeployment: 'Outgoing mail belongs to a deployment',
  empty: {
    title: 'No mail server yet',
    body: 'Enter the mail server of this deployment and test it before anything goes live. Without one at hand, try it with the built-in rehearsal server.',
    viewer: 'The notifications of this deployment are sent through its mail server.',
    action: 'Set up outgoing mail',
    rehearse: 'Try it with the rehearsal server',
  },
  rehearsalFilled: 'Filled in with the rehearsal server. Nothing is saved yet.',
  saved: 'Successfully updated SMTP Details.',
  removed: 'Outgoing mail removed.',
  remove: 'Remove',
  removeTitle: 'Remove outgoing mail?',
  removeBody: (host: string) =>
    `The settings for ${host} and the stored password are deleted. This deployment then sends no mail.`,
  conflict: 'Changed elsewhere meanwhile',

  test: 'Test email',
  testNotReady: 'Complete the required fields first',
  testMore: 'More tests',
  levels: [
    {
      value: 'connect',
      label: 'Test connection',
      detail: 'Reaches the server and checks encryption',
    },
    { value: 'signin', label: 'Test sign-in', detail: 'Connects and signs in' },
    {
      value: 'envelope',
      label: 'Test envelope',
      detail: 'Asks whether sender and recipient are accepted; sends nothing',
    },
    { value: 'send', label: 'Test email', detail: 'Sends a test message' },
  ],
  /** The tabs above the panel beside the form. */
  panels: 'Tests',
  panel: { test: 'Test', addresses: 'Addresses', sender: 'Sender domain' },
  panelRunning: (name: string) => `${name} · running`,
  recipient: 'Send the test to',
  recipientOwn: (email: string) => (email === '' ? 'Your own address' : email),

  sections: {
    server: 'Server',
    signIn: 'Account',
    sender: 'Sender',
    advanced: 'Advanced',
  },
  placeholderHint:
    'Host, port, user and address fields may contain placeholders such as %tenant%, defined as variables of the deployment.',
  fields: {
    enabled: {
      label: 'Send mail',
      help: 'Off: this deployment sends no notification mail. A test ignores this.',
    },
    host: { label: 'Host', word: 'SMTP server', help: 'Name or address only: no smtp://, no port' },
    ...account.fields,
    user: { label: 'User name', word: 'user', help: 'Empty: the From address' },
    from: { label: 'From address', word: 'from' },
    fromDisplayName: { label: 'From name', word: 'fromDisplayName' },
    replyTo: { label: 'Reply-to address', word: 'replyTo' },
    replyToDisplayName: { label: 'Reply-to name', word: 'replyToDisplayName' },
    envelopeFrom: {
      label: 'Envelope sender',
      word: 'MAIL FROM',
      help: 'Bounces go here. Empty: the From address',
    },
    ehloName: { label: 'EHLO name', word: 'EHLO', help: 'Empty: this machine’s name' },
  },
  /** Names of the fields for links out of a finding. */
  fieldName: (name: string): string => {
    if (name === 'to') return 'Recipient';
    const field = (outgoing.fields as Partial<Record<string, { label: string }>>)[name];
    return field?.label ?? account.fieldName(name);
  },
  envelopeDefault: 'The From address',
  ehloDefault: 'This machine’s name',
};
