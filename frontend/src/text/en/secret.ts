export const secretField = {
  set: 'Set',
  unset: 'Not set',
  cleared: 'Will be cleared on save',
  change: 'Change',
  clear: 'Clear',
  keep: 'Keep stored',
  mask: 'This looks like a mask copied from another page, not like the password itself.',
};

/** What became of a secret that was copied, as the form tells it. */
type Copied =
  | { what: 'clearing'; seconds: number }
  | { what: 'waiting' | 'cleared' | 'replaced' | 'stays' | 'refused' };

const copies = {
  cleared: 'Cleared from the clipboard.',
  waiting: 'Copied. Cleared from the clipboard when this page is in front again.',
  replaced: 'Something else has been copied since.',
  stays: 'Copied. It stays in the clipboard until you copy something else.',
  refused: 'The browser did not let the page copy. Select the text and copy it.',
};

/** copiedSecret says what became of a copied secret. */
export function copiedSecret(copied: Copied): string {
  if (copied.what !== 'clearing') return copies[copied.what];
  return `Copied. Cleared from the clipboard in ${String(copied.seconds)} s.`;
}
