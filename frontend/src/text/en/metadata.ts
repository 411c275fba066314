import { plural } from './count';

/** Metadata and discovery: reading what a provider says of itself. */
export const metadata = {
  discover: 'Read discovery',
  read: 'Read metadata',
  paste: 'Paste or open a file',
  reading: 'Reading',
  cancel: 'Cancel reading',
  filled: 'Filled in from what the provider says of itself. Nothing is saved yet.',
  nothing: 'Read. What it says is here already.',
  failed: 'It could not be read',
  warned: 'Read, with a warning',
  filledAll: 'Filled in, with this to look at',
  missing: 'Enter the address first',
  title: 'Metadata of the provider',
  note: 'An XML document. Providers offer it under names such as federation metadata or IdP metadata.',
  text: { label: 'Metadata', word: 'XML' },
  file: {
    label: 'Metadata file',
    drop: 'Drop the file here, or',
    browse: 'Choose a file',
  },
  fileHelp: 'XML, up to 4 MB',
  tooLarge: 'The file is larger than 4 MB',
  use: 'Read it',
  pasted: (characters: number) => `Pasted: ${plural(Math.ceil(characters / 1024), 'KB', 'KB')}`,
  forget: 'Remove the pasted metadata',
  none: 'None',
  choose: {
    title: 'Which provider is it?',
    note: (count: number) => `The metadata describes ${plural(count, 'identity provider')}.`,
    search: 'Search',
    list: 'Identity providers',
    count: (count: number) => plural(count, 'provider'),
    none: 'No provider matches.',
    use: 'Use this provider',
    binding: (binding: string) => (binding === 'post' ? 'HTTP POST' : 'HTTP redirect'),
    until: 'Metadata valid until',
    wantsSigned: 'Wants signed requests',
    open: (count: number) => `Choose among ${plural(count, 'provider')}`,
  },
};

/** Certificates of SAML parties. */
export const certificates = {
  caption: 'Signing certificates',
  none: 'None yet. Metadata brings them, or add one.',
  announced: 'None entered here: those in the metadata count.',
  add: 'Add certificate',
  pasteLabel: 'Certificate to add',
  pasteWord: 'PEM or base64',
  take: 'Add',
  states: { past: 'Expired', soon: 'Expires soon', later: 'Valid' } as Partial<
    Record<string, string>
  >,
  state: (state: string): string => certificates.states[state] ?? state,
  until: (state: string) => (state === 'past' ? 'expired' : 'expires'),
  source: (entered: boolean, announced: boolean) => {
    if (!announced) return 'in the settings';
    return entered ? 'in the settings and in the metadata' : 'from the metadata';
  },
  fingerprint: 'SHA-256',
  remove: (subject: string) => `Remove the certificate of ${subject}`,
  copy: (subject: string) => `Copy the certificate of ${subject}`,
  removeUnread: 'Remove the entries that cannot be read',
};

/** The key of the service provider. */
export const ownKey = {
  note: 'The target signs its requests with it, and decrypts with it. Patchbay makes one on Done and keeps it in the vault.',
  later: 'Made on Done',
  bring: 'Use a key of your own',
  keep: 'Keep what is stored',
  keyHelp: 'PKCS #8 or PKCS #1 in PEM form. It is kept in the vault and never shown again.',
  set: 'Set',
};
