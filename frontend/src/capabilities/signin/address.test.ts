import { expect, it } from 'vitest';
import { pageOf } from './address';

it.each([
  ['https://op.example/auth?state=secret&nonce=1#x', 'https://op.example/auth'],
  ['https://op.example:8443', 'https://op.example:8443/'],
  ['', ''],
  ['no address', ''],
])('the page of %j is %j', (address, page) => {
  expect(pageOf(address)).toBe(page);
});
