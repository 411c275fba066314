import { plural } from './count';

const roles: Partial<Record<string, string>> = {
  from: 'From',
  envelopeFrom: 'Envelope sender',
  replyTo: 'Reply-to',
  further: 'Further',
};

export const addresses = {
  title: 'Addresses',
  purpose:
    'Asks the server, address by address, whether this account may send from it. Nothing is sent.',
  checked: 'Addresses on this page',
  noneYet: 'Enter the From address first.',
  further: 'Further addresses',
  furtherWord: 'MAIL FROM',
  furtherHelp: 'One on each line, or a list as it is pasted',
  check: 'Check addresses',
  checking: 'Asking the server',
  cancel: 'Cancel',
  cancelled: 'Cancelled. Nothing was sent.',
  notReady: 'Complete the required fields first',
  results: 'Answers of the server',
  columns: [{ title: 'Address' }, { title: 'Answer' }],
  verdicts: {
    allowed: 'Allowed',
    refused: 'Refused',
    temporary: 'Not now',
    unknown: 'Not known',
  } as Partial<Record<string, string>>,
  verdict: (name: string): string => addresses.verdicts[name] ?? name,
  at: {
    sender: 'decided at the sender (MAIL FROM)',
    recipient: 'decided at the recipient (RCPT TO)',
  } as Partial<Record<string, string>>,
  roles: (names: readonly string[]): string => names.map((name) => roles[name] ?? name).join(', '),
  same: 'For the same reason as above.',
  recipient: (address: string) => `Asked with ${address} as the recipient.`,
  stopped: 'The server was not asked',
  summary: (allowed: number, all: number) => `${String(allowed)} of ${String(all)} allowed`,
  read: (count: number, asked: number) => {
    const read = `${plural(count, 'address', 'addresses')} read`;
    return asked < count ? `${read}; one run asks about the first ${String(asked)}` : read;
  },
};
