/**
 * sentence makes a sentence of Go's lower-case message without a full stop. A
 * message that begins with an address, a host or a field's name leaves it as it
 * is spelled.
 */
export function sentence(message: string): string {
  if (message === '') return '';
  const word = message.split(/\s/, 1)[0] ?? '';
  const spelled = /[@_/]|[.:]\S/.test(word);
  const first = spelled ? message : message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?:…]$/.test(first) ? first : `${first}.`;
}
