import { plural } from './count';

// The secrets by their fields' names in the configuration documents.
const fields: Partial<Record<string, string>> = {
  password: 'Password',
  clientSecret: 'Client secret',
  secret: 'Client secret',
  authorityKey: 'Key of the certificate authority',
  spKeyPem: 'SAML key',
  spNextKeyPem: 'Second SAML key',
  'oauth2.clientSecret': 'Client secret',
  'oauth2.refreshToken': 'Refresh token',
};

// What is set up on a page that is called otherwise.
const kinds: Partial<Record<string, string>> = {
  network: 'Proxy',
  handover: 'Push of outgoing mail',
};

export const keys = {
  title: 'Encryption key',
  purpose: 'One random key encrypts everything in the vault. Rotating replaces it.',
  current: 'Current key',
  generation: 'Generation',
  created: 'Vault made',
  rotated: 'Last rotated',
  never: 'never',
  covers: 'Covers',
  records: (count: number) => plural(count, 'record'),
  secrets: (count: number) => plural(count, 'secret'),
  age: 'Age',
  days: (count: number) => plural(count, 'day'),
  due: (reminder: number) => `The key is older than ${String(reminder)} days. Rotate it.`,
  reminder: (days: number) => `Reminder after ${String(days)} days`,
  changeReminder: 'Change reminder',
  rotate: 'Rotate encryption key',
  rotating: 'Rotating the encryption key',
  progress: (done: number, total: number) => `${String(done)} of ${String(total)} records`,
  preparing: 'Making the new key',
  cancel: 'Cancel rotation',
  elapsed: (seconds: number) => `${String(seconds)} s`,
  done: (count: number) => `Rotated: ${plural(count, 'record')} re-encrypted.`,
  until: 'You can go on working. Until the new key takes over, at the end, it can be cancelled.',
  cancelled: 'Rotation cancelled. The old key still holds.',
  does: 'What rotation does',
  doesList: [
    'Makes a new random key and re-encrypts every record and secret with it.',
    'Deletes the old key and everything written with it from the vault folder.',
    'Survives a power cut: afterwards either the old key or the new one holds, whole.',
    'Lets you go on working meanwhile. Passwords and the recovery key stay as they are.',
  ],
  doesNot: 'What it does not reach',
  /** Before and after "3 days ago". */
  lastBackup: 'The backup made',
  lastBackupRest: 'older backups and copies of the vault folder: they still open with the old key.',
  copies:
    'Backups and copies of the vault folder made until now: they still open with the old key.',
  doesNotList: [
    'Exports, wherever they lie now.',
    'Traces on the disk: solid-state drives may keep old blocks for a while.',
    'Secrets that someone has already read. Change those at the server or provider.',
  ],
  affected: {
    title: 'Integrations affected',
    note: 'Rotating encrypts these stored secrets anew; their values stay as they are. If the old key may have leaked, change each of them at the provider, and then here.',
    none: 'No secret is stored yet.',
    all: 'All deployments',
    columns: { integration: 'Integration', deployment: 'Deployment', secrets: 'Stored secrets' },
    kind: (kind: string, title: string): string => kinds[kind] ?? title,
    field: (name: string): string => fields[name] ?? name,
    /** Before "3 days ago". */
    set: 'set',
  },
  ownersOnly: (role: string) =>
    `Only an owner rotates the key, and your role is ${role.toLowerCase()}.`,
  removing: 'An operator is being removed, which makes a new key.',
  history: 'History',
  noHistory: 'The key has not been rotated yet.',
  columns: {
    generation: 'Generation',
    at: 'When',
    operator: 'By',
    records: 'Records',
    duration: 'Took',
  },
};
