import { describe, expect, it } from 'vitest';
import type { SecretShape } from '../bridge/outgoing';
import { exampleDraft } from './example';
import { applyFix, sesRegion, withoutBlanks } from './shape';

const shape = (changes: Partial<SecretShape>): SecretShape => ({
  field: 'password',
  code: '',
  message: '',
  remedy: '',
  fix: '',
  fixValue: '',
  ...changes,
});

const draft = () =>
  exampleDraft({
    user: 'someone',
    password: { change: 'set', value: 'abcd efgh ijkl mnop' },
  });

describe('withoutBlanks', () => {
  it.each([
    ['abcd efgh ijkl mnop', 'abcdefghijklmnop'],
    [' correct horse ', 'correct horse'],
    ['value\r\n', 'value'],
    ['\u200bvalue', 'value'],
  ])('%j', (value, without) => {
    expect(withoutBlanks(value)).toBe(without);
  });
});

describe('applyFix', () => {
  it('removes the blanks of the secret that is meant, and of no other', () => {
    const fixed = applyFix(draft(), shape({ fix: 'strip_blanks' }));
    expect(fixed.password).toEqual({ change: 'set', value: 'abcdefghijklmnop' });
    expect(applyFix(draft(), shape({ fix: 'strip_blanks', field: 'user' }))).toEqual(draft());
  });

  it('has the password of SES derived from what was typed', () => {
    expect(applyFix(draft(), shape({ fix: 'derive_ses' })).password).toEqual({
      change: 'derive',
      value: 'abcd efgh ijkl mnop',
    });
  });

  it('sets the user name', () => {
    expect(applyFix(draft(), shape({ fix: 'set_user', fixValue: 'apikey' })).user).toBe('apikey');
  });

  it('does nothing where nothing is offered', () => {
    expect(applyFix(draft(), shape({ fix: 'none' }))).toEqual(draft());
  });
});

describe('sesRegion', () => {
  it.each([
    ['email-smtp.eu-central-1.amazonaws.com', 'eu-central-1'],
    ['email-smtp-fips.us-east-1.amazonaws.com', 'us-east-1'],
    ['smtp.example.com', ''],
  ])('%s', (host, region) => {
    expect(sesRegion(host)).toBe(region);
  });
});
