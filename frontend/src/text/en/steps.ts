// The steps of proofs.

/** StepWords name a step, and say what it means that it failed. */
export interface StepWords {
  name: string;
  word: string;
  failed: string;
}

const steps: Partial<Record<string, StepWords>> = {
  settings: {
    name: 'Check the settings',
    word: 'settings',
    failed: 'The settings cannot be used, so nothing was contacted.',
  },
  resolve: {
    name: 'Look up the host name',
    word: 'DNS',
    failed: 'The host name could not be looked up.',
  },
  connect: { name: 'Connect', word: 'TCP', failed: 'No connection could be made.' },
  tls: {
    name: 'Agree on encryption',
    word: 'TLS',
    failed: 'No trusted, encrypted connection could be made. No credential was sent.',
  },
  greeting: {
    name: 'Server greeting',
    word: '220',
    failed: 'The server did not greet as a mail server does.',
  },
  ehlo: {
    name: 'Introduce ourselves',
    word: 'EHLO',
    failed: 'The server did not go on after EHLO.',
  },
  starttls: {
    name: 'Switch to encryption',
    word: 'STARTTLS',
    failed: 'The connection could not be switched to trusted encryption. No credential was sent.',
  },
  authenticate: { name: 'Sign in', word: 'AUTH', failed: 'Signing in did not succeed.' },
  sender: {
    name: 'Name the sender',
    word: 'MAIL FROM',
    failed: 'The server did not accept the sender.',
  },
  recipient: {
    name: 'Name the recipient',
    word: 'RCPT TO',
    failed: 'The server did not accept the recipient.',
  },
  reset: {
    name: 'Take the envelope back',
    word: 'RSET',
    failed: 'The envelope could not be taken back.',
  },
  deliver: {
    name: 'Hand over the message',
    word: 'DATA',
    failed: 'The server did not take the message.',
  },
  receive: {
    name: 'Read the message back',
    word: 'FETCH',
    failed: 'The message could not be read back.',
  },
  token: {
    name: 'Ask for a token',
    word: 'client_credentials',
    failed: 'The token endpoint gave no token.',
  },
  push: {
    name: 'Push the configuration',
    word: 'POST',
    failed: 'The target did not take the configuration.',
  },
  quit: { name: 'Say goodbye', word: 'QUIT', failed: 'The connection did not end in good order.' },
};

// A mailbox server's steps, where they have other words than a sending one's.
const mailboxSteps: Partial<Record<string, StepWords>> = {
  greeting: {
    name: 'Server greeting',
    word: '* OK',
    failed: 'The server did not greet as a mailbox server does.',
  },
  capability: {
    name: 'Ask what the server can do',
    word: 'CAPABILITY',
    failed: 'The server did not say what it can do.',
  },
  authenticate: {
    name: 'Sign in',
    word: 'LOGIN, AUTHENTICATE',
    failed: 'Signing in did not succeed.',
  },
  folders: {
    name: 'List the folders',
    word: 'LIST, STATUS',
    failed: 'The folders could not be listed.',
  },
  examine: {
    name: 'Open the inbox to read',
    word: 'EXAMINE',
    failed: 'Signing in works, but the inbox cannot be opened.',
  },
  logout: {
    name: 'Say goodbye',
    word: 'LOGOUT',
    failed: 'The connection did not end in good order.',
  },
};

// The sender check's steps; two of its names mean something else in a conversation.
const senderSteps: Partial<Record<string, StepWords>> = {
  mx: { name: 'Where replies go', word: 'MX', failed: 'Replies and bounces cannot arrive.' },
  spf: {
    name: 'Who may send for the domain',
    word: 'SPF',
    failed: 'The SPF record does not permit this way of sending.',
  },
  dkim: { name: 'Signing key', word: 'DKIM', failed: 'The DKIM key cannot be used.' },
  dmarc: {
    name: 'What receivers are told to do',
    word: 'DMARC',
    failed: 'The DMARC policy is not met.',
  },
  ehlo: {
    name: 'Name of this machine',
    word: 'EHLO',
    failed: 'The name that is said to the server is not a good one.',
  },
  addresses: {
    name: 'Every address of the server',
    word: 'A, AAAA',
    failed: 'Not every address of the server works.',
  },
};

const bySubject: Partial<Record<string, Partial<Record<string, StepWords>>>> = {
  'sender-domain': senderSteps,
  imap: mailboxSteps,
};

/** stepWords are those of a step; what is proved decides about some of them. */
export function stepWords(name: string, subject = ''): StepWords {
  return (
    bySubject[subject]?.[name] ??
    steps[name] ?? { name, word: '', failed: `The step “${name}” failed.` }
  );
}
