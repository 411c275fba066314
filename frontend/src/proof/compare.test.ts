import { describe, expect, it } from 'vitest';
import { compare, type Stretch } from './compare';

/** shown writes what is marked in brackets. */
const shown = (stretches: readonly Stretch[]) =>
  stretches.map(({ text, differs }) => (differs ? `[${text}]` : text)).join('');

describe('compare', () => {
  it.each([
    ['https://op.example/', 'https://op.example', 'https://op.example[/]', 'https://op.example'],
    ['https://a.example', 'http://a.example', 'http[s]://a.example', 'http://a.example'],
    ['urn:desk ', 'urn:desk', 'urn:desk[␠]', 'urn:desk'],
    ['Patchbay', 'patchbay', '[P]atchbay', '[p]atchbay'],
    ['naïve😀', 'naïve😁', 'naïve[😀]', 'naïve[😁]'],
  ])('marks what differs between %j and %j', (expected, received, left, right) => {
    const found = compare(expected, received);
    expect(shown(found.expected)).toBe(left);
    expect(shown(found.received)).toBe(right);
  });

  it.each([
    ['the same', 'the same'],
    ['a signature by a trusted certificate', 'none'],
    ['https://op.example', ''],
    ['', 'something'],
    ['x'.repeat(401), `${'x'.repeat(400)}y`],
  ])('marks nothing in %j and %j', (expected, received) => {
    const found = compare(expected, received);
    expect(shown(found.expected)).toBe(expected);
    expect(shown(found.received)).toBe(received);
  });
});
