export const sender = {
  title: 'Sender domain',
  purpose: (domain: string) =>
    `Looks at what the world sees of ${domain === '' ? 'the From address’s domain' : domain}: the DNS records that receivers check, and every address of the server.`,
  selectors: 'DKIM selectors',
  selectorsWord: 's=',
  selectorsHelp: 'The names that the server signs with, such as mail or s1; several with commas',
  check: 'Check sender domain',
  notReady: 'Enter the From address first',
  none: 'Not checked yet',
  noneBody: 'The check asks DNS and opens connections to the mail server without a credential.',
  cancel: 'Cancel check',
  running: 'Checking',
};
