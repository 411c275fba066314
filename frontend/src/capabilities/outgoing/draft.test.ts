import { describe, expect, it } from 'vitest';
import type { OutgoingDraft, OutgoingServer } from '../../bridge/outgoing';
import { addAuthority, applyPatch, draftOf, filled, outgoingDraft } from './draft';

const blank: OutgoingServer = {
  deploymentId: 'd1',
  configured: false,
  revision: 0,
  changedAt: '',
  enabled: false,
  host: '',
  port: '',
  security: '',
  insecureAllowPlainPassword: false,
  auth: '',
  user: '',
  password: { set: false, changedAt: '' },
  oauth2: {
    grant: '',
    tokenUrl: '',
    authUrl: '',
    deviceUrl: '',
    clientId: '',
    clientAuth: '',
    clientSecret: { set: true, changedAt: '2026-11-20T10:00:00Z' },
    clientSecretExpires: '',
    scope: '',
    refreshToken: { set: false, changedAt: '' },
  },
  from: '',
  fromDisplayName: '',
  replyTo: '',
  replyToDisplayName: '',
  envelopeFrom: '',
  ehloName: '',
  timeoutSeconds: 0,
  caPem: '',
  light: 'missing',
  summary: '',
};

const draft = (changes: Partial<OutgoingDraft> = {}): OutgoingDraft => ({
  ...draftOf(blank),
  ...changes,
});

describe('draftOf', () => {
  it('starts a new server enabled, with implicit TLS and a password', () => {
    expect(draftOf(blank)).toMatchObject({
      enabled: true,
      security: 'implicit-tls',
      auth: 'password',
      password: { change: 'keep', value: '' },
    });
  });

  it('leaves a stored server as it is', () => {
    const server = { ...blank, configured: true, enabled: false, security: 'none', auth: 'none' };
    expect(draftOf(server)).toMatchObject({ enabled: false, security: 'none', auth: 'none' });
  });
});

describe('outgoingDraft', () => {
  it.each([
    ['none', 'password', true],
    ['none', 'none', false],
    ['starttls', 'password', false],
  ])('security %s with sign-in %s sends the confirmation: %s', (security, auth, sent) => {
    const confirmed = draft({ security, auth, insecureAllowPlainPassword: true });
    expect(outgoingDraft(confirmed).insecureAllowPlainPassword).toBe(sent);
  });
});

describe('applyPatch', () => {
  it('takes over numbers as the form spells them', () => {
    const patched = applyPatch(draft(), '{"port":587,"security":"starttls","timeoutSeconds":"20"}');
    expect(patched).toMatchObject({ port: '587', security: 'starttls', timeoutSeconds: 20 });
  });

  it('never touches the password, and nothing it does not know', () => {
    const patched = applyPatch(draft(), '{"password":"x","starttls":true}');
    expect(patched).toEqual(draft());
  });
});

describe('addAuthority', () => {
  const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

  it('appends once', () => {
    const once = addAuthority(draft({ caPem: 'other' }), pem);
    expect(once.caPem).toBe(`other\n${pem}`);
    expect(addAuthority(once, pem).caPem).toBe(once.caPem);
  });
});

describe('filled', () => {
  const typed = { change: 'set', value: 'for the old host' };
  const draft = (host: string): OutgoingDraft => {
    const plain = { ...draftOf(blank), host, password: typed };
    return { ...plain, oauth2: { ...plain.oauth2, clientSecret: typed, refreshToken: typed } };
  };
  const secrets = ({ password, oauth2 }: OutgoingDraft) => [
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
