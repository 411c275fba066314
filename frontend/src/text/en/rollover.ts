// The system's own key, and how it is replaced by another without a gap.

export const rollover = {
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
