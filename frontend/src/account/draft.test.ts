import { describe, expect, it } from 'vitest';
import { type AccountDraft, addAuthority, applyPatch, filled, sentDraft } from './draft';
import { exampleDraft } from './example';

describe('sentDraft', () => {
  it.each([
    ['none', 'password', true],
    ['none', 'none', false],
    ['starttls', 'password', false],
  ])('security %s with sign-in %s sends the confirmation: %s', (security, auth, sent) => {
    const confirmed = exampleDraft({ security, auth, insecureAllowPlainPassword: true });
    expect(sentDraft(confirmed).insecureAllowPlainPassword).toBe(sent);
  });
});

describe('applyPatch', () => {
  it('takes over numbers as the form spells them', () => {
    const patched = applyPatch(
      exampleDraft(),
      '{"port":587,"security":"starttls","timeoutSeconds":"20"}',
    );
    expect(patched).toMatchObject({ port: '587', security: 'starttls', timeoutSeconds: 20 });
  });

  it('never touches the password, and nothing it does not know', () => {
    const patched = applyPatch(exampleDraft(), '{"password":"x","starttls":true}');
    expect(patched).toEqual(exampleDraft());
  });
});

describe('addAuthority', () => {
  const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

  it('appends once', () => {
    const once = addAuthority(exampleDraft({ caPem: 'other' }), pem);
    expect(once.caPem).toBe(`other\n${pem}`);
    expect(addAuthority(once, pem).caPem).toBe(once.caPem);
  });
});

describe('filled', () => {
  const typed = { change: 'set', value: 'for the old host' };
  const draft = (host: string): AccountDraft => {
    const plain = exampleDraft({ host, password: typed });
    return { ...plain, oauth2: { ...plain.oauth2, clientSecret: typed, refreshToken: typed } };
  };
  const secrets = ({ password, oauth2 }: AccountDraft) => [
    password.value,
    oauth2.clientSecret.value,
    oauth2.refreshToken.value,
  ];

  it('forgets what was typed for another host', () => {
    const before = draft('old.example.com');
    expect(secrets(filled(before, { ...before, host: 'new.example.com' }))).toEqual(['', '', '']);
  });

  it.each(['', 'same.example.com'])('keeps what was typed for %j', (host) => {
    const before = draft(host);
    const after = filled(before, { ...before, host: 'same.example.com' });
    expect(secrets(after)).toEqual(secrets(before));
  });

  it('leaves alone what is to be removed', () => {
    const before = { ...draft('old.example.com'), password: { change: 'clear', value: '' } };
    const after = filled(before, { ...before, host: 'new.example.com' });
    expect(after.password.change).toBe('clear');
  });
});
