import { describe, expect, it } from 'vitest';
import { matching, partsOf, typedBefore } from './chips';

describe('partsOf', () => {
  it.each([
    ['', []],
    ['plain', [{ text: 'plain' }]],
    ['a %b-1% c', [{ text: 'a ' }, { name: 'b-1' }, { text: ' c' }]],
    ['%a%%b%', [{ name: 'a' }, { name: 'b' }]],
    ['100%% %a%', [{ text: '100%% ' }, { name: 'a' }]],
    ['%%a%', [{ text: '%%a%' }]],
    ['50% of %A% %a b%', [{ text: '50% of %A% %a b%' }]],
    [`%${'a'.repeat(65)}%`, [{ text: `%${'a'.repeat(65)}%` }]],
  ])('reads %j', (text, parts) => {
    expect(partsOf(text)).toEqual(parts);
  });
});

describe('typedBefore', () => {
  it.each([
    ['Hello %', { back: 1, query: '' }],
    ['%per', { back: 4, query: 'per' }],
    ['a\ufffc%x', { back: 2, query: 'x' }],
    ['100%', undefined], // a percent sign behind a digit is one
    ['%%', undefined],
    ['%per son', undefined],
  ])('reads %j', (text, typed) => {
    expect(typedBefore(text)).toEqual(typed);
  });
});

describe('matching', () => {
  const known = [
    { name: 'person-name', label: 'Name of the person' },
    { name: 'sent-at', label: 'When the mail is sent' },
  ];

  it('searches names and labels', () => {
    expect(matching(known, '')).toEqual(known);
    expect(matching(known, 'when')).toEqual([known[1]]);
    expect(matching(known, 'person-na')).toEqual([known[0]]);
    expect(matching(known, 'other')).toEqual([]);
  });
});
