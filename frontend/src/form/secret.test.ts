import { describe, expect, it } from 'vitest';
import { looksLikeMask, needsTyping, outgoingSecret } from './secret';

describe('a stored secret', () => {
  it.each([
    ['set and usable: words', 'keep', true, false, false],
    ['set but bound elsewhere: input', 'keep', true, true, true],
    ['not set: input', 'keep', false, false, true],
    ['being changed: input', 'set', true, false, true],
    ['to be cleared: words', 'clear', true, true, false],
  ])('%s', (_, change, stored, unusable, typing) => {
    expect(needsTyping({ change, value: '' }, stored, unusable)).toBe(typing);
  });

  it('is kept when its open input stays empty', () => {
    expect(outgoingSecret({ change: 'set', value: '' })).toEqual({ change: 'keep', value: '' });
    expect(outgoingSecret({ change: 'set', value: 'x' })).toEqual({ change: 'set', value: 'x' });
    expect(outgoingSecret({ change: 'clear', value: '' })).toEqual({ change: 'clear', value: '' });
  });

  it.each([
    ['**********', true],
    ['••••••', true],
    ['**', false],
    ['p*ss*rd', false],
    ['', false],
  ])('%j looks like a mask: %s', (value, mask) => {
    expect(looksLikeMask(value)).toBe(mask);
  });
});
