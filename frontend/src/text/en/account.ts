import { signIn } from './signin';

const fields = {
  security: { label: 'Security', word: 'ssl / starttls' },
  port: { label: 'Port' },
  auth: { label: 'Sign-in', word: 'AUTH' },
  password: { label: 'Password' },
  timeoutSeconds: { label: 'Timeout', word: 'timeoutSeconds', help: 'Seconds for each step' },
  caPem: {
    label: 'Additional authority',
    word: 'CA, PEM',
    help: 'Trusted for this server, beside the system’s authorities',
  },
};

/** What every mail account is spoken of with, whether it sends or is read. */
export const account = {
  fields,
  insecure: 'Send the password without encryption anyway',
  /** Names of the fields for links out of a finding. */
  fieldName: (name: string): string => {
    if (name === 'insecureAllowPlainPassword') return 'Unencrypted password';
    if (name === 'proxy') return 'Proxy (Settings)';
    const known = { ...fields, ...signIn.fields } as Partial<Record<string, { label: string }>>;
    return known[name]?.label ?? name;
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
  incomplete: 'Filled in. Complete what is marked, then test again.',
  trust: {
    title: (host: string) => `Trust this authority for ${host}?`,
    body: (subject: string, fingerprint: string) =>
      `${subject}\n\nFingerprint (SHA-256)\n${fingerprint}\n\nWhoever holds the key of this authority can pretend to be the server and read the password. Compare the fingerprint with the one that the server’s owner gives you, by another way than this connection. It is trusted for this server only; host name and validity are checked as before.`,
    confirm: 'Trust it and test again',
    cancel: 'Cancel',
  },
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
