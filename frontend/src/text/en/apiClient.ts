import { plural } from './count';

const fields = {
  clientId: {
    label: 'Client ID',
    word: 'client_id',
    help: 'Letters, digits and signs without blanks',
  },
  description: { label: 'Description', help: 'What it is for, and who runs it' },
  default: {
    label: 'Default client',
    help: 'The one that hand-over and the ready lines use. Making another one the default moves it.',
  },
  secret: { label: 'Client secret', word: 'client_secret' },
  scopes: { label: 'Scopes', word: 'scope' },
  otherScopes: {
    label: 'Scopes of the target',
    help: 'Asked for in a test at the target. The local API does not know them.',
  },
  tokenUrl: {
    label: 'Token URL',
    word: 'token_endpoint',
    help: 'Of a target that knows this client too. A test asks there for a token. Empty: it asks the local API.',
  },
  clientAuth: { label: 'How the client proves itself', word: 'clientAuth' },
  caPem: {
    label: 'Additional authorities',
    word: 'caPem',
    help: 'PEM; trusted for this token URL beside those of this machine',
  },
};

/** The page of one API client. */
export const apiClient = {
  newTitle: 'New API client',
  purpose: 'A script or installer that may use the local API.',
  list: 'All clients',
  gone: 'this deployment has no such API client',
  goneHint: 'it may have been removed meanwhile; the list shows those there are',
  saved: (id: string) => `Saved ${id}.`,
  removed: (id: string) => `Removed ${id}.`,
  remove: 'Remove',
  removeTitle: (id: string) => `Remove ${id}?`,
  removeBody:
    'Its secret, its tokens and its proofs are deleted. Scripts that use it are refused from now on.',

  sections: {
    client: 'Client',
    secret: 'Client secret',
    scopes: 'What it may do',
    target: 'At the target',
  },
  targetNote: 'Where the target system issues tokens to the same client.',
  fields,
  fieldName: (name: string): string =>
    (fields as Partial<Record<string, { label: string }>>)[name]?.label ?? name,
  isDefault: 'Yes: hand-over and the ready lines use it',
  noScopes: 'None: it gets no token from the local API',
  localAPI: 'The local API',
  clientAuths: [
    { value: 'client_secret_basic', label: 'In the header (Basic)' },
    { value: 'client_secret_post', label: 'In the request’s body (post)' },
  ],
  certificates: (count: number) => plural(count, 'certificate'),

  secret: {
    set: 'Set',
    unset: 'Not set',
    choices: {
      keep: { label: 'Keep the stored secret', detail: 'It stays as it is.' },
      generate: {
        label: 'Generate a secret',
        detail: '256 random bits. It is shown once, after saving.',
      },
      set: { label: 'Enter a secret', detail: 'One that the target or a script knows already.' },
    },
    input: 'Secret to store',
  },
  bound: {
    title: 'The secret must be entered again',
    body: (bound: string) =>
      bound === ''
        ? 'The stored secret was saved for another client ID or token URL and is not used for this one. Enter it again, or have a new one generated.'
        : `The stored secret was saved for ${bound} and is used for nothing else. Enter it again, or have a new one generated.`,
  },

  standard: {
    action: 'Make default',
    done: (id: string) => `${id} is the default client now.`,
  },
  rotate: {
    action: 'Rotate secret',
    title: (id: string) => `Generate a new secret for ${id}?`,
    body: 'The old secret ends at once, and so do the tokens that were obtained with it. Scripts need the new one, which is shown once.',
    confirm: 'Rotate secret',
  },
  revoke: {
    action: 'Revoke tokens',
    none: 'It has no valid token',
    done: (id: string) => `The tokens of ${id} are revoked.`,
  },
  use: {
    label: 'Use',
    last: 'Last used',
    never: 'Never used',
    tokens: (count: number): string =>
      count === 0 ? 'no valid token' : plural(count, 'valid token'),
  },
  generated: {
    title: 'Client secret',
    note: 'It is shown only this once. Patchbay keeps it encrypted and never shows it again.',
    id: 'Client ID',
    secret: 'Client secret',
    copy: 'Copy',
    copySecret: 'Copy client secret',
    copyID: 'Copy client ID',
    advice:
      'Put it where the script finds it, such as the variable PATCHBAY_CLIENT_SECRET. If it is lost, rotate the secret.',
    done: 'Done',
    close: 'Close',
    uncopied: {
      title: 'Close without copying?',
      body: 'You have not copied the secret, and it is not shown again.',
      confirm: 'Close anyway',
      cancel: 'Back to the secret',
    },
  },

  test: 'Test',
  testHelp: 'Asks for a token as this client',
  notReady: 'Complete the required fields first',
  incomplete: 'Filled in. Complete what is missing, then test.',
  proof: {
    none: 'Not tested yet',
    noneBody:
      'A test asks once for a token with the client’s ID and secret, and shows what was granted. The token itself is thrown away.',
    running: 'Testing',
    cancel: 'Cancel test',
  },
  trust: {
    title: 'Trust this authority?',
    body: (subject: string, fingerprint: string) =>
      `${subject}\nSHA-256 ${fingerprint}\n\nCompare the fingerprint with the one that the target’s owner gives you, by another way than this connection. It is trusted for this token URL only; host name and validity are checked as before.`,
    confirm: 'Trust it and test again',
    cancel: 'Cancel',
  },
};
