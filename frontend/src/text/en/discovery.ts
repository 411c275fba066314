const sources: Partial<Record<string, string>> = {
  'built-in': 'Patchbay’s own list',
  autoconfig: 'The domain’s autoconfig',
  ispdb: 'Thunderbird’s directory',
  srv: 'SRV record',
  mx: 'MX record',
};

export const discovery = {
  open: 'Find settings from an address…',
  title: 'Find settings from an address',
  note: 'What Patchbay knows by itself appears at once. The domain is asked only when you say so.',
  address: 'E-mail address',
  addressPlaceholder: 'notify@example.com',
  ask: 'Ask the domain',
  asking: 'Asking',
  asked: (domain: string) => `Asked about ${domain}`,
  cancel: 'Cancel',
  cancelled: 'Cancelled. What was found before stays.',
  willAsk: (domain: string) => `Asking ${domain} means:`,
  steps: (domain: string): readonly string[] => [
    `the web addresses autoconfig.${domain}, which learns the e-mail address, and ${domain}/.well-known/autoconfig; without encryption only when neither answers with it`,
    `the SRV records _submissions._tcp, _submission._tcp, _imaps._tcp and _imap._tcp of ${domain}`,
    `the MX records of ${domain}, and the same web addresses of whoever they name`,
  ],
  thirdParty: 'Ask Thunderbird’s public directory as well',
  thirdPartyHelp: (domain: string) =>
    `autoconfig.thunderbird.net then learns that somebody here uses ${domain}, and who receives its mail. The address itself is not sent.`,
  noDomain: 'Enter an address to see what will be asked.',
  servers: { smtp: 'Servers for outgoing mail', imap: 'Servers for this mailbox' },
  /** What was found for the other kind of account: told, and of no use here. */
  others: { smtp: 'Found for mailboxes', imap: 'Found for outgoing mail' },
  columns: [
    { title: 'Server' },
    { title: 'Sign-in' },
    { title: 'Found in' },
    { title: 'Use', hideTitle: true },
  ],
  nothing: 'Nothing is known of this domain without asking it.',
  nothingFound: 'Nothing was found. Ask the provider for host, port and security.',
  use: 'Use',
  useServer: (host: string, port: number) => `Use ${host}, port ${String(port)}`,
  source: (name: string): string => sources[name] ?? name,
  signIn: (names: readonly string[]): string =>
    names
      .map((name) => ({ password: 'Password', oauth2: 'OAuth 2.0', none: 'None' })[name] ?? name)
      .join(', ') || 'Not said',
  user: (name: string) => `User name ${name}`,
  clear: 'Not encrypted',
  confirmMark: 'Look first',
  attempts: (count: number) => `What was asked (${String(count)})`,
  filled: (host: string) => `Filled in ${host}. Nothing is saved yet.`,
  confirm: {
    title: (host: string) => `Use ${host}?`,
    body: (host: string, port: number, why: string, where: string) =>
      `${why}\n\nServer: ${host}, port ${String(port)}\nFound in: ${where}\n\nA password that is tested or saved with this server goes there. Use it only if you know that this server is the right one.`,
    confirm: 'Use this server',
    cancel: 'Cancel',
  },
};
