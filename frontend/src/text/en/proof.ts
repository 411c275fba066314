interface StepWords {
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
  quit: { name: 'Say goodbye', word: 'QUIT', failed: 'The connection did not end in good order.' },
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

// What happened, for findings that say more than their step does.
const happenings: Partial<Record<string, string>> = {
  'domain.address_invalid': 'There is no domain to look at.',
  'domain.not_found': 'The domain does not exist in DNS.',
  'domain.no_mx': 'The domain has no mail server: replies and bounces cannot arrive.',
  'domain.null_mx': 'The domain says that it takes no mail at all.',
  'domain.spf_missing': 'The domain has no SPF record.',
  'domain.spf_invalid': 'The SPF record cannot be evaluated.',
  'domain.spf_not_permitted': 'The SPF record does not permit the addresses that were looked at.',
  'domain.spf_permits_all': 'The SPF record permits everybody to send for the domain.',
  'domain.dkim_missing': 'There is no DKIM key under that selector.',
  'domain.dkim_invalid': 'The DKIM key cannot be used.',
  'domain.dkim_weak': 'The DKIM key is short.',
  'domain.dmarc_missing': 'The domain has no DMARC record.',
  'domain.dmarc_invalid': 'The DMARC record cannot be read.',
  'domain.dmarc_unaligned': 'Nothing shown here lets mail from this sender pass DMARC.',
  'domain.address_failed': 'Not every address of the server works.',
  'domain.ehlo_name': 'The name that is said to the server is not a full host name.',
};

export const proof = {
  title: 'Proof',
  none: 'Not tested yet',
  noneBody: 'A test shows each step here as it happens, with the server’s own words.',
  step: (name: string, subject = ''): StepWords =>
    (subject === 'sender-domain' ? senderSteps[name] : undefined) ??
    steps[name] ?? { name, word: '', failed: `The step “${name}” failed.` },
  /** What happened: by the finding's code where that says more than the step. */
  happened: (code: string, otherwise: string): string => happenings[code] ?? otherwise,
  verdicts: {
    passed: 'Passed',
    warned: 'Passed with warnings',
    failed: 'Failed',
    skipped: 'Skipped',
    '': 'Running',
  } as Partial<Record<string, string>>,
  verdict: (verdict: string): string => proof.verdicts[verdict] ?? verdict,
  running: 'Testing',
  cancelled: 'Cancelled',
  cancelledBody: 'The connection was closed at once. Nothing was recorded.',
  cancel: 'Cancel test',
  headline: (verdict: string, failedStep: string) => {
    if (verdict === 'failed' && failedStep !== '') return `Failed: ${failedStep.toLowerCase()}`;
    return proof.verdict(verdict);
  },
  of: (level: string, target: string) => (level === '' ? target : `${level} · ${target}`),
  levels: {
    connect: 'Connect',
    signin: 'Sign in',
    envelope: 'Envelope',
    send: 'Send',
    roundtrip: 'Round trip',
  } as Partial<Record<string, string>>,
  level: (level: string): string => proof.levels[level] ?? level,
  stored: 'From the last recorded test',
  steps: 'Steps',
  duration: (ms: number) => {
    if (ms < 1) return '< 1 ms';
    return ms < 1000 ? `${String(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
  },
  what: 'What happened',
  warned: 'The step succeeded, with a warning.',
  why: 'Why',
  remedy: 'What to do',
  remote: 'The server’s words',
  blamed: 'Fields to look at',
  alsoFound: 'Also found',
  source: (source: string) => `Source: ${source}`,
  unverified: 'Not verified',
  apply: (label: string) => `${label.replace(/\.$/, '')}. Use it`,
  shows: 'What it shows',
  unsaved: 'Not stored',
  leaves: 'What it does not show',
  transcript: 'Transcript',
  transcriptLines: (count: number) => `${String(count)} ${count === 1 ? 'line' : 'lines'}`,
  transcriptCut: 'The transcript was cut at its size limit.',
  redacted: 'Secrets are masked before anything is shown.',
  copyTranscript: 'Copy transcript',
  speakers: { client: 'sent', server: 'received', note: 'note' } as Partial<Record<string, string>>,
  certificate: {
    title: 'Certificate',
    open: 'Certificate details',
    trusted: 'Trusted',
    untrusted: 'Not trusted',
    protocol: 'Protocol',
    cipher: 'Cipher',
    serverName: 'Asked for',
    chain: (index: number, count: number) => `${String(index)} of ${String(count)}`,
    subject: 'Subject',
    issuer: 'Issuer',
    selfSigned: 'signed by itself',
    names: 'Valid for',
    from: 'Valid from',
    until: 'Valid until',
    fingerprint: 'Fingerprint (SHA-256)',
    key: 'Public key',
    signature: 'Signature',
    expired: 'expired',
    copyPEM: 'Copy as PEM',
    trust: 'Trust this authority for this server',
    useHost: (name: string) => `Use ${name} as host`,
    hosts: 'The certificate is valid for other names:',
    trustHelp: 'Compare the fingerprint with the one from the server’s owner first.',
    noNames: 'no names',
  },
  token: {
    open: 'What the token says',
    opaque: 'The token cannot be read from outside; only the provider knows what it holds.',
    user: 'User',
    client: 'Client',
    tenant: 'Organisation',
    issuer: 'Issuer',
    audience: 'For (audience)',
    scopes: 'Scopes',
    roles: 'Roles',
    expires: 'Expires',
    grant: 'Obtained by',
    grants: {
      client_credentials: 'the application itself',
      refresh_token: 'a person’s sign-in',
      authorization_code: 'a person’s sign-in',
      device_code: 'a person’s sign-in with a code',
    } as Partial<Record<string, string>>,
  },
};
