/** sentence makes a sentence of Go's lower-case message without a full stop. */
export function sentence(message: string): string {
  if (message === '') return '';
  const first = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?:…]$/.test(first) ? first : `${first}.`;
}
