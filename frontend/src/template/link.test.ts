import { expect, it } from 'vitest';
import { isLink } from './link';

const links = [{ name: 'action-link' }];

it.each([
  ['https://a.example', true],
  ['http://a.example/%person-name%', true],
  ['mailto:a@b.example', true],
  [' %action-link% ', true],
  ['%person-name%', false],
  ['%action-link%/more', false],
  ['javascript:alert(1)', false],
  ['https://', false],
  ['www.a.example', false],
  ['', false],
])('%j: %j', (address, expected) => {
  expect(isLink(address, links)).toBe(expected);
});
