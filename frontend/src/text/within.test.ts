import { expect, it } from 'vitest';
import { within } from './within';

it.each([
  ['Outgoing mail', 'outgoing mail'],
  ['API clients', 'API clients'],
  ['Übersicht', 'übersicht'],
  ['', ''],
])('%s', (title, words) => {
  expect(within(title)).toBe(words);
});
