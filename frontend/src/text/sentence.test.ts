import { expect, it } from 'vitest';
import { sentence } from './sentence';

it.each([
  ['', ''],
  ['the host is missing', 'The host is missing.'],
  ['Nothing answered.', 'Nothing answered.'],
  ['enter it again: the rest follows', 'Enter it again: the rest follows.'],
  ['claims@example.com has an alias', 'claims@example.com has an alias.'],
  ['imap.example.com refuses', 'imap.example.com refuses.'],
  ['localhost:993 refuses', 'localhost:993 refuses.'],
  ['etc. and so on', 'Etc. and so on.'],
])('%j', (message, said) => {
  expect(sentence(message)).toBe(said);
});
