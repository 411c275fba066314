// What is entered or uploaded at the provider.

export const sheet = {
  title: 'Values for the provider',
  note: 'Each value stands under the name that the provider’s own screens give it. PORT is whichever is free during a test sign-in.',
  copyAll: 'Copy all',
  copy: (label: string) => `Copy ${label}`,
  save: 'Save as text',
  file: 'provider-values.txt',
  unverified: 'Not verified',
  empty: 'There is nothing to enter yet: choose the type and fill in the callback URL first.',
};

export const spMetadata = {
  title: 'Metadata of the target',
  note: 'The service provider’s metadata, to be uploaded at the identity provider.',
  withProof: 'With this machine’s address, for test sign-ins',
  withProofHelp:
    'Some providers answer only at addresses they know. Take it out again before go-live.',
  xml: 'Metadata',
  copy: 'Copy metadata',
  save: 'Save as file',
};

export const saving = {
  downloaded: (name: string) => `${name} was downloaded.`,
  saved: (path: string) => `Saved as ${path}.`,
};
