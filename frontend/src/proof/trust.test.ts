import { describe, expect, it } from 'vitest';
import type { Finding } from '../bridge/proof';
import { authorityOf, otherHosts, trustHelps } from './trust';

const finding = (code: string): Finding => ({
  code,
  reason: '',
  cause: '',
  remedy: '',
  fields: [],
  source: '',
  unverified: false,
});

describe('trustHelps', () => {
  it.each([
    [['tls.unknown_authority'], true],
    [['tls.expired', 'tls.self_signed'], true],
    [['tls.expired', 'tls.hostname_mismatch'], false],
    [[], false],
  ])('%j: %s', (codes, helps) => {
    expect(trustHelps(codes.map(finding))).toBe(helps);
  });
});

describe('authorityOf', () => {
  const leaf = { subject: 'leaf', selfSigned: false };
  const root = { subject: 'root', selfSigned: true };
  const between = { subject: 'between', selfSigned: false };

  it.each([
    ['an authority that came along', [leaf, root], root],
    ['an authority that another one signed', [leaf, between], between],
    ['a server that vouches for itself', [root], root],
    ['a leaf alone', [leaf], undefined],
    ['nothing', [], undefined],
  ])('%s', (_, chain, authority) => {
    expect(authorityOf(chain)).toBe(authority);
  });
});

describe('otherHosts', () => {
  const leaf = {
    names: ['mail.example.com', '*.example.com', '192.0.2.7', '2001:db8::1', 'localhost', 'a@b.c'],
  };

  it('offers names that can be a host', () => {
    expect(otherHosts([finding('tls.hostname_mismatch')], leaf)).toEqual(['mail.example.com']);
  });

  it('offers none when the name is not what is wrong', () => {
    expect(otherHosts([finding('tls.expired')], leaf)).toEqual([]);
    expect(otherHosts([finding('tls.hostname_mismatch')], undefined)).toEqual([]);
  });
});
