/** SecretChange is a secret on its way in. */
export interface SecretChange {
  /** "keep", "set" or "clear". */
  change: string;
  value: string;
}

/** needsTyping: the input stands open instead of the words "Set ... ago". */
export function needsTyping(value: SecretChange, stored: boolean, unusable: boolean): boolean {
  if (value.change === 'set') return true;
  if (value.change === 'clear') return false;
  return !stored || unusable;
}

/** outgoingSecret is what is sent: an untouched, empty input keeps what is stored. */
export function outgoingSecret(value: SecretChange): SecretChange {
  return value.change === 'set' && value.value === '' ? { change: 'keep', value: '' } : value;
}

/** looksLikeMask: the value was copied from where it was hidden. */
export function looksLikeMask(value: string): boolean {
  return value.length > 2 && /^[*•●∙·]+$/u.test(value);
}
