// What a mailbox and its server said of themselves, and how a message arrived.

import { number, plural } from './count';

const roles: Partial<Record<string, string>> = {
  inbox: 'Inbox',
  sent: 'Sent',
  drafts: 'Drafts',
  junk: 'Junk',
  trash: 'Trash',
  archive: 'Archive',
  all: 'All mail',
  flagged: 'Flagged',
};

export const mailboxEvidence = {
  folders: (count: number) => plural(count, 'folder'),
  foldersTitle: 'Folders',
  columns: { name: 'Folder', role: 'Used for', messages: 'Messages', unseen: 'Unread' },
  role: (role: string): string => roles[role] ?? role,
  /** Such as the parent of others. */
  notSelectable: 'holds no messages itself',
  count: (count: number) => (count < 0 ? '–' : number(count)),
  capabilities: (count: number) => plural(count, 'capability', 'capabilities'),
  misses: 'Your system will miss',
  notices: {
    alert: 'The server wants you to read this',
    webalert: 'The server asks for a browser',
  },
  openPage: (address: string) => `Open ${address}`,
};

const methods: Partial<Record<string, string>> = {
  spf: 'SPF',
  dkim: 'DKIM',
  dmarc: 'DMARC',
  arc: 'ARC',
};

export const arrival = {
  after: (delay: string) => `Arrived after ${delay}`,
  inFolder: (folder: string) => `in ${folder}`,
  junk: 'The message was sorted into the junk folder: people may not see it.',
  mailbox: 'Mailbox',
  from: 'From',
  sentFrom: 'Sent as',
  rewritten: 'rewritten on the way',
  kept: 'as it was sent',
  returnPath: 'Bounces go to',
  removed: 'Afterwards',
  wasRemoved: 'The message was taken out of the mailbox again.',
  stays: 'The message stays in the mailbox.',
  results: 'What the receiving server says of it',
  noResults: 'The receiving server states no verdict on SPF, DKIM or DMARC.',
  method: (method: string): string => methods[method.toLowerCase()] ?? method,
  says: (server: string) => `says ${server}`,
  hops: 'The way it took',
  noHops: 'The message names no server on its way.',
  hopFrom: 'from',
  hopBy: 'by',
  hopWith: 'with',
  encrypted: 'Encrypted',
  notEncrypted: 'Not encrypted',
};
