import { expect, it } from 'vitest';
import { cautionOf, notesOf } from './remarks';

const remark = (severity: string, field: string, message: string, remedy = '') => ({
  code: 'callback.slash',
  severity,
  unverified: false,
  field,
  message,
  remedy,
});

const remarks = [
  remark('warning', 'callbackUrl', 'ends with a slash', 'register it exactly so'),
  remark('warning', 'callbackUrl', 'is not https'),
  remark('hint', 'callbackUrl', 'providers compare it letter by letter'),
  remark('warning', 'ssoUrl', 'is not https'),
];

it('makes sentences of the warnings at a field', () => {
  expect(cautionOf(remarks, 'callbackUrl')).toBe(
    'Ends with a slash. Register it exactly so. Is not https.',
  );
  expect(cautionOf(remarks, 'authUrl')).toBe('Is not https.');
});

it('keeps notes apart from warnings, and is silent without any', () => {
  expect(notesOf(remarks, 'callbackUrl')).toEqual(['Providers compare it letter by letter.']);
  expect(notesOf(remarks, 'authUrl')).toEqual([]);
  expect(cautionOf(remarks, 'issuer')).toBeUndefined();
  expect(cautionOf(null, 'issuer')).toBeUndefined();
});

it('says of a remark that nobody has seen it to be so', () => {
  const unverified = {
    ...remark('hint', 'callbackUrl', 'a port may be refused'),
    unverified: true,
  };
  expect(notesOf([unverified], 'callbackUrl')).toEqual(['A port may be refused. (Not verified.)']);
});
