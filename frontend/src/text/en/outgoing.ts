import { signIn } from './signin';

export const outgoing = {
  title: 'Outgoing mail',
  purpose: 'The mail server through which this deployment sends its notifications.',
  noDeployment: {
    title: 'Outgoing mail belongs to a deployment',
    body: 'Add the deployment first: its name, tenant ID and hostname.',
    action: 'Add deployment',
  },
  empty: {
    title: 'No mail server yet',
    body: 'Enter the mail server of this deployment and test it before anything goes live. Without one at hand, try it with the built-in rehearsal server.',
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
  incomplete: 'Filled in. Complete what is marked, then test again.',
  trust: {
    title: (host: string) => `Trust this authority for ${host}?`,
    body: (subject: string, fingerprint: string) =>
      `${subject}\n\nFingerprint (SHA-256)\n${fingerprint}\n\nWhoever holds the key of this authority can pretend to be the server and read the password. Compare the fingerprint with the one that the server’s owner gives you, by another way than this connection. It is trusted for this server only; host name and validity are checked as before.`,
    confirm: 'Trust it and test again',
    cancel: 'Cancel',
  },
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
    security: { label: 'Security', word: 'ssl / starttls' },
    port: { label: 'Port' },
    auth: { label: 'Sign-in', word: 'AUTH' },
    user: { label: 'User name', word: 'user', help: 'Empty: the From address' },
    password: { label: 'Password' },
    insecure: 'Send the password without encryption anyway',
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
    timeoutSeconds: { label: 'Timeout', word: 'timeoutSeconds', help: 'Seconds for each step' },
    caPem: {
      label: 'Additional authority',
      word: 'CA, PEM',
      help: 'Trusted for this server, beside the system’s authorities',
    },
  },
  /** Names of the fields for links out of a finding. */
  fieldName: (name: string): string => {
    const field = (outgoing.fields as Record<string, string | { label: string } | undefined>)[name];
    if (name === 'insecureAllowPlainPassword') return 'Unencrypted password';
    if (name === 'to') return 'Recipient';
    if (name === 'proxy') return 'Proxy (Settings)';
    const token = (signIn.fields as Record<string, { label: string } | undefined>)[name];
    return typeof field === 'object' ? field.label : (token?.label ?? name);
  },
  securities: {
    'implicit-tls': 'TLS from the start (implicit TLS)',
    starttls: 'STARTTLS, required',
    none: 'None',
  } as Partial<Record<string, string>>,
  auths: {
    none: 'None',
    password: 'User name and password',
    oauth2: 'OAuth 2.0',
  } as Partial<Record<string, string>>,
  noSecurity: 'Everything is readable on the way, and the server could be anyone.',
  noSecurityPassword:
    'The password would cross the network readable by anyone on the way. It is refused unless you confirm it.',
  seconds: (count: number) => `${String(count)} seconds`,
  portDefault: (port: string) => `${port} (default)`,
  envelopeDefault: 'The From address',
  ehloDefault: 'This machine’s name',
  bound: {
    title: 'Enter the password again',
    tokenTitle: 'Enter the secrets again',
    body: (bound: string) =>
      bound === ''
        ? 'The stored password belongs to another destination and is not sent to this one.'
        : `The stored password belongs to ${bound} and is not sent anywhere else.`,
    tokenBody: (bound: string) =>
      bound === ''
        ? 'What is stored belongs to another destination and is not sent to this one.'
        : `What is stored belongs to ${bound} and is not sent anywhere else.`,
  },
};
