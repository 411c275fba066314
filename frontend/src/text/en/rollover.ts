// The keys of the system itself, and how one is replaced by another.

export const rollover = {
  title: 'Signing key of your system',
  note: 'Signs requests and opens encrypted answers. The key stays in the vault.',
  none: 'A key is made when the provider is saved.',
  current: 'In use',
  next: 'Next',
  subject: 'Subject',
  until: 'Valid until',
  key: 'Public key',
  fingerprint: 'Fingerprint (SHA-256)',
  copy: 'Copy as PEM',
  copyOf: (which: string) => `Copy certificate as PEM: ${which.toLowerCase()}`,
  begin: 'Prepare a new key',
  beginHelp:
    'Makes a second key beside the first. Both stand in the metadata, so that the provider can learn the new one before it is used.',
  begun: 'The next key is ready. Give the provider the metadata again.',
  finish: 'Use the next key',
  finishHelp: 'Do this once the provider knows the next key.',
  finishTitle: 'Use the next key now?',
  finishBody:
    'The next key replaces the one in use, whose private part is deleted. Answers that the provider still encrypts to the old one cannot be opened then.',
  finished: 'The next key is in use now.',
  cancel: 'Keep both',
};
