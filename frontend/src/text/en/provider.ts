import { plural } from './count';

const methods: Partial<Record<string, string>> = {
  'oauth2-person': 'OAuth 2.0: a person signs in once',
  'oauth2-application': 'OAuth 2.0: the application signs in itself',
  'app-password': 'App password',
  password: 'Password of the account',
  'authorization-code': 'Authorization code',
  'api-key': 'API key',
  token: 'Token',
  none: 'No sign-in',
};

export const provider = {
  open: 'Set up from a provider…',
  title: 'Set up from a provider',
  note: 'Fills in server and sign-in. Nothing is contacted, and nothing is saved yet.',
  search: 'Search',
  searchPlaceholder: 'Name, domain or host',
  list: 'Providers',
  count: (count: number) => plural(count, 'provider'),
  none: 'No provider of that name is known. Enter its server by hand, or find it from an address.',
  servers: 'Server',
  server: (host: string, port: number, security: string) =>
    `${host}, port ${String(port)}, ${security}`,
  noServer: 'No reliable source names its servers: enter host and port as the provider says them.',
  security: (security: string): string =>
    (
      ({ 'implicit-tls': 'implicit TLS', starttls: 'STARTTLS', none: 'no encryption' }) as Partial<
        Record<string, string>
      >
    )[security] ?? security,
  region: 'Region',
  tenant: 'Organisation',
  tenantWord: 'tenant',
  tenantHelp: 'The tenant ID, or a domain of the organisation',
  tenantOptional: 'Empty: any organisation',
  tenantMissing: 'The application signs in to one organisation: enter its tenant ID or a domain.',
  signIn: 'Sign-in',
  method: (name: string): string => methods[name] ?? name,
  use: 'Use these settings',
  cancel: 'Cancel',
  filled: (name: string) => `Filled in for ${name}. Nothing is saved yet.`,
  advice: 'At the provider',
  user: 'User name',
  fromRule: 'From address',
  verified: (source: string, day: string) => `Source: ${source}. Last verified ${day}.`,
  unverified: 'Not verified',
  unverifiedBody: 'Not everything here could be confirmed.',
  warning: (from: string, until: string): string => {
    if (from !== '' && until !== '') return `From ${from} until ${until}`;
    if (from !== '') return `Since ${from}`;
    return until === '' ? 'Notice' : `Until ${until}`;
  },
  source: (source: string) => `Source: ${source}`,
  recognised: (name: string) => `This is ${name}`,
  passwordWord: 'password',
};
