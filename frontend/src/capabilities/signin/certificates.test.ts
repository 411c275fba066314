import { describe, expect, it } from 'vitest';
import type { SigningCertificate } from '../../bridge/identityProviders';
import { added, certificatesIn, holds, trusted, without } from './certificates';

const pem = (body: string) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;

describe('certificatesIn', () => {
  it('takes several blocks apart, with what stands between them', () => {
    const text = `subject=one\n${pem('AAAA')}\nsubject=two\n${pem('BBBB')}`;
    expect(certificatesIn(text)).toEqual([pem('AAAA'), pem('BBBB')]);
  });

  it('keeps bare base64, and what is no certificate for Go to refuse', () => {
    expect(certificatesIn(' AAAA\n ')).toEqual(['AAAA']);
    expect(certificatesIn('nonsense')).toEqual(['nonsense']);
    expect(certificatesIn('  \n')).toEqual([]);
  });
});

it('adds a certificate once, in whichever spelling', () => {
  const one = added([], pem('AA\nAA'));
  expect(added(one, 'AAAA')).toEqual(one);
  expect(added(one, pem('BBBB'))).toEqual([pem('AA\nAA'), pem('BBBB')]);
});

it('takes one out of an entry that holds two', () => {
  const list = [pem('AAAA') + pem('BBBB'), 'CCCC'];
  expect(without(list, pem('AAAA'))).toEqual([pem('BBBB'), 'CCCC']);
  expect(without(list, pem('CC\nCC'))).toEqual([pem('AAAA'), pem('BBBB')]);
});

it('finds a certificate in whichever spelling', () => {
  expect(holds(['AAAA'], pem('AA\nAA'))).toBe(true);
  expect(holds(['AAAA'], pem('BBBB'))).toBe(false);
});

it('shows a certificate once, wherever it stands', () => {
  const at = (fingerprint: string, from: string) => ({ fingerprint, from }) as SigningCertificate;
  const list = trusted([at('a', 'metadata'), at('b', 'document'), at('a', 'document')]);
  expect(list.map((one) => [one.certificate.fingerprint, one.entered, one.announced])).toEqual([
    ['a', true, true],
    ['b', true, false],
  ]);
});
