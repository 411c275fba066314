import { describe, expect, it } from 'vitest';
import type { OutgoingDraft, OutgoingServer } from '../../bridge/outgoing';
import { addAuthority, applyPatch, draftOf, outgoingDraft } from './draft';

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
