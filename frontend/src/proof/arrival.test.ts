import { describe, expect, it } from 'vitest';
import { inOrder, toneOf } from './arrival';

describe('toneOf', () => {
  it.each([
    ['pass', 'good'],
    ['PASS', 'good'],
    ['fail', 'danger'],
    ['permerror', 'danger'],
    ['softfail', 'warning'],
    ['temperror', 'warning'],
    ['none', 'neutral'],
    ['bestguesspass', 'neutral'],
  ])('%s is %s', (result, tone) => {
    expect(toneOf(result)).toBe(tone);
  });
});

describe('inOrder', () => {
  it('puts SPF, DKIM and DMARC first, and keeps the rest as it came', () => {
    const results = ['x-b', 'DMARC', 'x-a', 'dkim', 'spf', 'dkim'].map((method, at) => ({
      method,
      result: 'pass',
      server: '',
      detail: String(at),
    }));
    expect(inOrder(results).map((one) => `${one.method}${one.detail}`)).toEqual([
      'spf4',
      'dkim3',
      'dkim5',
      'DMARC1',
      'x-b0',
      'x-a2',
    ]);
  });
});
