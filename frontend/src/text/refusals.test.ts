import { expect, it } from 'vitest';
import { refusal } from './en/refusals';

it.each([
  ['api.unauthorized', 'No access token'],
  ['api.too_large: body', 'The body is too large: body'],
  ['outgoing.invalid: port, from', 'outgoing.invalid: port, from'],
  ['outgoing.invalid', 'outgoing.invalid'],
  ['it names the host "evil.example"', 'it names the host "evil.example"'],
  ['', ''],
])('says %j', (reason, words) => {
  expect(refusal(reason)).toBe(words);
});
