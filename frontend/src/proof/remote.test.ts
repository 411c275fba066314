import { expect, it } from 'vitest';
import { remoteWords } from './remote';

it.each([
  [undefined, ''],
  [{ code: '535', enhanced: '5.7.8', text: 'Error' }, '535 5.7.8 Error'],
  [
    { code: 'NO', enhanced: 'AUTHENTICATIONFAILED', text: 'Invalid credentials (Failure)' },
    'NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)',
  ],
  [{ code: 'BYE', enhanced: '', text: 'Too many connections' }, 'BYE Too many connections'],
])('%j', (remote, words) => {
  expect(remoteWords(remote)).toBe(words);
});
